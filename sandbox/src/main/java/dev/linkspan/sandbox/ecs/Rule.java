package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.MissingParameter;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.vpc.Ipv4Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An inbound rule of a security group.
 *
 * @param protocol {@code TCP}, {@code UDP}, {@code ICMP}, {@code GRE} or {@code ALL}
 * @param portRange such as {@code 22/22}, or {@code -1/-1} for all ports
 * @param sourceCidr empty if the source is a group
 * @param priority 1 to 100; 1 is the highest
 */
record Rule(
    String id,
    String protocol,
    String portRange,
    String sourceCidr,
    String sourceGroup,
    String policy,
    int priority,
    String description) {
  private static final Set<String> PROTOCOLS = Set.of("TCP", "UDP", "ICMP", "GRE", "ALL");

  /** Returns the rules of a call, as {@code Permissions.N} or in the older flat form. */
  static List<Rule> of(Call call) {
    List<Parameters> permissions = call.parameters().list("Permissions");
    return (permissions.isEmpty() ? List.of(call.parameters()) : permissions)
        .stream().map(Rule::of).toList();
  }

  private static Rule of(Parameters p) {
    String protocol = p.required("IpProtocol").toUpperCase(Locale.ROOT);
    if (!PROTOCOLS.contains(protocol)) {
      throw EcsErrors.error(
          400, "InvalidIpProtocol.Malformed", "The specified parameter IpProtocol is not valid.");
    }
    String cidr = p.text("SourceCidrIp", "");
    String group = p.text("SourceGroupId", "");
    if (cidr.isEmpty() && group.isEmpty()) {
      throw new MissingParameter("SourceCidrIp");
    }
    if (!cidr.isEmpty() && Ipv4Range.parse(cidr.contains("/") ? cidr : cidr + "/32").isEmpty()) {
      throw EcsErrors.error(
          400, "InvalidSourceCidrIp.Malformed", "The specified SourceCidrIp is not valid.");
    }
    int priority = p.integer("Priority", 1);
    if (priority < 1 || priority > 100) {
      throw EcsErrors.error(
          400, "InvalidPriority.Malformed", "The specified Priority is not valid.");
    }
    String policy = p.text("Policy", "accept").toLowerCase(Locale.ROOT);
    if (!policy.equals("accept") && !policy.equals("drop")) {
      throw EcsErrors.error(400, "InvalidPolicy.Malformed", "The specified Policy is not valid.");
    }
    return new Rule(
        "",
        protocol,
        checkedPorts(protocol, p.required("PortRange")),
        cidr,
        group,
        policy.equals("drop") ? "Drop" : "Accept",
        priority,
        p.text("Description", ""));
  }

  private static String checkedPorts(String protocol, String range) {
    boolean ported = protocol.equals("TCP") || protocol.equals("UDP");
    boolean valid = range.equals("-1/-1") && !ported;
    if (ported && range.matches("\\d{1,5}/\\d{1,5}")) {
      int slash = range.indexOf('/');
      int from = Integer.parseInt(range.substring(0, slash));
      int to = Integer.parseInt(range.substring(slash + 1));
      valid = from >= 1 && from <= to && to <= 65535;
    }
    if (!valid) {
      throw EcsErrors.error(
          400, "InvalidPortRange.Malformed", "The specified PortRange is not valid.");
    }
    return range;
  }

  /** Whether both rules allow the same, regardless of ids and descriptions. */
  boolean allowsSameAs(Rule other) {
    return protocol.equals(other.protocol)
        && portRange.equals(other.portRange)
        && sourceCidr.equals(other.sourceCidr)
        && sourceGroup.equals(other.sourceGroup)
        && policy.equals(other.policy)
        && priority == other.priority;
  }

  boolean accepts() {
    return policy.equals("Accept");
  }

  Rule withId(String newId) {
    return new Rule(
        newId, protocol, portRange, sourceCidr, sourceGroup, policy, priority, description);
  }

  static Rule stored(Map<String, Object> map) {
    return new Rule(
        String.valueOf(map.get("id")),
        String.valueOf(map.get("protocol")),
        String.valueOf(map.get("portRange")),
        String.valueOf(map.get("sourceCidr")),
        String.valueOf(map.get("sourceGroup")),
        String.valueOf(map.get("policy")),
        new JsonObject(map).integer("priority"),
        String.valueOf(map.get("description")));
  }

  Map<String, Object> toStore() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("protocol", protocol);
    map.put("portRange", portRange);
    map.put("sourceCidr", sourceCidr);
    map.put("sourceGroup", sourceGroup);
    map.put("policy", policy);
    map.put("priority", priority);
    map.put("description", description);
    return map;
  }

  Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("SecurityGroupRuleId", id);
    view.put("Direction", "ingress");
    view.put("IpProtocol", protocol);
    view.put("PortRange", portRange);
    view.put("SourceCidrIp", sourceCidr);
    view.put("SourceGroupId", sourceGroup);
    view.put("DestCidrIp", "");
    view.put("DestGroupId", "");
    view.put("Policy", policy);
    view.put("Priority", Integer.toString(priority));
    view.put("NicType", "intranet");
    view.put("Description", description);
    return view;
  }
}
