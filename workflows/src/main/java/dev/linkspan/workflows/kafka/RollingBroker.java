package dev.linkspan.workflows.kafka;

import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.SettingsChange;
import java.util.Objects;
import java.util.Optional;

/**
 * One broker of a rollout.
 *
 * @param wanted the listener that it must get; empty for a plain restart
 * @param unit the systemd unit that it must get before its start; empty if the unit stays
 * @param settings what its file must have of the spec's settings; empty if they stay
 */
public record RollingBroker(
    int nodeId,
    Node node,
    BrokerService service,
    Optional<ExternalListener> wanted,
    Optional<UnitChange> unit,
    Optional<SettingsChange> settings) {

  /** Histories from before units and settings could change have none. */
  public RollingBroker {
    unit = Objects.requireNonNullElse(unit, Optional.empty());
    settings = Objects.requireNonNullElse(settings, Optional.empty());
  }

  /** A broker whose unit and settings stay. */
  public RollingBroker(
      int nodeId, Node node, BrokerService service, Optional<ExternalListener> wanted) {
    this(nodeId, node, service, wanted, Optional.empty(), Optional.empty());
  }

  /** The same broker, on this machine. */
  public RollingBroker on(Node machine) {
    return new RollingBroker(nodeId, machine, service, wanted, unit, settings);
  }

  /** The same broker, of which nothing changes but its process. */
  public RollingBroker onlyRestarted() {
    return new RollingBroker(nodeId, node, service, Optional.empty());
  }

  /** The same broker, whose file must have these settings. */
  public RollingBroker with(Optional<SettingsChange> wantedSettings) {
    return new RollingBroker(nodeId, node, service, wanted, unit, wantedSettings);
  }

  /** The same broker, which must get this unit before its start. */
  public RollingBroker withUnit(Optional<UnitChange> wantedUnit) {
    return new RollingBroker(nodeId, node, service, wanted, wantedUnit, settings);
  }

  /**
   * The unit of a broker that Linkspan installed, as text.
   *
   * @param name for example {@code linkspan-kafka.service}
   * @param before empty in a repair: only the machine has it, since a person may have edited it
   */
  public record UnitChange(String name, Optional<String> before, String after) {}
}
