package dev.linkspan.activities.brokers;

import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks for what a change of a broker's file would fail on later, when the broker's turn comes: a
 * file that cannot be replaced, and a port that another program has. Changes nothing.
 */
final class Obstacles {
  /** What a person does about a file that the SSH user may not replace. */
  static final String LET_WRITE =
      "log in as root, or as a user that may use sudo without a password; as another user, the file"
          + " and its folder have to be this user's";

  private static final String DISK =
      "even root cannot replace it: look whether its disk is mounted read-only (findmnt), or whether"
          + " it or its folder is immutable (lsattr); undo that";

  private static final Duration SHORT = Duration.ofSeconds(30);

  private final BrokerFile file;
  private final KeyValues found;

  private Obstacles(BrokerFile file, KeyValues found) {
    this.file = file;
    this.found = found;
  }

  /**
   * Parks if the file cannot be changed, or the listener cannot be opened.
   *
   * @param opened the listener that the broker would open; empty if it would open none
   */
  static void refuse(Shell shell, BrokerFile file, Optional<ExternalListener> opened) {
    Script script =
        Script.of(DetachedTask.class, "process.sh")
            .and(Obstacles.class, "listening.sh", "obstacles.sh")
            .with("file", file.path())
            .with("pid", file.pid().map(String::valueOf).orElse(""))
            .with("port", opened.map(listener -> String.valueOf(listener.port())).orElse(""))
            .with("address", opened.map(Obstacles::onlyAddress).orElse(""));
    KeyValues found =
        KeyValues.of(
            shell
                .run(Privileged.text(script), SHORT)
                .orThrow("cannot look whether " + file.path() + " can be changed")
                .stdout());
    Obstacles obstacles = new Obstacles(file, found);
    obstacles.refuseUnwritable();
    opened.ifPresent(obstacles::refuseTakenPort);
  }

  /** The IPv4 address that the listener is bound to; empty if it is bound to others as well. */
  private static String onlyAddress(ExternalListener listener) {
    String host = listener.bindHost();
    return host.matches("\\d+(\\.\\d+){3}") && !host.equals("0.0.0.0") ? host : "";
  }

  private void refuseUnwritable() {
    String blocked = found.find("blocked").orElse("");
    switch (blocked) {
      case "" -> {}
      case "disk" -> throw file.refused("it cannot be changed", DISK);
      case "owner" ->
          throw file.refused(
              "the SSH user cannot keep its owner, because it belongs to another user", LET_WRITE);
      default -> throw file.refused("the SSH user cannot change it", LET_WRITE);
    }
  }

  private void refuseTakenPort(ExternalListener listener) {
    String port = "port %d of the listener %s".formatted(listener.port(), listener.name());
    found
        .find("option")
        .ifPresent(
            option -> {
              throw refused(
                  port + " is taken by the broker itself, which was started with " + option);
            });
    found
        .find("taken")
        .map(taken -> taken.split(" ", 2))
        .ifPresent(
            taken -> {
              String holder =
                  taken[0].equals("0")
                      ? "a process that the SSH user cannot see"
                      : "process " + taken[0] + (taken.length > 1 ? " (" + taken[1] + ")" : "");
              throw refused(port + " is taken by " + holder);
            });
  }

  private RuntimeException refused(String problem) {
    return Failures.needsPerson(
        file.node() + ": " + problem,
        "free that port, or write another one in kafka.ports.external before anything is built");
  }
}
