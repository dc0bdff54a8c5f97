package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.DeleteInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesResponse.Instance;
import com.aliyuncs.ecs.model.v20140526.RunInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.StartInstanceRequest;
import dev.linkspan.activities.alibabacloud.AlibabaCloudException;
import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.alibabacloud.FindOrCreate;
import dev.linkspan.activities.alibabacloud.FindOrCreate.State;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ECS instances. */
final class Instances {
  private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
  private static final String KIND = "instance";
  private static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(3);
  private static final int LARGEST_PAGE = 100;

  private final OwnerClient client;
  private final Owner owner;

  Instances(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  NetworkActivities.Instance ensure(InstanceRequest request) {
    String name = request.plan().name();
    Instance instance =
        new FindOrCreate<>(
                "instance " + name,
                "RunInstances",
                name,
                oldest -> find(name, oldest),
                token -> run(request, token),
                this::get,
                Instance::getInstanceId,
                i -> state(i, request.plan()))
            .run(client);
    String address = privateAddress(instance).orElseThrow();
    LOG.info("instance {} ({}) runs with the address {}", name, instance.getInstanceId(), address);
    return new NetworkActivities.Instance(
        name,
        instance.getInstanceId(),
        address,
        request.plan().publicBandwidthMbps() > 0 ? publicAddress(instance) : Optional.empty());
  }

  private String run(InstanceRequest request, String token) {
    InstancePlan plan = request.plan();
    RunInstancesRequest run = Tags.addTo(new RunInstancesRequest(), owner, plan.name());
    run.setInstanceName(plan.name());
    run.setImageFamily(plan.imageFamily());
    run.setInstanceType(plan.instanceType());
    run.setVSwitchId(request.vSwitchId());
    run.setSecurityGroupId(request.securityGroupId());
    run.setKeyPairName(request.keyPairName());
    run.setSystemDiskCategory(plan.diskCategory());
    run.setSystemDiskSize(Integer.toString(plan.diskGiB()));
    run.setInstanceChargeType("PostPaid");
    run.setAmount(1);
    if (plan.publicBandwidthMbps() > 0) {
      run.setInternetChargeType("PayByTraffic");
      run.setInternetMaxBandwidthOut(plan.publicBandwidthMbps());
    }
    run.setClientToken(token);
    return client.reads().expecting(KIND, client.once(run).getInstanceIdSets().get(0));
  }

  private State state(Instance instance, InstancePlan plan) {
    if ("Stopped".equals(instance.getStatus())) {
      start(instance.getInstanceId());
      return State.PENDING;
    }
    boolean hasAddresses =
        privateAddress(instance).isPresent()
            && (plan.publicBandwidthMbps() == 0 || publicAddress(instance).isPresent());
    return "Running".equals(instance.getStatus()) && hasAddresses ? State.READY : State.PENDING;
  }

  private void start(String id) {
    try {
      StartInstanceRequest request = new StartInstanceRequest();
      request.setInstanceId(id);
      client.once(request);
      LOG.info("started instance {}, which was stopped", id);
    } catch (AlibabaCloudException e) {
      if (!e.is(ErrorKind.RESOURCE_BUSY) && !e.is(ErrorKind.NOT_FOUND)) {
        throw e;
      }
      LOG.debug("instance {} cannot be started now: {}", id, e.code());
    }
  }

  private static Optional<String> privateAddress(Instance instance) {
    return privateAddresses(instance).stream().findFirst();
  }

  static List<String> privateAddresses(Instance instance) {
    return Optional.ofNullable(instance.getVpcAttributes())
        .map(Instance.VpcAttributes::getPrivateIpAddress)
        .orElse(List.of())
        .stream()
        .filter(address -> !address.isBlank())
        .toList();
  }

  static Optional<String> publicAddress(Instance instance) {
    return first(instance.getPublicIpAddress())
        .or(
            () ->
                Optional.ofNullable(instance.getEipAddress())
                    .map(Instance.EipAddress::getIpAddress)
                    .filter(a -> !a.isBlank()));
  }

  private static Optional<String> first(@Nullable List<String> addresses) {
    return addresses == null
        ? Optional.empty()
        : addresses.stream().filter(a -> !a.isBlank()).findFirst();
  }

  private Optional<Instance> find(String name, Duration oldest) {
    List<Instance> tagged = client.reads().list(KIND, oldest, this::list);
    return Tags.firstTagged(
        owner, name, tagged, Instance::getTags, Instance.Tag::getTagKey, Instance.Tag::getTagValue);
  }

  private List<Instance> list() {
    return client
        .call(
            () -> {
              DescribeInstancesRequest request = Tags.filter(new DescribeInstancesRequest(), owner);
              request.setPageSize(LARGEST_PAGE);
              return request;
            })
        .getInstances()
        .stream()
        .filter(i -> OwnerClient.exists(i.getStatus()))
        .toList();
  }

  private Optional<Instance> get(String id) {
    return client.reads().byId(KIND, id, LARGEST_PAGE, this::list, Instance::getInstanceId);
  }

  /** Those of these instances that exist, as they are now. */
  List<Instance> list(List<String> ids) {
    return client
        .call(
            () -> {
              DescribeInstancesRequest request = new DescribeInstancesRequest();
              request.setInstanceIds(JsonText.array(ids));
              request.setPageSize(LARGEST_PAGE);
              return request;
            })
        .getInstances()
        .stream()
        .filter(i -> OwnerClient.exists(i.getStatus()))
        .toList();
  }

  void remove(List<String> names) {
    List<String> ids =
        names.stream()
            .flatMap(n -> client.reads().findToRemove(oldest -> find(n, oldest)).stream())
            .map(Instance::getInstanceId)
            .toList();
    if (ids.isEmpty()) {
      LOG.info("instances {} are gone already: no resource has their tags", names);
      return;
    }
    String instances = "instances " + String.join(", ", ids);
    client.delete(instances, RELEASE_TIMEOUT, () -> delete(ids));
    client.waitUntilGone("DeleteInstances", instances, () -> list(ids).isEmpty());
  }

  /** The API deletes all of them or none: one that is gone already must not keep the others. */
  private void delete(List<String> ids) {
    DeleteInstancesRequest request = new DeleteInstancesRequest();
    request.setInstanceIds(ids);
    request.setForce(true);
    try {
      client.once(request);
    } catch (AlibabaCloudException e) {
      List<String> left =
          e.is(ErrorKind.NOT_FOUND)
              ? list(ids).stream().map(Instance::getInstanceId).toList()
              : List.of();
      if (left.isEmpty() || left.size() == ids.size()) {
        throw e;
      }
      delete(left);
    }
  }
}
