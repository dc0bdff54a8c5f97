package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeInstancesResponse.Instance;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import com.aliyuncs.vpc.model.v20160428.DescribeVSwitchesResponse.VSwitch;
import com.aliyuncs.vpc.model.v20160428.DescribeVpcsResponse.Vpc;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.workflows.network.NetworkActivities.AdoptedNetwork;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.network.NetworkActivities.NetworkFacts;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedVSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Surveys an existing network; changes nothing. */
final class NetworkSurvey {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkSurvey.class);

  /** DescribeInstances takes at most a hundred addresses. */
  private static final int ADDRESSES_PER_CALL = 100;

  /** A load balancer uses three addresses of a vSwitch; Alibaba Cloud asks for eight free ones. */
  private static final long FREE_ADDRESSES = 8;

  private final OwnerClient client;
  private final AdoptedNetwork network;
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, List<Permission>> rules = new TreeMap<>();

  NetworkSurvey(OwnerClient client, AdoptedNetwork network) {
    this.client = client;
    this.network = network;
  }

  /** Reads VPC, vSwitches, instances and their security groups, and collects every problem. */
  NetworkFacts survey() {
    NetworkFacts facts = read();
    LOG.info(
        "VPC {} has the address range {} and {} of {} instances; problems: {}",
        network.vpcId(),
        facts.vpcCidr(),
        facts.instances().size(),
        network.addresses().size(),
        facts.problems());
    return facts;
  }

  private NetworkFacts read() {
    Vpcs vpcs = new Vpcs(client);
    Optional<Vpc> vpc = vpcs.getVpc(network.vpcId());
    if (vpc.isEmpty()) {
      problems.add(
          "there is no VPC %s in %s: correct the id or the region in the spec"
              .formatted(network.vpcId(), client.owner().region()));
      return new NetworkFacts("", List.of(), problems, warnings);
    }
    List<String> cidrs = new ArrayList<>();
    for (AdoptedVSwitch wanted : network.vSwitches()) {
      vpcs.getVSwitch(wanted.vSwitchId())
          .ifPresentOrElse(
              found -> {
                cidrs.add(found.getCidrBlock());
                check(wanted, found);
              },
              () ->
                  problems.add(
                      "there is no vSwitch %s: correct the spec".formatted(wanted.vSwitchId())));
    }
    List<Instance> instances = instances();
    instances.forEach(instance -> checkInboundRules(instance, cidrs));
    return new NetworkFacts(
        vpc.get().getCidrBlock(),
        instances.stream()
            .map(i -> new FoundInstance(address(i), i.getInstanceId(), i.getZoneId()))
            .toList(),
        problems,
        warnings);
  }

  private void check(AdoptedVSwitch wanted, VSwitch found) {
    String id = wanted.vSwitchId();
    if (!network.vpcId().equals(found.getVpcId())) {
      problems.add(
          "vSwitch %s belongs to VPC %s: use one of %s"
              .formatted(id, found.getVpcId(), network.vpcId()));
    }
    if (!wanted.zone().equals(found.getZoneId())) {
      problems.add(
          "vSwitch %s is in zone %s, not in %s: correct the spec"
              .formatted(id, found.getZoneId(), wanted.zone()));
    }
    Long free = found.getAvailableIpAddressCount();
    if (free != null && free < FREE_ADDRESSES) {
      problems.add(
          "vSwitch %s has %d free addresses, and a load balancer needs %d: use one with more"
              .formatted(id, free, FREE_ADDRESSES));
    }
  }

  private List<Instance> instances() {
    List<Instance> found = new ArrayList<>();
    for (int from = 0; from < network.addresses().size(); from += ADDRESSES_PER_CALL) {
      int to = Math.min(network.addresses().size(), from + ADDRESSES_PER_CALL);
      String addresses =
          network.addresses().subList(from, to).stream()
              .map(address -> "\"" + address + "\"")
              .collect(Collectors.joining(",", "[", "]"));
      found.addAll(
          client
              .call(
                  () -> {
                    DescribeInstancesRequest request = new DescribeInstancesRequest();
                    request.setVpcId(network.vpcId());
                    request.setInstanceNetworkType("vpc");
                    request.setPrivateIpAddresses(addresses);
                    request.setPageSize(ADDRESSES_PER_CALL);
                    return request;
                  })
              .getInstances());
    }
    return found;
  }

  private String address(Instance instance) {
    return instance.getVpcAttributes().getPrivateIpAddress().stream()
        .filter(network.addresses()::contains)
        .findFirst()
        .orElse("");
  }

  private void checkInboundRules(Instance instance, List<String> cidrs) {
    List<String> groups =
        instance.getSecurityGroupIds() == null ? List.of() : instance.getSecurityGroupIds();
    List<Permission> all =
        groups.stream()
            .flatMap(group -> rules.computeIfAbsent(group, this::inboundRules).stream())
            .toList();
    InboundAccess access = new InboundAccess(all);
    for (String cidr : cidrs) {
      switch (access.decide(cidr, network.backendPort())) {
        case ALLOWED -> {}
        case DENIED ->
            problems.add(inboundRule("no rule lets the load balancer", instance, groups, cidr));
        case UNDECIDED -> {
          String warning =
              inboundRule(
                  "it cannot be decided whether the rules let the load balancer",
                  instance,
                  groups,
                  cidr);
          LOG.warn("{}", warning);
          warnings.add(warning);
        }
      }
    }
  }

  private String inboundRule(String verdict, Instance instance, List<String> groups, String cidr) {
    return "%s reach %s (%s): add to security group %s the inbound rule TCP %d/%d from %s"
        .formatted(
            verdict,
            instance.getInstanceId(),
            address(instance),
            groups.isEmpty() ? "of the instance" : groups.get(0),
            network.backendPort(),
            network.backendPort(),
            cidr);
  }

  private List<Permission> inboundRules(String group) {
    return new SecurityGroups(client).rules(group);
  }
}
