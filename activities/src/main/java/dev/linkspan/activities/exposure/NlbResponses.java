package dev.linkspan.activities.exposure;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.workflows.plan.Owner;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The parts that matter of what the network load balancer's API (2022-04-30) answers. */
final class NlbResponses {
  private NlbResponses() {}

  /** Lists say {@code Key} and {@code Value}, attributes {@code TagKey} and {@code TagValue}. */
  record Tag(String key, String value, String tagKey, String tagValue) {
    String name() {
      return key == null ? tagKey : key;
    }

    String content() {
      return value == null ? tagValue : value;
    }
  }

  static <R> Optional<R> ours(
      Owner owner, String resource, List<R> candidates, Function<R, List<Tag>> tags) {
    return Tags.ours(owner, resource, orEmpty(candidates), tags, Tag::name, Tag::content);
  }

  static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }

  record Empty() {}

  record ServerGroups(List<ServerGroup> serverGroups) {}

  record ServerGroup(
      String serverGroupId,
      String serverGroupStatus,
      Boolean preserveClientIpEnabled,
      List<Tag> tags) {}

  record CreatedServerGroup(String serverGroupId) {}

  record Servers(List<Server> servers) {}

  record Server(String serverId, String serverType, String serverIp, int port, String status) {}

  record LoadBalancers(List<LoadBalancer> loadBalancers) {}

  record LoadBalancer(
      String loadBalancerId,
      String loadBalancerStatus,
      @JsonProperty("DNSName") String dnsName,
      Boolean crossZoneEnabled,
      Protection deletionProtectionConfig,
      List<ZoneMapping> zoneMappings,
      List<Tag> tags) {}

  record Protection(Boolean enabled) {}

  record ZoneMapping(String zoneId, List<Address> loadBalancerAddresses) {}

  record Address(String privateIPv4Address) {}

  /** Spelled so: with a small b. */
  record CreatedLoadBalancer(String loadbalancerId) {}

  record Listeners(List<Listener> listeners) {}

  record Listener(
      String listenerId,
      String loadBalancerId,
      int listenerPort,
      String listenerStatus,
      String serverGroupId,
      List<Tag> tags) {}

  record CreatedListener(String listenerId) {}

  record ListenerHealth(List<ListenerHealthStatus> listenerHealthStatus) {}

  record ListenerHealthStatus(List<ServerGroupHealth> serverGroupInfos) {}

  record ServerGroupHealth(String serverGroupId, List<UnhealthyServer> nonNormalServers) {}

  record UnhealthyServer(
      String serverId, String serverIp, int port, String status, UnhealthyReason reason) {
    String text() {
      String why = reason == null || reason.reasonCode() == null ? "" : " " + reason.reasonCode();
      return serverId + " (" + serverIp + ":" + port + " " + status + why + ")";
    }
  }

  record UnhealthyReason(String reasonCode) {}
}
