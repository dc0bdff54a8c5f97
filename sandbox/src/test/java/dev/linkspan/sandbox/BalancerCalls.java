package dev.linkspan.sandbox;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A load balancer in the VPC of a Kafka cluster. */
final class BalancerCalls {
  private static final String NLB = "2022-04-30";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final RunningSandbox sandbox;
  private final String vpcId;
  private final String balancer;

  BalancerCalls(RunningSandbox sandbox, Map<String, Object> cluster) throws Exception {
    this.sandbox = sandbox;
    this.vpcId = (String) cluster.get("vpcId");
    this.balancer = balancer(sandbox, cluster);
  }

  private static String balancer(RunningSandbox sandbox, Map<String, Object> cluster)
      throws Exception {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("VpcId", (String) cluster.get("vpcId"));
    request.put("AddressType", "Intranet");
    List<?> vSwitches = (List<?>) cluster.get("vSwitches");
    for (int i = 0; i < vSwitches.size(); i++) {
      Map<?, ?> vSwitch = (Map<?, ?>) vSwitches.get(i);
      String mapping = "ZoneMappings." + (i + 1) + ".";
      request.put(mapping + "ZoneId", (String) vSwitch.get("zone"));
      request.put(mapping + "VSwitchId", (String) vSwitch.get("vSwitchId"));
    }
    String id = (String) sandbox.call(NLB, "CreateLoadBalancer", request).get("LoadbalancerId");
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                sandbox
                    .call(NLB, "GetLoadBalancerAttribute", Map.of("LoadBalancerId", id))
                    .get("LoadBalancerStatus"),
            "Active"::equals);
    return id;
  }

  /** Creates a listener on the port, with the port of this server behind it. */
  String listener(Map<?, ?> server, int port) throws Exception {
    String group =
        (String)
            sandbox
                .call(
                    NLB,
                    "CreateServerGroup",
                    Map.of(
                        "ServerGroupName",
                        "port-" + port,
                        "VpcId",
                        vpcId,
                        "HealthCheckConfig.HealthCheckInterval",
                        "1"))
                .get("ServerGroupId");
    Map<String, String> servers =
        Map.of(
            "ServerGroupId",
            group,
            "Servers.1.ServerId",
            (String) server.get("instanceId"),
            "Servers.1.ServerType",
            "Ecs",
            "Servers.1.Port",
            Integer.toString(port));
    untilTaken("AddServersToServerGroup", servers);
    return (String)
        untilTaken(
                "CreateListener",
                Map.of(
                    "LoadBalancerId",
                    balancer,
                    "ServerGroupId",
                    group,
                    "ListenerProtocol",
                    "TCP",
                    "ListenerPort",
                    Integer.toString(port)))
            .get("ListenerId");
  }

  /** Retries while something else is being changed. */
  private Map<String, Object> untilTaken(String action, Map<String, String> parameters) {
    return await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(() -> sandbox.call(NLB, action, parameters), answer -> answer != null);
  }

  List<?> notHealthy(String listener) throws Exception {
    Map<String, Object> answer =
        sandbox.call(NLB, "GetListenerHealthStatus", Map.of("ListenerId", listener));
    Map<?, ?> status = (Map<?, ?>) ((List<?>) answer.get("ListenerHealthStatus")).get(0);
    Map<?, ?> group = (Map<?, ?>) ((List<?>) status.get("ServerGroupInfos")).get(0);
    return (List<?>) group.get("NonNormalServers");
  }
}
