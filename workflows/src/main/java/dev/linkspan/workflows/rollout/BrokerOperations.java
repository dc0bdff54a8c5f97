package dev.linkspan.workflows.rollout;

import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.SettingsChange;
import dev.linkspan.workflows.rollout.ListenerRollout.Input;
import java.time.Duration;
import java.util.Optional;

/**
 * The activities that a rollout calls for one broker, each with its summary in the Temporal UI and
 * the longest time it waits before it asks a person. Makes no decision. Workflow code only.
 */
record BrokerOperations(Input input, RollingBroker broker) {
  /** So many clean reads in a row show that the cluster is in sync and stays so. */
  static final int CLEAN_READS = 3;

  private static final Duration GATE_PATIENCE = Duration.ofMinutes(15);
  private static final Duration IN_SYNC_PATIENCE = Duration.ofMinutes(10);
  private static final Duration BACKEND_PATIENCE = Duration.ofMinutes(2);

  /** KRaft's controlled shutdown waits up to five minutes for a quorum that is lost. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(330);

  /** {@code broker 2}. */
  String name() {
    return "broker " + broker.nodeId();
  }

  /** What the broker's file and process show now. */
  BrokerFacts survey() {
    return brokers("Process of " + name()).survey(input.owner(), broker.node(), broker.service());
  }

  ListenerEdit writeListener(ExternalListener wanted) {
    return brokers("Configuration of " + name())
        .writeListener(input.owner(), broker.node(), broker.service(), wanted);
  }

  /** What the rollout takes out of the broker; empty if nothing. */
  Optional<ExternalListener> removed() {
    return Optional.ofNullable(input.removed().get(broker.nodeId()));
  }

  ListenerEdit previewRemoval(ExternalListener added) {
    return brokers("Change of the file of " + name())
        .previewListenerRemoval(input.owner(), broker.node(), broker.service(), added);
  }

  ListenerEdit removeListener(ExternalListener added) {
    return brokers("Configuration of " + name())
        .removeListener(input.owner(), broker.node(), broker.service(), added);
  }

  ListenerEdit writeSettings(SettingsChange settings) {
    return brokers("Settings of " + name())
        .writeSettings(input.owner(), broker.node(), broker.service(), settings);
  }

  void writeUnit(String name, String text) {
    NodeActivities.withSummary("Unit of " + name())
        .writeUnit(input.owner(), broker.node(), name, text);
  }

  /** Of the unit that is there; empty if there is none. */
  Optional<String> unitChecksum(String name) {
    return NodeActivities.withSummary("Unit of " + name() + " as it is")
        .unitChecksum(input.owner(), broker.node(), name);
  }

  void restoreUnit(String name, String checksum) {
    NodeActivities.withSummary("Old unit of " + name())
        .restoreUnit(input.owner(), broker.node(), name, checksum);
  }

  void restoreConfiguration(ListenerEdit edit) {
    brokers("Old configuration of " + name())
        .restoreConfiguration(input.owner(), broker.node(), broker.service(), edit);
  }

  void stop(BrokerProcess process) {
    brokers("Stop of " + name())
        .stop(input.owner(), broker.node(), broker.service(), process, patience(STOP_PATIENCE));
  }

  void start() {
    brokers("Start of " + name()).start(input.owner(), broker.node(), broker.service());
  }

  /** In ZooKeeper mode only. */
  void alterListeners(ListenerEdit edit) {
    cluster("New listener of " + name())
        .alterListeners(input.owner(), input.access(), broker.nodeId(), edit.values());
  }

  /** In ZooKeeper mode only. */
  void clearListeners() {
    cluster("Listener that " + name() + " got at run time")
        .clearListeners(input.owner(), input.access(), broker.nodeId());
  }

  boolean advertisesExternal() {
    return cluster("Whether " + name() + " has the listener")
        .inspect(input.owner(), input.access())
        .advertisedExternal()
        .containsKey(broker.nodeId());
  }

  boolean isRegistered() {
    return cluster("Whether " + name() + " is out already")
        .inspect(input.owner(), input.access())
        .brokers()
        .contains(broker.nodeId());
  }

  void awaitGate(int cleanReads) {
    cluster("Gate before " + name())
        .awaitGate(
            input.owner(), input.access(), broker.nodeId(), cleanReads, patience(GATE_PATIENCE));
  }

  void awaitAdvertised(ExternalListener wanted) {
    cluster("Address of " + name())
        .awaitAdvertised(
            input.owner(),
            input.access(),
            broker.nodeId(),
            wanted.advertisedHost(),
            wanted.advertisedPort());
  }

  void awaitInSyncWithOldConfiguration(int cleanReads) {
    awaitInSync(cluster("In sync with the old configuration"), cleanReads);
  }

  ClusterHealth awaitInSync(ClusterActivities cluster, int cleanReads) {
    return cluster.awaitInSync(
        input.owner(), input.access(), cleanReads, patience(IN_SYNC_PATIENCE));
  }

  void awaitHealthyBackends(ListenerMembers listener) {
    ExposureActivities.withSummary("Backends of listener " + listener.port())
        .awaitHealthyBackends(
            input.owner(), listener.listenerId(), listener.members(), patience(BACKEND_PATIENCE));
  }

  private Duration patience(Duration usual) {
    return input.policy().patience().orElse(usual);
  }

  private static BrokerActivities brokers(String summary) {
    return BrokerActivities.withSummary(summary);
  }

  private static ClusterActivities cluster(String summary) {
    return ClusterActivities.withSummary(summary);
  }
}
