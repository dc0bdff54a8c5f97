package dev.linkspan.activities.nodes;

import dev.linkspan.activities.brokers.KafkaConfiguration;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.PropertiesText;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a broker: configuration, unit, storage. */
final class BrokerFolder {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerFolder.class);
  private static final Duration FORMAT = Duration.ofMinutes(5);
  private static final int OTHER_CLUSTER = 71;
  private static final int OTHER_NODE = 72;
  private static final int UNKNOWN_DATA = 73;
  private static final int USER_CANNOT_ENTER = 74;

  private BrokerFolder() {}

  /** Creates the user, folders and files; formats the storage unless Kafka already did. */
  static void prepare(Shell shell, Node broker, BrokerFiles files) {
    refuseUnlessKafkaAccepts(shell, broker, files);
    Script script =
        with(Script.of(BrokerFolder.class, "files.sh", "prepare.sh"), broker, files)
            .with("node_id", files.nodeId())
            .with("cluster_id", files.clusterId())
            .with("unit", files.unitName())
            .with("unit_text", files.unit());
    Outcome outcome =
        new DetachedTask(shell, broker.root(), "prepare-broker", script.text())
            .run(FORMAT)
            .orElseThrow(
                () -> new IllegalStateException("preparing " + shell.name() + " still runs"));
    if (!outcome.succeeded()) {
      throw failure(shell.name(), broker, files, outcome);
    }
    LOG.info(
        "{}: configuration, unit {} and storage of node {} in cluster {} are in place in {}",
        shell.name(),
        files.unitName(),
        files.nodeId(),
        files.clusterId(),
        broker.root());
  }

  /** Kafka itself checks the settings of the spec, before anything is written. */
  private static void refuseUnlessKafkaAccepts(Shell shell, Node broker, BrokerFiles files) {
    if (files.settings().isEmpty()) {
      return;
    }
    KafkaConfiguration.installed(shell, broker.root())
        .refusal(PropertiesText.parse(files.serverProperties()), Set.copyOf(files.settings()))
        .ifPresent(
            reason -> {
              throw Failures.needsPerson(
                  "Kafka on %s would not start with kafka.settings: %s"
                      .formatted(shell.name(), reason),
                  "Destroy the setup, correct kafka.settings in the spec, and create it again.");
            });
  }

  private static RuntimeException failure(
      String name, Node broker, BrokerFiles files, Outcome outcome) {
    String said = outcome.excerpt();
    String data = broker.root() + "/data";
    String keep =
        "if nobody needs this data, move "
            + data
            + " away by hand, then retry; it is never deleted";
    return switch (outcome.exitCode()) {
      case OTHER_CLUSTER ->
          Failures.needsPerson(
              name + " holds the data of another Kafka cluster (" + said + ")", keep);
      case OTHER_NODE ->
          Failures.needsPerson(
              name + " holds the data of another broker than " + files.nodeId() + " (" + said + ")",
              keep);
      case UNKNOWN_DATA ->
          Failures.needsPerson(
              data + " on " + name + " is not empty and was not formatted by Kafka: " + said, keep);
      case USER_CANNOT_ENTER ->
          Failures.needsPerson(
              "user " + files.serviceUser() + " cannot enter " + broker.root() + " on " + name,
              "choose a kafka.installTo outside of a home folder, e.g. /opt/linkspan");
      default -> new IllegalStateException("cannot prepare " + name + ": " + said);
    };
  }

  private static Script with(Script script, Node broker, BrokerFiles files) {
    return script
        .with("root", broker.root())
        .with("user", files.serviceUser())
        .with("properties", files.serverProperties());
  }
}
