package dev.linkspan.activities.brokers;

import dev.linkspan.activities.brokers.ConfigurationChange.OfListenerRemoval;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.FileDiff;
import dev.linkspan.workflows.listeners.PropertiesText;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Edits a broker's configuration file in place, with a backup beside it. */
final class ConfigurationEditor {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationEditor.class);
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final int NOTHING_TO_RESTORE = 75;
  private static final int CHANGED_MEANWHILE = 85;
  private static final Pattern NO_RIGHT =
      Pattern.compile("Read-only file system|Permission denied|Operation not permitted");

  private final Shell shell;
  private final Node node;
  private final BrokerService service;

  ConfigurationEditor(Shell shell, Node node, BrokerService service) {
    this.shell = shell;
    this.node = node;
    this.service = service;
  }

  /** The edit that {@link #write(ConfigurationChange)} would make. */
  ListenerEdit preview(ConfigurationChange change) {
    return preview(change, BrokerFile.read(shell, service));
  }

  private ListenerEdit preview(ConfigurationChange change, BrokerFile file) {
    return possible(change, file, change.wanted(file));
  }

  /** The edit; parks if it would fail on something else than its content. */
  private ListenerEdit possible(ConfigurationChange change, BrokerFile file, PropertiesText after) {
    ListenerEdit edit = edit(change, file, file.text(), after);
    if (edit.changes()) {
      Obstacles.refuse(shell, file, change.opens(file.text()));
    }
    return edit;
  }

  /** The same; parks if the Kafka of the running broker would not start with the file. */
  ListenerEdit previewAccepted(ConfigurationChange change) {
    BrokerFile file = BrokerFile.read(shell, service);
    PropertiesText after = change.wanted(file);
    refuseUnlessKafkaAccepts(change, file, after);
    return possible(change, file, after);
  }

  /** The edit that {@link #remove(ExternalListener)} would make. */
  ListenerEdit previewRemoval(ExternalListener added) {
    BrokerFile file = BrokerFile.read(shell, service);
    return preview(new OfListenerRemoval(added, file.backups(shell)), file);
  }

  /** Takes a listener that Linkspan added out of the file, unless it is without it already. */
  ListenerEdit remove(ExternalListener added) {
    BrokerFile file = BrokerFile.read(shell, service);
    return write(new OfListenerRemoval(added, file.backups(shell)), file);
  }

  /** Writes the file unless it is already as wanted. */
  ListenerEdit write(ConfigurationChange change) {
    return write(change, BrokerFile.read(shell, service));
  }

  private ListenerEdit write(ConfigurationChange change, BrokerFile file) {
    PropertiesText after = change.wanted(file);
    ListenerEdit edit = edit(change, file, file.text(), after);
    if (!edit.changes()) {
      LOG.info("{}: {} is already as wanted, SHA-256 {}", node.name(), edit.path(), edit.after());
      return written(change, file);
    }
    refuseUnlessKafkaAccepts(change, file, after);
    write(edit, BrokerFile.bytes(after));
    LOG.info(
        "{}: changed {} from SHA-256 {} to {}; the backup is beside it",
        node.name(),
        edit.path(),
        edit.before(),
        edit.after());
    return edit;
  }

  private void refuseUnlessKafkaAccepts(
      ConfigurationChange change, BrokerFile file, PropertiesText after) {
    KafkaConfiguration.of(shell, file)
        .flatMap(kafka -> kafka.refusal(after, change.keysForKafka()))
        .ifPresent(
            reason -> {
              throw file.refused(
                  "Kafka would not start with " + change.what() + ": " + reason, change.remedy());
            });
  }

  /** Replaces the file that was read with this content. */
  void write(ListenerEdit edit, byte[] content) {
    run("write.sh", edit, content);
  }

  /** The edit of an earlier attempt whose result was lost, so that it can still be undone. */
  private ListenerEdit written(ConfigurationChange change, BrokerFile file) {
    Optional<PropertiesText> before =
        file.backups(shell).stream()
            .reduce((older, newer) -> newer)
            .filter(backup -> change.changed(backup).equals(Optional.of(file.text())));
    return edit(change, file, before.orElse(file.text()), file.text());
  }

  private static ListenerEdit edit(
      ConfigurationChange change, BrokerFile file, PropertiesText before, PropertiesText after) {
    Map<String, String> values = new TreeMap<>();
    change.keys().forEach(key -> after.value(key).ifPresent(value -> values.put(key, value)));
    return new ListenerEdit(
        file.path(),
        BrokerFile.sha256(BrokerFile.bytes(before)),
        BrokerFile.sha256(BrokerFile.bytes(after)),
        FileDiff.of(before, after, file.path(), change.keys()),
        values);
  }

  /** Puts back the file from before the edit. */
  void restore(ListenerEdit edit) {
    run("restore.sh", edit, new byte[0]);
    LOG.info("{}: {} is restored, SHA-256 {}", node.name(), edit.path(), edit.before());
  }

  private void run(String name, ListenerEdit edit, byte[] content) {
    Script script =
        Script.of(ConfigurationEditor.class, "swap.sh", name)
            .with("file", edit.path())
            .with("before", edit.before())
            .with("after", edit.after());
    Outcome outcome = shell.run(Privileged.text(script), content, SHORT);
    if (!outcome.succeeded()) {
      throw failure(name.equals("restore.sh"), edit, outcome);
    }
  }

  private RuntimeException failure(boolean restoring, ListenerEdit edit, Outcome outcome) {
    String file = edit.path() + " on " + node.name();
    String said = outcome.excerpt();
    if (outcome.exitCode() == NOTHING_TO_RESTORE) {
      return Failures.needsPerson(
          "there is no backup of " + file + " to put back",
          "its SHA-256 was " + edit.before() + ": put that file back by hand, then retry");
    }
    if (outcome.exitCode() == CHANGED_MEANWHILE) {
      return restoring
          ? Failures.needsPerson(
              file + " was changed by somebody else since it was edited",
              "compare it with its backup %s.linkspan-%s, put right what has to be, then retry"
                  .formatted(edit.path(), edit.before().substring(0, 12)))
          : new IllegalStateException(
              file + " was changed by somebody else just now; it is left as it is");
    }
    if (outcome.foundNoRoom()) {
      return Failures.needsPerson(
          "there is no room to write " + file + ", which is as it was: " + said,
          "make room on that disk, then retry");
    }
    if (NO_RIGHT.matcher(said).find()) {
      return Failures.needsPerson(
          file + " cannot be written and is as it was: " + said,
          Obstacles.LET_WRITE
              + "; if it is root, the disk is read-only or the file immutable; undo that, then retry");
    }
    return new IllegalStateException("cannot write " + file + ": " + said);
  }
}
