package dev.linkspan.activities.nodes;

import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.ssh.Fingerprint;
import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.LoginRefusedException;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.UnreachableException;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.activity.Activity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The activities on machines, over SSH. Each can run again after an earlier run ended at any point.
 */
public final class SshNodeActivities implements NodeActivities {
  private static final Logger LOG = LoggerFactory.getLogger(SshNodeActivities.class);
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
    NodeAddress pinned = FirstContact.pinned(address, hostKey(shell(owner, address)));
    return new Node(pinned, privateAddress, createRoot(shell(owner, pinned), installTo));
  }

  /** A new machine refuses connections at first, and then for a while the key. */
  private static String hostKey(Shell shell) {
    try {
      return FirstContact.hostKey(
          shell,
          FIRST_CONTACT,
          e -> e instanceof UnreachableException || e instanceof LoginRefusedException);
    } catch (LoginRefusedException e) {
      throw Failures.needsPerson(
          e.problem(),
          "check that the machine was made with the public half of this key, and that the user"
              + " may log in with it, then retry");
    }
  }

  /** Creates the folder to install to, and checks that the machine has what Kafka needs. */
  private static String createRoot(Shell shell, String installTo) {
    Script script = Script.of(SshNodeActivities.class, "connect.sh").with("install_to", installTo);
    Outcome outcome = shell.run(script.text(), SHORT);
    if (!outcome.succeeded()) {
      throw Failures.needsPerson(
          "cannot use " + installTo + " on " + shell.name() + ": " + outcome.excerpt(),
          "let the SSH user write there, or choose another kafka.installTo, then retry");
    }
    KeyValues found = KeyValues.of(outcome.stdout());
    FirstContact.refuseMissingTools(shell.name(), found);
    String machine = found.required("machine");
    if (!machine.equals("x86_64") && !machine.equals("aarch64")) {
      throw Failures.needsPerson(
          shell.name() + " is a " + machine + " machine",
          "choose an instance type that the JDK archive of the spec is made for");
    }
    String root = found.required("root");
    LOG.info("{}: installs to {} on {}", shell.name(), root, machine);
    return root;
  }

  @Override
  public PreflightCheck check(Owner owner, NodeAddress address) {
    String hostKey = ExistingMachine.hostKey(shell(owner, address), address);
    return PreflightCheck.pass(
        "SSH to " + address.name(),
        "user " + address.user() + " can log in; host key " + Fingerprint.of(hostKey));
  }

  @Override
  public PreflightCheck checkArchive(Owner owner, ArchivePlan archive) {
    return ArchiveCheck.of(archive);
  }

  @Override
  public void stageArchives(Owner owner, Node bastion, Archives archives) {
    Shell shell = shell(owner, bastion.address());
    ArchiveStaging.stage(shell, bastion, archives);
    serve(owner, shell, bastion, archives);
  }

  private void serve(Owner owner, Shell shell, Node bastion, Archives archives) {
    probe.put(owner.credentials().sshKey(), bastion);
    ArchiveStaging.serve(shell, bastion, archives.servingPort());
  }

  @Override
  public void installArchives(Owner owner, Node broker, Node bastion, Archives archives) {
    Shell shell = shell(owner, broker.address());
    if (!ArchiveStaging.install(shell, broker, bastion, archives)) {
      serve(owner, shell(owner, bastion.address()), bastion, archives);
      throw new IllegalStateException(
          "the bastion did not give " + broker.name() + " its archives; it serves them again");
    }
  }

  @Override
  public void stopServingArchives(Owner owner, Node bastion) {
    ArchiveStaging.stopServing(shell(owner, bastion.address()), bastion);
  }

  @Override
  public void prepareBroker(Owner owner, Node broker, BrokerFiles files) {
    BrokerFolder.prepare(shell(owner, broker.address()), broker, files);
  }

  @Override
  public void writeUnit(Owner owner, Node broker, String unitName, String text) {
    BrokerUnit.write(shell(owner, broker.address()), broker, unitName, text);
  }

  @Override
  public Optional<String> unitChecksum(Owner owner, Node broker, String unitName) {
    return BrokerUnit.checksum(shell(owner, broker.address()), broker, unitName);
  }

  @Override
  public void restoreUnit(Owner owner, Node broker, String unitName, String checksum) {
    BrokerUnit.restore(shell(owner, broker.address()), broker, unitName, checksum);
  }

  @Override
  public void startBroker(Owner owner, Node broker, BrokerFiles files) {
    int attempt = Activity.getExecutionContext().getInfo().getAttempt();
    BrokerUnit.start(shell(owner, broker.address()), broker, files, attempt);
  }

  @Override
  public Node reach(Owner owner, NodeAddress address, String folder) {
    return ExistingMachine.reach(at -> shell(owner, at), address, folder);
  }

  @Override
  public String prepareProbe(Owner owner, Node node, List<String> javaHomes) {
    String version = ExistingMachine.linkJava(shell(owner, node.address()), node, javaHomes);
    probe.put(owner.credentials().sshKey(), node);
    return version;
  }

  @Override
  public void removeProbe(Owner owner, Node node) {
    ExistingMachine.removeFolder(shell(owner, node.address()), node, owner.setup());
  }

  private Shell shell(Owner owner, NodeAddress address) {
    return ssh.on(owner.credentials().sshKey(), address);
  }
}
