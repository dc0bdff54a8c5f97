package dev.linkspan.activities.nodes;

import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.KeyValues;
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
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A machine that Linkspan did not create: Linkspan has one folder there, and removes it again. */
final class ExistingMachine {
  private static final Logger LOG = LoggerFactory.getLogger(ExistingMachine.class);
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration REMOVAL = Duration.ofSeconds(60);
  private static final int NO_JAVA = 88;

  private ExistingMachine() {}

  /**
   * Logs in and creates the folder.
   *
   * @param shells opens a shell at an address
   */
  static Node reach(Function<NodeAddress, Shell> shells, NodeAddress address, String folder) {
    NodeAddress pinned = FirstContact.pinned(address, hostKey(shells.apply(address), address));
    Script script = Script.of(ExistingMachine.class, "reach.sh").with("folder", folder);
    Outcome outcome = shells.apply(pinned).run(script.text(), SHORT);
    if (!outcome.succeeded()) {
      throw Failures.needsPerson(
          "user %s cannot use the folder %s on %s: %s"
              .formatted(address.user(), folder, address.name(), outcome.excerpt()),
          "give that user a home folder with some room on this machine, then retry");
    }
    KeyValues found = KeyValues.of(outcome.stdout());
    FirstContact.refuseMissingTools(address.name(), found);
    String root = found.required("root");
    LOG.info("{}: uses the folder {}", address.name(), root);
    return new Node(pinned, address.address(), root);
  }

  static String hostKey(Shell shell, NodeAddress address) {
    try {
      return FirstContact.hostKey(shell, PATIENCE, e -> e instanceof UnreachableException);
    } catch (UnreachableException e) {
      throw Failures.needsPerson(
          e.problem(),
          "check the address and the SSH port in the spec, that the machine runs, and that a"
              + " security group lets the worker's machine"
              + (address.jump().isPresent() ? ", or the jump host," : "")
              + " in; then retry");
    } catch (LoginRefusedException e) {
      throw Failures.needsPerson(
          e.problem(),
          "put the public half of that key into ~/.ssh/authorized_keys of user "
              + address.user()
              + " there, or name another user or key in the spec; then retry");
    }
  }

  /**
   * Links {@code jdk} in the node's folder to a Java that can run the probe; returns its version.
   */
  static String linkJava(Shell shell, Node node, List<String> homes) {
    Script script =
        Script.of(ExistingMachine.class, "find-java.sh")
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
    String version = outcome.orThrow("cannot look for Java on " + shell.name()).stdout().strip();
    LOG.info("{}: the probe runs with Java {}", shell.name(), version);
    return version;
  }

  /**
   * Removes the folder that {@link #reach} created, after ending an audit that still runs there.
   */
  static void removeFolder(Shell shell, Node node, String setup) {
    if (!node.root().startsWith("/") || !node.root().endsWith("/.linkspan-" + setup)) {
      throw Failures.needsPerson(
          node.root() + " on " + node.name() + " is not a folder that this setup may remove",
          "remove it by hand if it is not needed");
    }
    Script script =
        Script.of(DetachedTask.class, "process.sh")
            .and(ExistingMachine.class, "remove-folder.sh")
            .with("root", node.root());
    shell
        .run(Privileged.text(script), REMOVAL)
        .orThrow("cannot remove " + node.root() + " on " + node.name());
    LOG.info("{}: removed the folder {}", node.name(), node.root());
  }
}
