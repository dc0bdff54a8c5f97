package dev.linkspan.activities.kafka;

import dev.linkspan.activities.execution.Heartbeats;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.LoginRefusedException;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.UnreachableException;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A machine that is somebody else's: we have one folder there, and take it away again. */
final class FoundMachine {
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration REMOVAL = Duration.ofSeconds(60);
  private static final int NO_JAVA = 88;

  private FoundMachine() {}

  /**
   * Logs in and makes the folder.
   *
   * @param shells a shell on the machine that was reached so
   */
  static Node reach(Function<NodeAddress, Shell> shells, NodeAddress address, String folder) {
    NodeAddress pinned = SshNodeActivities.pinned(address, hostKey(shells.apply(address), address));
    Script script = Script.of(FoundMachine.class, "reach.sh").with("folder", folder);
    Outcome outcome = shells.apply(pinned).run(script.text(), SHORT);
    if (!outcome.succeeded()) {
      throw Failures.needsPerson(
          "user %s cannot use the folder %s on %s: %s"
              .formatted(address.user(), folder, address.name(), outcome.excerpt()),
          "give that user a home folder with some room on this machine, then retry");
    }
    Map<String, String> seen = BrokerFile.values(outcome.stdout());
    if (!seen.get("missing").isEmpty()) {
      throw Failures.needsPerson(
          address.name() + " lacks " + seen.get("missing"), "install it there, then retry");
    }
    return new Node(pinned, address.address(), seen.get("root"));
  }

  private static String hostKey(Shell shell, NodeAddress address) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return shell.hostKey();
      } catch (UnreachableException e) {
        if (System.nanoTime() > end) {
          throw Failures.needsPerson(
              e.getMessage(),
              "check the address and the SSH port in the spec, that the machine runs, and that a"
                  + " security group lets the worker's machine"
                  + (address.jump().isPresent() ? ", or the jump host," : "")
                  + " in; then retry");
        }
      } catch (LoginRefusedException e) {
        throw Failures.needsPerson(
            e.getMessage(),
            "put the public half of that key into ~/.ssh/authorized_keys of user "
                + address.user()
                + " there, or name another user or key in the spec; then retry");
      }
      Heartbeats.rest(Duration.ofSeconds(1));
    }
  }

  /** Makes {@code jdk} in the node's folder lead to a Java that can run the probe. */
  static String linkJava(Shell shell, Node node, List<String> homes) {
    Script script =
        Script.of(FoundMachine.class, "find-java.sh")
            .with("root", node.root())
            .with("homes", String.join("\n", homes));
    Outcome outcome = shell.run(script.text(), SHORT);
    if (outcome.exitCode() == NO_JAVA) {
      throw Failures.needsPerson(
          "no Java 17 or newer was found on %s; looked at:%s"
              .formatted(shell.name(), " " + outcome.stdout().strip()),
          "install one there so that `java` is on the SSH user's PATH; the brokers may go on with"
              + " theirs; then retry");
    }
    if (!outcome.succeeded()) {
      throw new IllegalStateException(
          "cannot look for Java on " + shell.name() + ": " + outcome.excerpt());
    }
    return outcome.stdout().strip();
  }

  /** Removes the folder that {@link #reach} made; an audit that is left there is ended first. */
  static void removeFolder(Shell shell, Node node, String setup) {
    if (!node.root().startsWith("/") || !node.root().endsWith("/.linkspan-" + setup)) {
      throw Failures.needsPerson(
          node.root() + " on " + node.name() + " is not a folder that this setup may remove",
          "remove it by hand if it is not needed");
    }
    Script script =
        Script.of(DetachedTask.class, "process.sh")
            .and(FoundMachine.class, "remove-folder.sh")
            .with("root", node.root());
    Outcome outcome = shell.run(Privileged.text(script), REMOVAL);
    if (!outcome.succeeded()) {
      throw new IllegalStateException(
          "cannot remove " + node.root() + " on " + node.name() + ": " + outcome.excerpt());
    }
  }
}
