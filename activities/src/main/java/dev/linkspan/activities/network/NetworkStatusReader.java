package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.DescribeInstancesResponse.Instance;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.execution.Answer;
import dev.linkspan.activities.network.InboundAccess.Decision;
import dev.linkspan.activities.network.NetworkStatus.Machine;
import dev.linkspan.activities.network.NetworkStatus.SecurityGroup;
import dev.linkspan.activities.network.NetworkStatus.VSwitch;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads the network and the instances of a finished link; changes nothing. */
public final class NetworkStatusReader {
  private static final String ACCEPT = "accept";
  private static final String DROP = "drop";

  private final OwnerClient client;
  private final Link link;
  private final Vpcs vpcs;
  private final SecurityGroups groups;

  public NetworkStatusReader(OwnerClient client, Link link) {
    this.client = client;
    this.link = link;
    this.vpcs = new Vpcs(client);
    this.groups = new SecurityGroups(client);
  }

  /** Reads everything once. */
  public NetworkStatus read() {
    Answer<Optional<String>> vpc =
        client.answer(
            () -> vpcs.getVpc(link.network().vpcId()).map(v -> String.valueOf(v.getStatus())));
    if (link.plan().cluster() instanceof NewCluster made) {
      return ofNewCluster(vpc, made.network());
    }
    ExistingCluster existing = (ExistingCluster) link.plan().cluster();
    Answer<List<FoundVSwitch>> found = client.answer(() -> adopted(existing));
    List<String> cidrs =
        found.value().stream().flatMap(List::stream).map(FoundVSwitch::cidr).toList();
    Map<String, Answer<List<Permission>>> rules = new HashMap<>();
    return new NetworkStatus(
        vpc,
        new Answer<>(
            found.value().map(all -> all.stream().map(FoundVSwitch::status).toList()),
            found.refusal()),
        Answer.of(List.of()),
        client.answer(() -> instances(instance -> closed(existing, instance, cidrs, rules))),
        Answer.of(true));
  }

  private NetworkStatus ofNewCluster(Answer<Optional<String>> vpc, NetworkPlan plan) {
    return new NetworkStatus(
        vpc,
        client.answer(() -> vSwitches(plan)),
        client.answer(() -> securityGroups(plan)),
        client.answer(() -> instances(instance -> Answer.of(List.of()))),
        client.answer(() -> new KeyPairs(client).find(plan.keyPairName()).isPresent()));
  }

  private List<VSwitch> vSwitches(NetworkPlan plan) {
    var listed = vpcs.listVSwitches();
    return plan.vSwitches().stream()
        .map(VSwitchPlan::name)
        .flatMap(
            name ->
                vpcs
                    .tagged(name, listed)
                    .map(v -> new VSwitch(name, v.getVSwitchId(), String.valueOf(v.getStatus())))
                    .stream())
        .toList();
  }

  private List<SecurityGroup> securityGroups(NetworkPlan plan) {
    var listed = groups.list();
    return plan.securityGroups().stream()
        .flatMap(
            group ->
                groups.tagged(group.name(), listed).map(id -> securityGroup(group, id)).stream())
        .toList();
  }

  private SecurityGroup securityGroup(SecurityGroupPlan plan, String id) {
    List<Permission> rules = groups.rules(id);
    InboundAccess access = new InboundAccess(rules);
    return new SecurityGroup(
        plan.name(),
        id,
        plan.rules().stream()
            .filter(rule -> rules.stream().noneMatch(found -> SecurityGroups.allows(found, rule)))
            .toList(),
        plan.rules().stream().filter(rule -> denies(access, rule)).toList(),
        others(plan, rules, DROP),
        others(plan, rules, ACCEPT));
  }

  private static List<String> others(
      SecurityGroupPlan plan, List<Permission> rules, String policy) {
    return rules.stream()
        .filter(found -> policy.equalsIgnoreCase(found.getPolicy()))
        .filter(
            found -> plan.rules().stream().noneMatch(rule -> SecurityGroups.allows(found, rule)))
        .map(RuleText::of)
        .toList();
  }

  private static boolean denies(InboundAccess access, InboundRule rule) {
    int port = Integer.parseInt(rule.portRange().substring(0, rule.portRange().indexOf('/')));
    return access.decide(rule.sourceCidr(), Math.max(port, 1)) == Decision.DENIED;
  }

  private interface Closed {
    Answer<List<String>> of(Instance instance);
  }

  private List<Machine> instances(Closed closed) {
    Map<String, String> names = new HashMap<>();
    link.network().instances().forEach(i -> names.put(i.instanceId(), i.name()));
    List<String> ids =
        link.network().instances().stream().map(NetworkActivities.Instance::instanceId).toList();
    return new Instances(client)
        .list(ids).stream()
            .map(
                found ->
                    new Machine(
                        String.valueOf(names.get(found.getInstanceId())),
                        found.getInstanceId(),
                        String.valueOf(found.getStatus()),
                        String.valueOf(found.getInstanceType()),
                        Objects.requireNonNullElse(found.getKeyPairName(), ""),
                        groupsOf(found),
                        Instances.privateAddresses(found),
                        Instances.publicAddress(found),
                        closed.of(found)))
            .toList();
  }

  private static List<String> groupsOf(Instance instance) {
    return instance.getSecurityGroupIds() == null ? List.of() : instance.getSecurityGroupIds();
  }

  private record FoundVSwitch(VSwitch status, String cidr) {}

  private List<FoundVSwitch> adopted(ExistingCluster cluster) {
    return cluster.vSwitches().stream()
        .flatMap(
            wanted ->
                vpcs
                    .getVSwitch(wanted.vSwitchId())
                    .map(
                        v ->
                            new FoundVSwitch(
                                new VSwitch(
                                    wanted.vSwitchId(),
                                    wanted.vSwitchId(),
                                    String.valueOf(v.getStatus())),
                                v.getCidrBlock()))
                    .stream())
        .toList();
  }

  /** Each security group is read once. */
  private Answer<List<String>> closed(
      ExistingCluster cluster,
      Instance instance,
      List<String> cidrs,
      Map<String, Answer<List<Permission>>> rules) {
    List<Answer<List<Permission>>> answers =
        groupsOf(instance).stream()
            .map(id -> rules.computeIfAbsent(id, g -> client.answer(() -> groups.rules(g))))
            .toList();
    Optional<Answer<List<Permission>>> refused =
        answers.stream().filter(answer -> answer.value().isEmpty()).findFirst();
    if (refused.isPresent()) {
      return Answer.refused(refused.get().refusal());
    }
    InboundAccess access =
        new InboundAccess(
            answers.stream().flatMap(a -> a.value().stream()).flatMap(List::stream).toList());
    int port = cluster.externalPort();
    return Answer.of(
        cidrs.stream()
            .filter(cidr -> access.decide(cidr, port) == Decision.DENIED)
            .map(cidr -> "tcp %d/%d from %s".formatted(port, port, cidr))
            .toList());
  }
}
