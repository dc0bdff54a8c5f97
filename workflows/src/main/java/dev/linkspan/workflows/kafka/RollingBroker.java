package dev.linkspan.workflows.kafka;

import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerService;
import java.util.Objects;
import java.util.Optional;

/**
 * One broker of a rollout.
 *
 * @param wanted the listener that it must get; empty for a plain restart
 * @param unit the systemd unit that it must get before its start; empty if the unit stays
 */
public record RollingBroker(
    int nodeId,
    Node node,
    BrokerService service,
    Optional<ExternalListener> wanted,
    Optional<UnitChange> unit) {

  /** Histories from before units could change have none. */
  public RollingBroker {
    unit = Objects.requireNonNullElse(unit, Optional.empty());
  }

  /** A broker whose unit stays. */
  public RollingBroker(
      int nodeId, Node node, BrokerService service, Optional<ExternalListener> wanted) {
    this(nodeId, node, service, wanted, Optional.empty());
  }

  /**
   * The unit of a broker that Linkspan installed, as text.
   *
   * @param name for example {@code linkspan-kafka.service}
   */
  public record UnitChange(String name, String before, String after) {}
}
