package dev.linkspan.activities.exposure;

import java.util.List;
import java.util.Optional;

/**
 * The state of a finished link on Alibaba Cloud's side. States are the API's own words.
 *
 * @param endpoint empty where the endpoint is no longer at the service
 * @param serviceStatus {@code Active} is good; empty where the service is gone
 * @param loadBalancer empty where the load balancer is gone
 */
public record ExposureStatus(
    Optional<Endpoint> endpoint,
    Optional<String> serviceStatus,
    Optional<LoadBalancer> loadBalancer,
    List<Listener> listeners) {

  /**
   * The endpoint at the service.
   *
   * @param status {@code Connected} is good
   */
  public record Endpoint(String status, List<Zone> zones) {}

  /**
   * One zone of the endpoint.
   *
   * @param status {@code Connected} is good; empty where the API returns none
   */
  public record Zone(String zone, Optional<String> status) {}

  /**
   * The load balancer.
   *
   * @param status {@code Active} is good
   * @param addresses one in each zone
   */
  public record LoadBalancer(String status, List<String> addresses) {}

  /**
   * One listener.
   *
   * @param status {@code Running} is good
   * @param backends {@code address:port} of every backend server
   * @param unhealthy one line for each backend server that gets no connections
   */
  public record Listener(int port, String status, List<String> backends, List<String> unhealthy) {}
}
