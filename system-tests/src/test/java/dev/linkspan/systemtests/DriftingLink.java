package dev.linkspan.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.systemtests.CloudApi.Product;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A finished link, and what somebody changes about it without Linkspan. */
final class DriftingLink {
  private final LocalStack stack;
  private final CloudApi cloud;
  private final TidbApi tidb;
  private final Link link;
  private final Inventory inventory;

  private DriftingLink(LocalStack stack, Inventory inventory) {
    this.stack = stack;
    this.cloud = new CloudApi(stack);
    this.tidb = new TidbApi(stack);
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

  /** Adds a rule like Linkspan's own for SSH, but for another source. */
  void allowSshFrom(String source) {
    new SecurityGroupRules(stack, id("security group", "bastion-security-group"))
        .allow(sshPorts(), source);
  }

  /** Revokes that rule. */
  void revokeSshFrom(String source) {
    new SecurityGroupRules(stack, id("security group", "bastion-security-group"))
        .revoke(sshPorts(), source);
  }

  private String sshPorts() {
    int port = link.plan().network().ssh().port();
    return port + "/" + port;
  }

  /** The rules of the bastion's security group: ports and source. */
  List<String> bastionRules() {
    String id = id("security group", "bastion-security-group");
    List<String> rules = new ArrayList<>();
    stack.sandbox().resources("securitygroup").stream()
        .filter(group -> group.id().equals(id))
        .map(group -> group.attributes().path("rules"))
        .forEach(
            all ->
                all.forEach(
                    rule ->
                        rules.add(
                            rule.path("portRange").asText()
                                + " "
                                + rule.path("sourceCidr").asText())));
    return rules;
  }

  void stopBrokerInstance() {
    cloud.call(Product.ECS, "StopInstance", Map.of("InstanceId", brokerInstance()));
    stack.sandbox().await(List.of(brokerInstance()), "Stopped");
  }

  /** Doubles the digits of the heap in the first broker's unit; nothing reads it yet. */
  void editUnit() {
    try {
      String text = Files.readString(unit());
      Files.writeString(unit(), text.replaceFirst("-Xmx(\\d+)", "-Xmx$1$1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void deleteUnit() {
    try {
      Files.delete(unit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path unit() {
    return Path.of(link.brokers().get(0).node().root(), "linkspan-kafka.service");
  }

  void detachDomains() {
    String path = "/privateLinkConnections/" + link.connectionId();
    JsonNode domains = tidb.get(path).findValue("attachDomainId");
    var unused =
        tidb.post(path + ":detachDomains", "{\"attachDomainId\": \"" + domains.asText() + "\"}");
  }

  void pauseChangefeed() {
    var unused = tidb.post("/changefeeds/" + changefeed() + ":stop", "{}");
  }

  void failChangefeed() {
    stack.sandbox().failChangefeed(changefeed());
  }

  void deleteChangefeed() {
    tidb.delete("/changefeeds/" + changefeed());
  }

  private String changefeed() {
    return stack.sandbox().resources("changefeed").stream()
        .filter(feed -> feed.attributes().toString().contains(link.connectionId()))
        .findFirst()
        .orElseThrow()
        .id();
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
