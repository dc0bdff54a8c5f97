package dev.linkspan.sandbox;

import static dev.linkspan.sandbox.NetworkActions.OTHER_ZONE;
import static dev.linkspan.sandbox.NetworkActions.ZONE;

import dev.linkspan.sandbox.state.Resource;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** Every action on a load balancer with a listener and a server group. */
final class LoadBalancerActions {
  private final ProductCalls nlb;
  private final NetworkActions network;

  LoadBalancerActions(ProductCalls nlb, NetworkActions network) {
    this.nlb = nlb;
    this.network = network;
  }

  /** Creates a load balancer, and leaves it; returns its ID. */
  String create() {
    String groupId =
        nlb.create(
            "CreateServerGroup",
            "ServerGroupName=kafka VpcId="
                + network.vpcId()
                + " HealthCheckConfig.HealthCheckInterval=1 Tag.1.Key=a Tag.1.Value=b",
            "ServerGroupId");
    nlb.until("servergroup", groupId, "Available");
    String server =
        "ServerGroupId="
            + groupId
            + " Servers.1.ServerId="
            + network.instance()
            + " Servers.1.ServerType=Ecs Servers.1.Port=9092";
    Map<String, Object> added = nlb.call("AddServersToServerGroup", server);
    nlb.call("GetJobStatus", "JobId=" + ProductCalls.text(added, "JobId"));
    nlb.call("ListAsynJobs", "JobIds.1=" + ProductCalls.text(added, "JobId"));
    nlb.until("servergroup", groupId, "Available");
    nlb.call("UpdateServerGroupServersAttribute", server);
    nlb.until("servergroup", groupId, "Available");
    nlb.call("UpdateServerGroupAttribute", "ServerGroupId=" + groupId + " ServerGroupName=k2");
    nlb.until("servergroup", groupId, "Available");
    nlb.call("ListServerGroupServers", "ServerGroupId=" + groupId);
    String id =
        nlb.create(
            "CreateLoadBalancer",
            "AddressType=Intranet VpcId="
                + network.vpcId()
                + " ZoneMappings.1.ZoneId="
                + ZONE
                + " ZoneMappings.1.VSwitchId="
                + network.vSwitch()
                + " ZoneMappings.2.ZoneId="
                + OTHER_ZONE
                + " ZoneMappings.2.VSwitchId="
                + network.otherVSwitch()
                + " Tag.1.Key=a Tag.1.Value=b",
            "LoadbalancerId");
    nlb.until("loadbalancer", id, "Active");
    listener(id, groupId);
    nlb.call(
        "LoadBalancerJoinSecurityGroup",
        "LoadBalancerId=" + id + " SecurityGroupIds.1=" + network.group());
    nlb.until("loadbalancer", id, "Active");
    nlb.call("GetLoadBalancerAttribute", "LoadBalancerId=" + id);
    nlb.call("ListLoadBalancers", "LoadBalancerIds.1=" + id + " ZoneId=" + ZONE);
    nlb.call(
        "LoadBalancerLeaveSecurityGroup",
        "LoadBalancerId=" + id + " SecurityGroupIds.1=" + network.group());
    nlb.until("loadbalancer", id, "Active");
    nlb.call("UpdateLoadBalancerAttribute", "LoadBalancerId=" + id + " CrossZoneEnabled=true");
    nlb.until("loadbalancer", id, "Active");
    nlb.tags("loadbalancer", id, "UntagResources");
    return id;
  }

  private void listener(String balancer, String groupId) {
    String id =
        nlb.create(
            "CreateListener",
            "LoadBalancerId="
                + balancer
                + " ListenerProtocol=TCP ListenerPort=9092 ServerGroupId="
                + groupId
                + " Tag.1.Key=a Tag.1.Value=b",
            "ListenerId");
    nlb.until("listener", id, "Running");
    nlb.call("GetListenerAttribute", "ListenerId=" + id);
    nlb.call("ListListeners", "LoadBalancerIds.1=" + balancer);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> nlb.call("GetListenerHealthStatus", "ListenerId=" + id).toString(),
            text -> text.contains("CONNECT_FAILED"));
    nlb.call("ListServerGroups", "ServerGroupIds.1=" + groupId);
    nlb.call("UpdateListenerAttribute", "ListenerId=" + id + " ListenerDescription=described");
    nlb.until("listener", id, "Running");
    nlb.call("StopListener", "ListenerId=" + id);
    nlb.until("listener", id, "Stopped");
    nlb.call("StartListener", "ListenerId=" + id);
    nlb.until("listener", id, "Running");
  }

  void delete(String balancer) {
    Resource listener = nlb.store().all("listener").iterator().next();
    nlb.call("DeleteListener", "ListenerId=" + listener.id());
    nlb.until("listener", listener.id(), "");
    nlb.call(
        "UpdateLoadBalancerProtection",
        "LoadBalancerId=" + balancer + " DeletionProtectionEnabled=false");
    nlb.call("DeleteLoadBalancer", "LoadBalancerId=" + balancer);
    nlb.until("loadbalancer", balancer, "");
    String groupId = listener.text("serverGroupId");
    nlb.call(
        "RemoveServersFromServerGroup",
        "ServerGroupId="
            + groupId
            + " Servers.1.ServerId="
            + network.instance()
            + " Servers.1.ServerType=Ecs Servers.1.Port=9092");
    nlb.until("servergroup", groupId, "Available");
    nlb.call("DeleteServerGroup", "ServerGroupId=" + groupId);
    nlb.until("servergroup", groupId, "");
  }
}
