package dev.linkspan.activities.brokers;

import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.activities.nodes.SshNodeActivities;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.probe.ProbeJar;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.TestMachines;
import dev.linkspan.sandbox.machines.MachineFaults;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A machine for manually installed brokers, and the activities on it. */
final class BrokerMachine implements AutoCloseable {
  static final Owner OWNER =
      new Owner("test", "id", "r", new CredentialNames("a", "t", TestMachines.KEY));
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration APPEARANCE = Duration.ofSeconds(6);

  private final TestMachines machines;
  private final Ssh ssh;
  private final Node node;

  BrokerMachine(Path folder) throws IOException {
    machines = new TestMachines(folder);
    ssh = new Ssh(machines.keys());
    TestActivityEnvironment temporal = TestActivities.environment();
    try {
      ProbeJar jar = ProbeJar.of("not looked into".getBytes(StandardCharsets.US_ASCII));
      temporal.registerActivitiesImplementations(
          new SshNodeActivities(ssh, new BastionProbe(ssh, () -> jar)));
      NodeActivities nodes = temporal.newActivityStub(NodeActivities.class);
      Node bastion = nodes.reach(OWNER, machines.bastion(), ".linkspan-test");
      node = nodes.reach(OWNER, machines.broker(bastion.address().hostKey()), ".linkspan-test");
    } finally {
      temporal.close();
    }
  }

  /** The activities in this environment: each test has its own, because tests run side by side. */
  BrokerActivities activities(TestActivityEnvironment temporal) {
    temporal.registerActivitiesImplementations(new SshBrokerActivities(ssh, START, APPEARANCE));
    return temporal.newActivityStub(BrokerActivities.class);
  }

  Node node() {
    return node;
  }

  MachineFaults faults() {
    return machines.faults();
  }

  Shell shell() {
    return ssh.on(TestMachines.KEY, node.address());
  }

  FakeBroker broker(String name, int id, int port) {
    return new FakeBroker(shell(), node, name, id, port);
  }

  ExternalListener wanted(int id) {
    return new ExternalListener(
        "EXTERNAL", node.privateAddress(), 39092 + id, "b" + id + ".x.y", 9093, "PLAINTEXT");
  }

  @Override
  public void close() {
    ssh.close();
    machines.close();
  }
}
