package dev.linkspan.activities.network;

import com.aliyuncs.vpc.model.v20160428.CreateVSwitchRequest;
import com.aliyuncs.vpc.model.v20160428.CreateVpcRequest;
import com.aliyuncs.vpc.model.v20160428.DeleteVSwitchRequest;
import com.aliyuncs.vpc.model.v20160428.DeleteVpcRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVSwitchesRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVSwitchesResponse.VSwitch;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcsRequest;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcsResponse.Vpc;
import dev.linkspan.activities.alibabacloud.FindOrCreate;
import dev.linkspan.activities.alibabacloud.FindOrCreate.State;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** VPCs and vSwitches. */
final class Vpcs {
  private static final Logger LOG = LoggerFactory.getLogger(Vpcs.class);

  /** Deleted instances and load balancers release their addresses with a delay. */
  private static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(10);

  private static final int LARGEST_PAGE = 50;

  private final OwnerClient client;
  private final Owner owner;

  Vpcs(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  String ensureVpc(String name, String cidr) {
    Vpc vpc =
        new FindOrCreate<>(
                "VPC " + name,
                "CreateVpc",
                name,
                oldest -> findVpc(name, oldest),
                token -> createVpc(name, cidr, token),
                this::getVpc,
                Vpc::getVpcId,
                v -> state(v.getStatus()))
            .run(client);
    requireAsPlanned("VPC " + vpc.getVpcId(), cidr, vpc.getCidrBlock());
    return vpc.getVpcId();
  }

  private String createVpc(String name, String cidr, String token) {
    CreateVpcRequest request = Tags.addTo(new CreateVpcRequest(), owner, name);
    request.setVpcName(name);
    request.setCidrBlock(cidr);
    request.setClientToken(token);
    String id = client.once(request).getVpcId();
    // A setup begins with its VPC. Where the token led to an older one, further tokens do the same.
    client
        .reads()
        .none(
            "vSwitch",
            "security group",
            "instance",
            "server group",
            "load balancer",
            "endpoint service");
    return id;
  }

  private Optional<Vpc> findVpc(String name, Duration oldest) {
    List<Vpc> listed = client.reads().list("VPC", oldest, this::listVpcs);
    return Tags.firstTagged(owner, name, listed, Vpc::getTags, Vpc.Tag::getKey, Vpc.Tag::getValue);
  }

  private List<Vpc> listVpcs() {
    return client
        .call(
            () -> {
              DescribeVpcsRequest request = Tags.filter(new DescribeVpcsRequest(), owner);
              request.setPageSize(LARGEST_PAGE);
              return request;
            })
        .getVpcs()
        .stream()
        .filter(v -> OwnerClient.exists(v.getStatus()))
        .toList();
  }

  /** Empty where there is no such VPC. */
  Optional<Vpc> getVpc(String id) {
    return client
        .call(
            () -> {
              DescribeVpcsRequest request = new DescribeVpcsRequest();
              request.setVpcId(id);
              return request;
            })
        .getVpcs()
        .stream()
        .filter(v -> id.equals(v.getVpcId()) && OwnerClient.exists(v.getStatus()))
        .findFirst();
  }

  String ensureVSwitch(String vpcId, VSwitchPlan plan) {
    VSwitch vSwitch =
        new FindOrCreate<>(
                "vSwitch " + plan.name(),
                "CreateVSwitch",
                plan.name(),
                oldest -> findVSwitch(plan.name(), oldest),
                token -> createVSwitch(vpcId, plan, token),
                this::getVSwitch,
                VSwitch::getVSwitchId,
                v -> state(v.getStatus()))
            .run(client);
    String id = vSwitch.getVSwitchId();
    requireAsPlanned("vSwitch " + id, plan.cidr(), vSwitch.getCidrBlock());
    requireAsPlanned("vSwitch " + id, plan.zone(), vSwitch.getZoneId());
    return id;
  }

  private String createVSwitch(String vpcId, VSwitchPlan plan, String token) {
    CreateVSwitchRequest request = Tags.addTo(new CreateVSwitchRequest(), owner, plan.name());
    request.setVSwitchName(plan.name());
    request.setVpcId(vpcId);
    request.setZoneId(plan.zone());
    request.setCidrBlock(plan.cidr());
    request.setClientToken(token);
    return client.once(request).getVSwitchId();
  }

  private Optional<VSwitch> findVSwitch(String name, Duration oldest) {
    return tagged(name, client.reads().list("vSwitch", oldest, this::listVSwitches));
  }

  /** The vSwitch with this key, among those listed. */
  Optional<VSwitch> tagged(String name, List<VSwitch> listed) {
    return Tags.firstTagged(
        owner, name, listed, VSwitch::getTags, VSwitch.Tag::getKey, VSwitch.Tag::getValue);
  }

  /** The setup's vSwitches, as they are now. */
  List<VSwitch> listVSwitches() {
    return client
        .call(
            () -> {
              DescribeVSwitchesRequest request = Tags.filter(new DescribeVSwitchesRequest(), owner);
              request.setPageSize(LARGEST_PAGE);
              return request;
            })
        .getVSwitches()
        .stream()
        .filter(v -> OwnerClient.exists(v.getStatus()))
        .toList();
  }

  /** Empty where there is no such vSwitch. */
  Optional<VSwitch> getVSwitch(String id) {
    return client
        .call(
            () -> {
              DescribeVSwitchesRequest request = new DescribeVSwitchesRequest();
              request.setVSwitchId(id);
              return request;
            })
        .getVSwitches()
        .stream()
        .filter(v -> id.equals(v.getVSwitchId()) && OwnerClient.exists(v.getStatus()))
        .findFirst();
  }

  void removeVSwitch(String name) {
    Optional<String> found =
        client.reads().findToRemove(oldest -> findVSwitch(name, oldest)).map(VSwitch::getVSwitchId);
    if (found.isEmpty()) {
      LOG.info("vSwitch {} is gone already: no resource has its tags", name);
      return;
    }
    String id = found.get();
    client.delete(
        "vSwitch " + id,
        RELEASE_TIMEOUT,
        () -> {
          DeleteVSwitchRequest request = new DeleteVSwitchRequest();
          request.setVSwitchId(id);
          client.once(request);
        });
    client.waitUntilGone("DeleteVSwitch", "vSwitch " + id, () -> getVSwitch(id).isEmpty());
  }

  void removeVpc(String name) {
    Optional<String> found =
        client.reads().findToRemove(oldest -> findVpc(name, oldest)).map(Vpc::getVpcId);
    if (found.isEmpty()) {
      LOG.info("VPC {} is gone already: no resource has its tags", name);
      return;
    }
    String id = found.get();
    client.delete(
        "VPC " + id,
        RELEASE_TIMEOUT,
        () -> {
          DeleteVpcRequest request = new DeleteVpcRequest();
          request.setVpcId(id);
          client.once(request);
        });
    client.waitUntilGone("DeleteVpc", "VPC " + id, () -> getVpc(id).isEmpty());
  }

  private static State state(String status) {
    return "Available".equals(status) ? State.READY : State.PENDING;
  }

  private void requireAsPlanned(String what, String planned, String actual) {
    if (!planned.equals(actual)) {
      throw Failures.needsPerson(
          what + " carries this setup's tags but has " + actual + " where the plan says " + planned,
          "Delete it if it is left over from an earlier setup named "
              + owner.setup()
              + ", or plan with its values, then retry.");
    }
  }
}
