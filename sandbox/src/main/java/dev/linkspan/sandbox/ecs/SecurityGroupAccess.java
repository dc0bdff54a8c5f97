package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.machines.InboundRule;
import dev.linkspan.sandbox.state.Store;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Applies the current rules of security groups. */
public final class SecurityGroupAccess {
  private final Store store;

  public SecurityGroupAccess(Store store) {
    this.store = store;
  }

  /**
   * Whether the security groups of the instance with this private address admit a TCP connection.
   * An address without security groups is open.
   *
   * @param source an IPv4 address
   */
  public boolean admits(String source, String privateAddress, int port) {
    return store.all(EcsProduct.INSTANCE).stream()
        .filter(instance -> instance.text("privateAddress").equals(privateAddress))
        .filter(instance -> !instance.texts("securityGroupIds").isEmpty())
        .allMatch(instance -> admits(inbound(instance.id()), source, port));
  }

  private static boolean admits(List<InboundRule> rules, String source, int port) {
    try {
      InetAddress address = InetAddress.getByName(source);
      return InboundRule.admit(rules, rule -> rule.covers(address, port));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + source, e);
    }
  }

  /**
   * Returns the rules for the instance, the highest priority first: the members of its groups reach
   * each other, then the rules of all groups. A drop rule comes before an accept rule of its
   * priority.
   */
  List<InboundRule> inbound(String instanceId) {
    List<InboundRule> rules = new ArrayList<>();
    List<String> groupIds =
        store.find(EcsProduct.INSTANCE, instanceId).stream()
            .flatMap(instance -> instance.texts("securityGroupIds").stream())
            .toList();
    List<Rule> own = new ArrayList<>();
    for (String groupId : groupIds) {
      members(groupId).forEach(address -> rules.add(new InboundRule("-1/-1", address + "/32")));
      store
          .find(EcsProduct.SECURITY_GROUP, groupId)
          .ifPresent(group -> own.addAll(SecurityGroups.rules(group)));
    }
    own.stream()
        .filter(Rule::isForTcp)
        .sorted(Comparator.comparing(Rule::priority).thenComparing(Rule::accepts))
        .forEach(rule -> add(rule, rules));
    return rules;
  }

  /** A list of ports or sources stands for all of them. */
  private void add(Rule rule, List<InboundRule> rules) {
    String ports = rule.portRangeList().isEmpty() ? rule.portRange() : "-1/-1";
    if (!rule.sourcePrefixList().isEmpty()) {
      rules.add(new InboundRule(ports, "0.0.0.0/0", rule.accepts()));
    } else if (rule.sourceGroup().isEmpty()) {
      rules.add(new InboundRule(ports, rule.sourceCidr(), rule.accepts()));
    } else {
      members(rule.sourceGroup())
          .forEach(address -> rules.add(new InboundRule(ports, address + "/32", rule.accepts())));
    }
  }

  private List<String> members(String groupId) {
    return store.all(EcsProduct.INSTANCE).stream()
        .filter(instance -> instance.texts("securityGroupIds").contains(groupId))
        .map(instance -> instance.text("privateAddress"))
        .toList();
  }
}
