package dev.linkspan.activities.verification;

import dev.linkspan.activities.execution.Answer;
import dev.linkspan.activities.exposure.ExposureStatus;
import dev.linkspan.activities.network.NetworkStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What both clouds say about a finished link.
 *
 * @param connection empty where it is gone
 */
record CloudStatus(
    Answer<Optional<ConnectionStatus>> connection, ExposureStatus exposure, NetworkStatus network) {

  /** States that something is in for seconds or minutes, on its way to another. */
  private static final Set<String> PASSING =
      Set.of(
          "CREATING",
          "Pending",
          "Creating",
          "Provisioning",
          "Configuring",
          "Starting",
          "Stopping",
          "Connecting",
          "Disconnecting",
          "Adding",
          "Removing");

  /** Whether something is on its way to another state, so that it is better to read again. */
  boolean settling() {
    return Stream.of(
                values(exposure.service()).map(ExposureStatus.Service::status),
                values(exposure.loadBalancer()).map(ExposureStatus.LoadBalancer::status),
                each(exposure.endpoints()).map(ExposureStatus.Endpoint::status),
                each(exposure.serverGroups()).map(ExposureStatus.ServerGroup::status),
                each(exposure.serverGroups())
                    .flatMap(group -> each(group.members()))
                    .map(ExposureStatus.Member::status),
                each(exposure.listeners()).map(ExposureStatus.Listener::status),
                values(network.vpc()),
                each(network.instances()).map(NetworkStatus.Machine::status),
                values(connection).map(ConnectionStatus::state))
            .flatMap(states -> states)
            .anyMatch(PASSING::contains)
        || each(exposure.listeners()).flatMap(l -> each(l.unhealthy())).findAny().isPresent();
  }

  private static <T> Stream<T> values(Answer<Optional<T>> answer) {
    return answer.value().stream().flatMap(Optional::stream);
  }

  private static <T> Stream<T> each(Answer<List<T>> answer) {
    return answer.value().stream().flatMap(List::stream);
  }
}
