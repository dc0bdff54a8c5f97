package dev.linkspan.activities.exposure;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Optional;

/** What Alibaba Cloud says of a finished link; reads, and changes nothing. */
@FunctionalInterface
public interface ExposureStatus {

  /** Looks at everything once. */
  Seen look(Owner owner, Link link);

  /**
   * @param endpoint empty where the endpoint is not at the service any more
   * @param serviceStatus {@code Active} when it serves; empty where the service is gone
   */
  record Seen(
      Optional<Endpoint> endpoint,
      Optional<String> serviceStatus,
      Optional<Balancer> balancer,
      List<Listener> listeners) {}

  /** The endpoint at the service; {@code Connected} is good for both states. */
  record Endpoint(String status, List<Zone> zones) {}

  /** One zone of the endpoint. */
  record Zone(String zone, String status) {}

  /**
   * @param status {@code Active} is good
   * @param addresses one in each zone
   */
  record Balancer(String status, List<String> addresses) {}

  /**
   * @param status {@code Running} is good
   * @param members {@code address:port} of everything behind it
   * @param unhealthy one line for each member that gets no connections
   */
  record Listener(int port, String status, List<String> members, List<String> unhealthy) {}
}
