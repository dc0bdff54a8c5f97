package dev.linkspan.systemtests;

import dev.linkspan.systemtests.CloudApi.Product;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.Map;
import java.util.TreeMap;

/** A finished link, and what somebody changes about it without Linkspan. */
final class DriftingLink {
  private final LocalStack stack;
  private final CloudApi cloud;
  private final Link link;
  private final Inventory inventory;

  private DriftingLink(LocalStack stack, Inventory inventory) {
    this.stack = stack;
    this.cloud = new CloudApi(stack);
    this.inventory = inventory;
    this.link = inventory.link().orElseThrow();
  }

  /** The link of this setup as it is now. */
  static DriftingLink of(LocalStack stack, String setup) {
    return new DriftingLink(stack, stack.status(setup).inventory());
  }

  Link link() {
    return link;
  }

  /** The ID of this listener, in the order of the plan: the bootstrap listener is the first. */
  String listener(int index) {
    return link.listeners().get(index).listenerId();
  }

  void deleteListener(int index) {
    nlb("DeleteListener", Map.of("ListenerId", listener(index)));
  }

  void stopListener(int index) {
    nlb("StopListener", Map.of("ListenerId", listener(index)));
  }

  void switchOffCrossZoneForwarding() {
    nlb(
        "UpdateLoadBalancerAttribute",
        Map.of(
            "LoadBalancerId", link.loadBalancer().loadBalancerId(), "CrossZoneEnabled", "false"));
  }

  /** Removes the first broker from the bootstrap listener's group. */
  void removeMember() {
    String group = link.plan().exposure().serverGroups().get(0).name();
    nlb(
        "RemoveServersFromServerGroup",
        Map.of(
            "ServerGroupId",
            id("server group", group),
            "Servers.1.ServerId",
            brokerInstance(),
            "Servers.1.ServerType",
            "Ecs",
            "Servers.1.Port",
            String.valueOf(link.plan().cluster().externalPort())));
  }

  /** The instance of the first broker. */
  String brokerInstance() {
    String machine = link.plan().brokers().get(0).instance();
    return link.network().instances().stream()
        .filter(instance -> instance.name().equals(machine))
        .findFirst()
        .orElseThrow()
        .instanceId();
  }

  /** Removes TiDB Cloud's account from the whitelist. */
  void removeFromWhitelist() {
    privateLink(
        "RemoveUserFromVpcEndpointService", Map.of("UserId", link.network().whitelistAccount()));
  }

  void acceptAutomatically() {
    privateLink("UpdateVpcEndpointServiceAttribute", Map.of("AutoAcceptEnabled", "true"));
  }

  void disconnectEndpoint() {
    privateLink("DisableVpcEndpointConnection", Map.of("EndpointId", link.endpointId()));
  }

  /** Revokes a rule of the brokers' security group. */
  void revokeRule() {
    InstancePlan broker = link.plan().network().instances().get(1);
    SecurityGroupPlan group =
        link.plan().network().securityGroups().stream()
            .filter(g -> g.name().equals(broker.securityGroup()))
            .findFirst()
            .orElseThrow();
    InboundRule rule = group.rules().get(group.rules().size() - 1);
    new SecurityGroupRules(stack, id("security group", group.name()))
        .revoke(rule.portRange(), rule.sourceCidr());
  }

  private String id(String kind, String name) {
    return inventory.resources().stream()
        .filter(r -> r.kind().equals(kind) && r.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private void nlb(String action, Map<String, String> parameters) {
    cloud.call(Product.NLB, action, parameters);
  }

  private void privateLink(String action, Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("ServiceId", link.endpointServiceId());
    cloud.call(Product.PRIVATE_LINK, action, all);
  }
}
