package dev.linkspan.activities.brokers;

import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.FileDiff;
import dev.linkspan.workflows.listeners.ListenerChange;
import dev.linkspan.workflows.listeners.ListenerChange.Change;
import dev.linkspan.workflows.listeners.ListenerChange.NotNeeded;
import dev.linkspan.workflows.listeners.ListenerChange.Refused;
import dev.linkspan.workflows.listeners.PropertiesText;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Edits the listeners in a broker's configuration file, with a backup beside it. */
final class ListenerEditor {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerEditor.class);
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final int NOTHING_TO_RESTORE = 75;
  private static final int CHANGED_MEANWHILE = 85;
  private static final Pattern NO_RIGHT =
      Pattern.compile("Read-only file system|Permission denied|Operation not permitted");
  private static final List<String> KEYS =
      List.of("listeners", "advertised.listeners", "listener.security.protocol.map");

  private final Shell shell;
  private final Node node;
  private final BrokerService service;

  ListenerEditor(Shell shell, Node node, BrokerService service) {
    this.shell = shell;
    this.node = node;
    this.service = service;
  }

  /** The edit that {@link #write(ExternalListener)} would make. */
  ListenerEdit preview(ExternalListener wanted) {
    return preview(BrokerFile.read(shell, service), addition(wanted));
  }

  /** Writes the file unless it is already as wanted. */
  ListenerEdit write(ExternalListener wanted) {
    return write(BrokerFile.read(shell, service), addition(wanted));
  }

  /** The edit that {@link #remove(ExternalListener)} would make. */
  ListenerEdit previewRemoval(ExternalListener added) {
    BrokerFile file = BrokerFile.read(shell, service);
    return preview(file, removal(file, added));
  }

  /** Takes a listener that Linkspan added out of the file, unless it is without it already. */
  ListenerEdit remove(ExternalListener added) {
    BrokerFile file = BrokerFile.read(shell, service);
    return write(file, removal(file, added));
  }

  private static Function<PropertiesText, ListenerChange> addition(ExternalListener wanted) {
    return text -> ListenerChange.of(text, wanted);
  }

  private Function<PropertiesText, ListenerChange> removal(
      BrokerFile file, ExternalListener added) {
    List<PropertiesText> backups = file.backups(shell);
    return text -> ListenerChange.removal(text, backups, added);
  }

  private static ListenerEdit preview(
      BrokerFile file, Function<PropertiesText, ListenerChange> decision) {
    return edit(file, file.text(), wantedText(file, decision));
  }

  private ListenerEdit write(BrokerFile file, Function<PropertiesText, ListenerChange> decision) {
    PropertiesText after = wantedText(file, decision);
    ListenerEdit edit = edit(file, file.text(), after);
    if (!edit.changes()) {
      LOG.info("{}: {} is already as wanted, SHA-256 {}", node.name(), edit.path(), edit.after());
      return written(file, decision);
    }
    KafkaConfiguration.of(shell, file)
        .flatMap(kafka -> kafka.refusal(after))
        .ifPresent(
            reason -> {
              throw file.refused(
                  "Kafka would not start with the changed listeners: " + reason,
                  "The file is unchanged and the broker runs. Correct the file, then retry.");
            });
    write(edit, BrokerFile.bytes(after));
    LOG.info(
        "{}: changed {} from SHA-256 {} to {}; the backup is beside it",
        node.name(),
        edit.path(),
        edit.before(),
        edit.after());
    return edit;
  }

  /** Replaces the file that was read with this content. */
  void write(ListenerEdit edit, byte[] content) {
    run("write.sh", edit, content);
  }

  /** The edit of an earlier attempt whose result was lost, so that it can still be undone. */
  private ListenerEdit written(BrokerFile file, Function<PropertiesText, ListenerChange> decision) {
    Optional<PropertiesText> before =
        file.backups(shell).stream()
            .reduce((older, newer) -> newer)
            .filter(
                backup ->
                    decision.apply(backup) instanceof Change change
                        && change.after().equals(file.text()));
    return edit(file, before.orElse(file.text()), file.text());
  }

  private static PropertiesText wantedText(
      BrokerFile file, Function<PropertiesText, ListenerChange> decision) {
    ListenerChange decided = decision.apply(file.text());
    if (decided instanceof Refused refused) {
      throw file.refused(refused.problem(), refused.remedy());
    }
    if (decided instanceof NotNeeded notNeeded) {
      throw file.refused(
          notNeeded.reason(), "Leave this node out of the spec's brokers and plan again.");
    }
    return decided instanceof Change change ? change.after() : file.text();
  }

  private static ListenerEdit edit(BrokerFile file, PropertiesText before, PropertiesText after) {
    Map<String, String> values = new TreeMap<>();
    KEYS.forEach(key -> after.value(key).ifPresent(value -> values.put(key, value)));
    return new ListenerEdit(
        file.path(),
        BrokerFile.sha256(BrokerFile.bytes(before)),
        BrokerFile.sha256(BrokerFile.bytes(after)),
        FileDiff.of(before, after, file.path()),
        values);
  }

  /** Puts back the file from before the edit. */
  void restore(ListenerEdit edit) {
    run("restore.sh", edit, new byte[0]);
    LOG.info("{}: {} is restored, SHA-256 {}", node.name(), edit.path(), edit.before());
  }

  private void run(String name, ListenerEdit edit, byte[] content) {
    Script script =
        Script.of(ListenerEditor.class, "swap.sh", name)
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
          "let the SSH user write its folder, directly or with sudo without a password, then retry");
    }
    return new IllegalStateException("cannot write " + file + ": " + said);
  }
}
