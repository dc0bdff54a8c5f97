package dev.linkspan.starter.report;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.verification.Check;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which hop of the diagram a check belongs to; docs/verification.md lists the checks. Pure. */
final class CheckPlace {
  static final String TIDB = "tidb";
  static final String ENDPOINT = "endpoint";
  static final String SERVICE = "service";
  static final String BALANCER = "balancer";
  static final String SURROUNDINGS = "surroundings";

  private static final List<String> OF_SERVICE =
      List.of(
          "endpoint service",
          "acceptance at the endpoint service",
          "zones of the endpoint service",
          "whitelist",
          "other accounts on the whitelist");
  private static final List<String> OF_ENDPOINT =
      List.of("endpoint connection", "endpoint zone ", "other endpoints");
  private static final List<String> OF_BALANCER =
      List.of("load balancer", "cross-zone forwarding", "access to the load", "other listeners");
  private static final List<String> OF_TIDB = List.of("domains", "changefeed");

  private CheckPlace() {}

  static String listener(int port) {
    return "listener" + port;
  }

  static String broker(int nodeId) {
    return "broker" + nodeId;
  }

  /** The ID of the hop. */
  static String of(Check check, Plan plan) {
    String hop = check.hop();
    if (hop.contains("TiDB Cloud") || hop.contains("changefeed") || starts(hop, OF_TIDB)) {
      return TIDB;
    }
    if (starts(hop, OF_SERVICE)) {
      return SERVICE;
    }
    if (starts(hop, OF_ENDPOINT)) {
      return ENDPOINT;
    }
    return plan.exposure().serverGroups().stream()
        .filter(group -> belongs(hop, group))
        .map(group -> listener(group.listenerPort()))
        .findFirst()
        .or(() -> Stream.of(BALANCER).filter(id -> starts(hop, OF_BALANCER)).findFirst())
        .or(() -> check.nodeId().map(CheckPlace::broker))
        .orElse(SURROUNDINGS);
  }

  private static boolean starts(String hop, List<String> texts) {
    return texts.stream().anyMatch(hop::startsWith);
  }

  private static boolean belongs(String hop, ServerGroupPlan group) {
    return hop.equals(group.name())
        || hop.equals("members of " + group.name())
        || Pattern.compile("(?:^|\\s|:)" + group.listenerPort() + "\\b").matcher(hop).find();
  }
}
