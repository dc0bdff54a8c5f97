package dev.linkspan.activities.nodes;

import static org.awaitility.Awaitility.await;

import dev.linkspan.activities.brokers.SshBrokerActivities;
import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.probe.ProbeJar;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.TestMachines;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import io.temporal.testing.TestActivityEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;

/** A bastion, a broker's machine with everything installed, and the activities on both. */
final class NodeMachines implements AutoCloseable {
  static final Owner OWNER =
      new Owner("test", "id", "r", new CredentialNames("a", "t", TestMachines.KEY));
  private static final String CLUSTER = "BRl69zcmTFmiPaoaANybiw";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final TestMachines machines;
  private final FakeArchives fakes;
  private final Ssh ssh;
  private final TestActivityEnvironment temporal = TestActivities.environment();
  private final NodeActivities nodes;
  private final BrokerActivities brokers;
  private final Node bastion;
  private final Node broker;

  NodeMachines(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
    machines = new TestMachines(folder);
    fakes = new FakeArchives(folder);
    ssh = new Ssh(machines.keys());
    ProbeJar jar = ProbeJar.of("not looked into".getBytes(StandardCharsets.US_ASCII));
    temporal.registerActivitiesImplementations(
        new SshNodeActivities(ssh, new BastionProbe(ssh, () -> jar)), new SshBrokerActivities(ssh));
    brokers = temporal.newActivityStub(BrokerActivities.class);
    nodes = temporal.newActivityStub(NodeActivities.class);
    bastion =
        nodes.connect(OWNER, machines.bastion(), machines.bastionPrivateAddress(), "linkspan");
    var address = machines.broker(bastion.address().hostKey());
    broker = nodes.connect(OWNER, address, address.address(), "linkspan");
    nodes.stageArchives(OWNER, bastion, fakes.archives());
    nodes.installArchives(OWNER, broker, bastion, fakes.archives());
  }

  FakeArchives fakes() {
    return fakes;
  }

  NodeActivities nodes() {
    return nodes;
  }

  BrokerActivities brokers() {
    return brokers;
  }

  Node bastion() {
    return bastion;
  }

  String bastionAddress() {
    return machines.bastionPrivateAddress();
  }

  Node broker() {
    return broker;
  }

  Shell shell(Node node) {
    return ssh.on(TestMachines.KEY, node.address());
  }

  /** Runs a command in the node's root folder; returns what it printed. */
  String read(Node node, String command) {
    return shell(node)
        .run("cd '" + node.root() + "'\n" + command, Duration.ofSeconds(20))
        .stdout()
        .strip();
  }

  /** An empty root folder on the broker's machine. */
  Node fresh(String name) {
    return nodes.connect(OWNER, broker.address(), broker.privateAddress(), "linkspan-" + name);
  }

  /** A root folder on the broker's machine with everything installed. */
  Node installed(String name) {
    Node node = fresh(name);
    read(node, "ln -s ../linkspan/kafka kafka; ln -s ../linkspan/jdk jdk");
    return node;
  }

  /**
   * The files of a broker in this root folder.
   *
   * @param name of its unit, without the ending
   * @param extra lines of its {@code server.properties}
   */
  static BrokerFiles files(Node node, String name, String extra) {
    return files(node, name, extra, List.of());
  }

  /**
   * The same, and a person wants some of the settings.
   *
   * @param settings keys of these
   */
  static BrokerFiles files(Node node, String name, String extra, List<String> settings) {
    String properties = "node.id=1\nlog.dirs=" + node.root() + "/data\n" + extra;
    String unit =
        """
        [Service]
        Type=simple
        User=kafka
        WorkingDirectory=%1$s
        Environment="LOG_DIR=%1$s/log"
        ExecStart=%1$s/kafka/bin/kafka-server-start.sh %1$s/config/server.properties
        TimeoutStopSec=330
        SuccessExitStatus=143

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(node.root());
    return new BrokerFiles(
        1, CLUSTER, "kafka", properties, name + ".service", unit, List.of(9092, 39092), settings);
  }

  /** An empty root folder on the bastion. */
  Node elsewhere(String name) {
    return nodes.connect(OWNER, bastion.address(), bastion.privateAddress(), "linkspan-" + name);
  }

  /** A root folder on the bastion with the archives. */
  Node elsewhereWithArchives(String name) {
    Node node = elsewhere(name);
    read(node, "cp -r ../linkspan/archives ../linkspan/jdk .");
    return node;
  }

  /** Kills only the shell of the task, so that the server itself goes on; returns its process. */
  String killTaskOfServer() {
    await().atMost(PATIENCE).until(() -> servers(bastion).lines().count() == 1);
    read(
        bastion, "for task in tasks/serve-archives-*/pid; do kill -9 $(cut -d' ' -f1 $task); done");
    return servers(bastion);
  }

  /** The processes of this root that have these arguments. */
  String servers(Node node) {
    return read(
        node,
        """
        for process in /proc/[0-9]*; do
          [ "$(readlink $process/cwd)" = "$PWD" ] || continue
          tr '\\0' '\\n' < $process/cmdline | grep -A1 -x -e serve | grep -q -x -e --address || continue
          echo ${process#/proc/}
        done 2> /dev/null
        """);
  }

  @Override
  public void close() {
    temporal.close();
    ssh.close();
    fakes.close();
    machines.close();
  }
}
