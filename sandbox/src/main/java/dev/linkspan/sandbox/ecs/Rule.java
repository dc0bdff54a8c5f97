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
 * @param protocol {@code TCP}, {@code UDP}, {@code ICMP}, {@code GRE}, {@code ALL}, or a number of
 *     IANA's
 * @param portRange such as {@code 22/22}, or {@code -1/-1} for all ports; empty if a list has them
 * @param portRangeList ID of a list of ports; empty if the rule has a range
 * @param sourceCidr empty if the source is a group or a prefix list
 * @param sourcePrefixList ID of a list of sources; empty if the rule has another source
 * @param priority 1 to 100; 1 is the highest
 */
record Rule(
    String id,
    String protocol,
    String portRange,
    String portRangeList,
    String sourceCidr,
    String sourceGroup,
    String sourcePrefixList,
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
    if (!PROTOCOLS.contains(protocol) && !isNumber(protocol)) {
      throw EcsErrors.error(
          400, "InvalidIpProtocol.Malformed", "The specified parameter IpProtocol is not valid.");
    }
    String cidr = p.text("SourceCidrIp", "");
    String group = p.text("SourceGroupId", "");
    String prefixList = checkedList(p.text("SourcePrefixListId", ""), "pl-");
    if (cidr.isEmpty() && group.isEmpty() && prefixList.isEmpty()) {
      throw new MissingParameter("SourceCidrIp");
    }
    String portList = checkedList(p.text("PortRangeListId", ""), "prl-");
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
        portList.isEmpty() ? checkedPorts(protocol, p.required("PortRange")) : "",
        portList,
        cidr,
        group,
        prefixList,
        policy.equals("drop") ? "Drop" : "Accept",
        priority,
        p.text("Description", ""));
  }

  private static boolean isNumber(String protocol) {
    return protocol.matches("\\d{1,3}") && Integer.parseInt(protocol) <= 255;
  }

  /** Nothing here creates such lists, so each well-formed ID is one of the account's. */
  private static String checkedList(String id, String prefix) {
    if (!id.isEmpty() && !id.matches(prefix + "[a-z0-9]+")) {
      throw EcsErrors.error(
          404, "InvalidPrefixListId.NotFound", "The specified list " + id + " does not exist.");
    }
    return id;
  }

  private static String checkedPorts(String protocol, String range) {
    boolean ported = Set.of("TCP", "6", "UDP", "17").contains(protocol);
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
        && portRangeList.equals(other.portRangeList)
        && sourceCidr.equals(other.sourceCidr)
        && sourceGroup.equals(other.sourceGroup)
        && sourcePrefixList.equals(other.sourcePrefixList)
        && policy.equals(other.policy)
        && priority == other.priority;
  }

  /** Whether it is about TCP connections. */
  boolean isForTcp() {
    return Set.of("TCP", "6", "ALL").contains(protocol);
  }

  boolean accepts() {
    return policy.equals("Accept");
  }

  Rule withId(String newId) {
    return new Rule(
        newId,
        protocol,
        portRange,
        portRangeList,
        sourceCidr,
        sourceGroup,
        sourcePrefixList,
        policy,
        priority,
        description);
  }

  static Rule stored(Map<String, Object> map) {
    return new Rule(
        String.valueOf(map.get("id")),
        String.valueOf(map.get("protocol")),
        String.valueOf(map.get("portRange")),
        text(map, "portRangeList"),
        String.valueOf(map.get("sourceCidr")),
        String.valueOf(map.get("sourceGroup")),
        text(map, "sourcePrefixList"),
        String.valueOf(map.get("policy")),
        new JsonObject(map).integer("priority"),
        String.valueOf(map.get("description")));
  }

  /** Rules of an earlier version have no lists. */
  private static String text(Map<String, Object> map, String key) {
    return String.valueOf(map.getOrDefault(key, ""));
  }

  Map<String, Object> toStore() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("protocol", protocol);
    map.put("portRange", portRange);
    map.put("portRangeList", portRangeList);
    map.put("sourcePrefixList", sourcePrefixList);
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
    view.put("PortRangeListId", portRangeList);
    view.put("SourceCidrIp", sourceCidr);
    view.put("SourceGroupId", sourceGroup);
    view.put("SourcePrefixListId", sourcePrefixList);
    view.put("DestCidrIp", "");
    view.put("DestGroupId", "");
    view.put("Policy", policy);
    view.put("Priority", Integer.toString(priority));
    view.put("NicType", "intranet");
    view.put("Description", description);
    return view;
  }
}
