package dev.linkspan.activities.exposure;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.activities.alibabacloud.TokenPage;
import dev.linkspan.workflows.plan.Owner;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields that Linkspan uses of the responses of Network Load Balancer's API (2022-04-30). Which
 * fields a response leaves out is not documented: what is not an id may be null.
 */
final class NlbResponses {
  private NlbResponses() {}

  /**
   * A tag: lists return {@code Key} and {@code Value}, attributes {@code TagKey} and {@code
   * TagValue}.
   */
  record Tag(
      @Nullable String key,
      @Nullable String value,
      @Nullable String tagKey,
      @Nullable String tagValue) {

    @Nullable String name() {
      return key == null ? tagKey : key;
    }

    @Nullable String content() {
      return value == null ? tagValue : value;
    }
  }

  /** The first candidate with the setup's tags. */
  static <R> Optional<R> firstTagged(
      Owner owner,
      String resource,
      @Nullable List<R> candidates,
      Function<R, @Nullable List<Tag>> tags) {
    return Tags.firstTagged(owner, resource, orEmpty(candidates), tags, Tag::name, Tag::content);
  }

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  record Empty() {}

  record ServerGroups(@Nullable List<ServerGroup> serverGroups, @Nullable String nextToken)
      implements TokenPage<ServerGroup> {
    @Override
    public @Nullable List<ServerGroup> items() {
      return serverGroups;
    }
  }

  /**
   * @param aliUid the account that owns it
   */
  record ServerGroup(
      String serverGroupId,
      @Nullable String serverGroupStatus,
      @Nullable Boolean preserveClientIpEnabled,
      @Nullable Integer serverCount,
      @Nullable HealthCheck healthCheck,
      @Nullable Long aliUid,
      @Nullable List<Tag> tags) {}

  /**
   * Times are in seconds.
   *
   * @param healthCheckConnectPort 0, or null, for the port of each backend server
   */
  record HealthCheck(
      @Nullable Boolean healthCheckEnabled,
      @Nullable String healthCheckType,
      @Nullable Integer healthCheckConnectPort,
      @Nullable Integer healthCheckInterval,
      @Nullable Integer healthCheckConnectTimeout,
      @Nullable Integer healthyThreshold,
      @Nullable Integer unhealthyThreshold) {

    HealthCheck {
      healthCheckConnectPort = healthCheckConnectPort == null ? 0 : healthCheckConnectPort;
    }
  }

  record CreatedServerGroup(String serverGroupId) {}

  record Servers(@Nullable List<Server> servers, @Nullable String nextToken)
      implements TokenPage<Server> {
    @Override
    public @Nullable List<Server> items() {
      return servers;
    }
  }

  record Server(
      String serverId,
      String serverType,
      @Nullable String serverIp,
      int port,
      @Nullable Integer weight,
      @Nullable String status) {}

  record LoadBalancers(@Nullable List<LoadBalancer> loadBalancers, @Nullable String nextToken)
      implements TokenPage<LoadBalancer> {
    @Override
    public @Nullable List<LoadBalancer> items() {
      return loadBalancers;
    }
  }

  record LoadBalancer(
      String loadBalancerId,
      @Nullable String loadBalancerStatus,
      @JsonProperty("DNSName") @Nullable String dnsName,
      @Nullable Boolean crossZoneEnabled,
      @Nullable String addressType,
      @Nullable DeletionProtection deletionProtectionConfig,
      @Nullable ModificationProtection modificationProtectionConfig,
      @Nullable List<String> securityGroupIds,
      @Nullable List<ZoneMapping> zoneMappings,
      @Nullable List<Tag> tags) {}

  record DeletionProtection(@Nullable Boolean enabled) {}

  /**
   * @param status {@code NonProtection} or {@code ConsoleProtection}
   */
  record ModificationProtection(@Nullable String status) {}

  record ZoneMapping(String zoneId, @Nullable List<Address> loadBalancerAddresses) {}

  record Address(@Nullable String privateIPv4Address) {}

  /** The API spells this id with a lower-case b. */
  record CreatedLoadBalancer(String loadbalancerId) {}

  record Listeners(@Nullable List<Listener> listeners, @Nullable String nextToken)
      implements TokenPage<Listener> {
    @Override
    public @Nullable List<Listener> items() {
      return listeners;
    }
  }

  record Listener(
      String listenerId,
      @Nullable String loadBalancerId,
      int listenerPort,
      @Nullable String listenerStatus,
      @Nullable String listenerProtocol,
      @Nullable String serverGroupId,
      @Nullable Boolean proxyProtocolEnabled,
      @Nullable List<Tag> tags) {

    /** Whether the first bytes of each connection are a header that Kafka cannot read. */
    boolean sendsProxyProtocol() {
      return Boolean.TRUE.equals(proxyProtocolEnabled);
    }
  }

  record CreatedListener(String listenerId) {}

  record ListenerHealth(@Nullable List<ListenerHealthStatus> listenerHealthStatus) {}

  record ListenerHealthStatus(@Nullable List<ServerGroupHealth> serverGroupInfos) {}

  record ServerGroupHealth(
      String serverGroupId, @Nullable List<UnhealthyServer> nonNormalServers) {}

  record UnhealthyServer(
      String serverId,
      @Nullable String serverIp,
      int port,
      @Nullable String status,
      @Nullable UnhealthyReason reason) {

    String text() {
      String why = reason == null || reason.reasonCode() == null ? "" : " " + reason.reasonCode();
      return serverId + " (" + serverIp + ":" + port + " " + status + why + ")";
    }
  }

  record UnhealthyReason(@Nullable String reasonCode) {}
}
