package dev.linkspan.activities.exposure;

import dev.linkspan.activities.execution.Answer;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import java.util.List;
import java.util.Optional;

/**
 * The state of a finished link on Alibaba Cloud's side. States are the API's own words.
 *
 * @param endpoints all at the endpoint service
 * @param service empty where it is gone
 * @param whitelist accounts that can create endpoints; {@code *} for everyone
 * @param loadBalancer empty where it is gone
 * @param serverGroups those of the setup
 * @param listeners all of the load balancer
 */
public record ExposureStatus(
    Answer<List<Endpoint>> endpoints,
    Answer<Optional<Service>> service,
    Answer<List<String>> whitelist,
    Answer<Optional<LoadBalancer>> loadBalancer,
    Answer<List<ServerGroup>> serverGroups,
    Answer<List<Listener>> listeners) {

  /**
   * An endpoint at the service.
   *
   * @param status {@code Connected} is good
   * @param waiting whether it waits for a decision
   */
  public record Endpoint(
      String id, String ownerAccount, String status, boolean waiting, List<Zone> zones) {}

  /**
   * One zone of an endpoint.
   *
   * @param status {@code Connected} is good; empty where the API returns none
   */
  public record Zone(String zone, Optional<String> status) {}

  /**
   * The endpoint service.
   *
   * @param status {@code Active} is good
   * @param zones where it has a load balancer
   */
  public record Service(String status, boolean autoAccept, List<String> zones) {}

  /**
   * The load balancer.
   *
   * @param status {@code Active} is good
   * @param addressType {@code Intranet} is good
   * @param modificationProtection {@code NonProtection} is as it was made
   */
  public record LoadBalancer(
      String status,
      String addressType,
      boolean crossZone,
      String modificationProtection,
      List<String> securityGroups,
      List<ZoneAddress> addresses) {}

  /**
   * A server group.
   *
   * @param name its key in the plan
   * @param status {@code Available} is good
   * @param healthCheck empty where the API returns none
   * @param ownerAccount empty where the API returns none
   */
  public record ServerGroup(
      String id,
      String name,
      String status,
      boolean preservesClientAddress,
      Optional<HealthCheck> healthCheck,
      Optional<String> ownerAccount,
      Answer<List<Member>> members) {}

  /**
   * How a server group checks its members; times are in seconds.
   *
   * @param port 0 for the port of each member
   */
  public record HealthCheck(
      boolean enabled,
      String type,
      int port,
      int interval,
      int connectTimeout,
      int healthyThreshold,
      int unhealthyThreshold) {}

  /** A member of a server group. */
  public record Member(String instanceId, String address, int port, int weight, String status) {
    /** Such as {@code i-1 (10.0.0.1:39092)}. */
    public String text() {
      return instanceId + " (" + address + ":" + port + ")";
    }
  }

  /**
   * One listener.
   *
   * @param status {@code Running} is good
   * @param ours whether the setup created it
   * @param proxyProtocol whether the first bytes of each connection are a header of its own
   * @param unhealthy one line for each member that gets no connections
   */
  public record Listener(
      String id,
      int port,
      String protocol,
      String status,
      boolean ours,
      String serverGroupId,
      boolean proxyProtocol,
      Answer<List<String>> unhealthy) {}
}
