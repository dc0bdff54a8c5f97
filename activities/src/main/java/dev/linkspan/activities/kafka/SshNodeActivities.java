package dev.linkspan.activities.kafka;

import dev.linkspan.activities.execution.Heartbeats;
import dev.linkspan.activities.ssh.LoginRefusedException;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.UnreachableException;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.activity.Activity;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The machines over SSH. Every method can be run again at any point of an earlier run. */
public final class SshNodeActivities implements NodeActivities {
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration FIRST_CONTACT = Duration.ofMinutes(3);

  private final Ssh ssh;
  private final BastionProbe probe;

  /** Both may be shared with the other activities. */
  public SshNodeActivities(Ssh ssh, BastionProbe probe) {
    this.ssh = ssh;
    this.probe = probe;
  }

  @Override
  public Node connect(Owner owner, NodeAddress address, String privateAddress, String installTo) {
    return Heartbeats.during(
        () -> {
          String hostKey = firstContact(shell(owner, address));
          NodeAddress pinned = pinned(address, hostKey);
          String root = look(shell(owner, pinned), installTo);
          return new Node(pinned, privateAddress, root);
        });
  }

  static NodeAddress pinned(NodeAddress address, String hostKey) {
    return new NodeAddress(
        address.name(), address.user(), address.address(), address.port(), address.jump(), hostKey);
  }

  /** A machine that was just made refuses connections, and then for a while the key. */
  private static String firstContact(Shell shell) {
    long end = System.nanoTime() + FIRST_CONTACT.toNanos();
    while (true) {
      try {
        return shell.hostKey();
      } catch (UnreachableException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
      } catch (LoginRefusedException e) {
        if (System.nanoTime() > end) {
          throw Failures.needsPerson(
              e.getMessage(),
              "check that the machine was made with the public half of this key, and that the user"
                  + " may log in with it, then retry");
        }
      }
      Heartbeats.rest(Duration.ofSeconds(1));
    }
  }

  private static String look(Shell shell, String installTo) {
    Script script = Script.of(SshNodeActivities.class, "connect.sh").with("install_to", installTo);
    Outcome outcome = shell.run(script.text(), SHORT);
    if (!outcome.succeeded()) {
      throw Failures.needsPerson(
          "cannot use " + installTo + " on " + shell.name() + ": " + outcome.excerpt(),
          "let the SSH user write there, or choose another kafka.installTo, then retry");
    }
    Map<String, String> seen = BrokerFile.values(outcome.stdout());
    if (!seen.get("missing").isEmpty()) {
      throw Failures.needsPerson(
          shell.name() + " lacks " + seen.get("missing"), "install it there, then retry");
    }
    if (!seen.get("machine").equals("x86_64") && !seen.get("machine").equals("aarch64")) {
      throw Failures.needsPerson(
          shell.name() + " is a " + seen.get("machine") + " machine",
          "choose an instance type that the JDK archive of the spec is made for");
    }
    return seen.get("root");
  }

  @Override
  public void stageArchives(Owner owner, Node bastion, Archives archives) {
    Heartbeats.during(
        () -> {
          Shell shell = shell(owner, bastion.address());
          ArchiveStaging.stage(shell, bastion, archives);
          serve(owner, shell, bastion, archives);
        });
  }

  private void serve(Owner owner, Shell shell, Node bastion, Archives archives) {
    probe.put(owner.credentials().sshKey(), bastion);
    ArchiveStaging.serve(shell, bastion, archives.servingPort());
  }

  @Override
  public void installArchives(Owner owner, Node broker, Node bastion, Archives archives) {
    Heartbeats.during(
        () -> {
          Shell shell = shell(owner, broker.address());
          if (!ArchiveStaging.install(shell, broker, bastion, archives)) {
            serve(owner, shell(owner, bastion.address()), bastion, archives);
            throw new IllegalStateException(
                "the bastion did not give "
                    + broker.name()
                    + " its archives; it serves them again");
          }
        });
  }

  @Override
  public void stopServingArchives(Owner owner, Node bastion) {
    Heartbeats.during(() -> ArchiveStaging.stopServing(shell(owner, bastion.address()), bastion));
  }

  @Override
  public void prepareBroker(Owner owner, Node broker, BrokerFiles files) {
    Heartbeats.during(() -> BrokerFolder.prepare(shell(owner, broker.address()), broker, files));
  }

  @Override
  public void startBroker(Owner owner, Node broker, BrokerFiles files) {
    int attempt = Activity.getExecutionContext().getInfo().getAttempt();
    Heartbeats.during(
        () -> BrokerUnit.start(shell(owner, broker.address()), broker, files, attempt));
  }

  @Override
  public Node reach(Owner owner, NodeAddress address, String folder) {
    return Heartbeats.during(() -> FoundMachine.reach(a -> shell(owner, a), address, folder));
  }

  @Override
  public String prepareProbe(Owner owner, Node node, List<String> javaHomes) {
    return Heartbeats.during(
        () -> {
          String version = FoundMachine.linkJava(shell(owner, node.address()), node, javaHomes);
          probe.put(owner.credentials().sshKey(), node);
          return version;
        });
  }

  @Override
  public void removeProbe(Owner owner, Node node) {
    Heartbeats.during(
        () -> FoundMachine.removeFolder(shell(owner, node.address()), node, owner.setup()));
  }

  private Shell shell(Owner owner, NodeAddress address) {
    return ssh.on(owner.credentials().sshKey(), address);
  }
}
