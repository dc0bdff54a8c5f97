package dev.linkspan.activities.verification;

import static dev.linkspan.activities.verification.CloudDrift.byAPerson;
import static dev.linkspan.activities.verification.CloudDrift.repaired;
import static dev.linkspan.workflows.verification.Check.Severity.BREAKS;
import static dev.linkspan.workflows.verification.Check.Severity.DRIFT;

import dev.linkspan.workflows.verification.Repair.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What drifts at the load balancer, and at its listeners. */
final class LoadBalancerDrifts {
  private static final String BROKER_GROUP = "broker-security-group";

  private final BuiltLink link;
  private final HiddenChanges hidden;

  LoadBalancerDrifts(BuiltLink link) {
    this.link = link;
    this.hidden = new HiddenChanges(link.local().cloud());
  }

  Stream<CloudDrift> loadBalancer() {
    String balancer = "LoadBalancerId";
    return Stream.of(
        repaired(
            "bootstrap listener stopped",
            "listener 9092",
            BREAKS,
            Kind.LISTENER,
            () -> nlb("StopListener", "ListenerId", link.listener(9092))),
        repaired(
            "broker's listener stopped",
            "listener 9094",
            BREAKS,
            Kind.LISTENER,
            () -> nlb("StopListener", "ListenerId", link.listener(9094))),
        repaired(
            "broker's listener deleted",
            "listener 9095",
            BREAKS,
            Kind.LISTENER,
            () -> nlb("DeleteListener", "ListenerId", link.listener(9095))),
        repaired(
            "ports of two brokers swapped",
            "listener 9093",
            BREAKS,
            Kind.LISTENER,
            () -> {
              lead(9093, "broker-server-group-2");
              lead(9094, "broker-server-group-1");
            }),
        repaired(
            "Proxy Protocol on",
            "listener 9093",
            BREAKS,
            Kind.LISTENER,
            () ->
                nlb(
                    "UpdateListenerAttribute",
                    "ListenerId",
                    link.listener(9093),
                    "ProxyProtocolEnabled",
                    "true")),
        byAPerson(
            "foreign listener",
            "other listeners",
            DRIFT,
            () ->
                nlb(
                    "CreateListener",
                    balancer,
                    balancerId(),
                    "ListenerProtocol",
                    "TCP",
                    "ListenerPort",
                    "9999",
                    "ServerGroupId",
                    link.serverGroup("bootstrap-server-group")),
            () -> nlb("DeleteListener", "ListenerId", link.listener(9999))),
        repaired(
            "cross-zone forwarding off",
            "cross-zone forwarding",
            BREAKS,
            Kind.LOAD_BALANCER,
            () ->
                nlb(
                    "UpdateLoadBalancerAttribute",
                    balancer,
                    balancerId(),
                    "CrossZoneEnabled",
                    "false")),
        byAPerson(
            "load balancer in a security group",
            "access to the load balancer",
            DRIFT,
            () -> securityGroup("LoadBalancerJoinSecurityGroup"),
            () -> securityGroup("LoadBalancerLeaveSecurityGroup")),
        byAPerson(
            "modification protection on",
            "access to the load balancer",
            DRIFT,
            () -> protect("ConsoleProtection"),
            () -> protect("NonProtection")),
        byAPerson(
            "load balancer faces the internet",
            "access to the load balancer",
            DRIFT,
            () ->
                hidden.change("loadbalancer", balancerId(), b -> b.with("addressType", "Internet")),
            () -> hidden.restore("loadbalancer", balancerId())));
  }

  private void nlb(String action, String... parameters) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    link.nlb(action, all);
  }

  private String balancerId() {
    return link.link().loadBalancer().loadBalancerId();
  }

  private void lead(int port, String group) {
    nlb(
        "UpdateListenerAttribute",
        "ListenerId",
        link.listener(port),
        "ServerGroupId",
        link.serverGroup(group));
  }

  private void securityGroup(String action) {
    nlb(
        action,
        "LoadBalancerId",
        balancerId(),
        "SecurityGroupIds.1",
        link.securityGroup(BROKER_GROUP));
  }

  private void protect(String status) {
    nlb(
        "UpdateLoadBalancerProtection",
        "LoadBalancerId",
        balancerId(),
        "ModificationProtectionStatus",
        status);
  }
}
