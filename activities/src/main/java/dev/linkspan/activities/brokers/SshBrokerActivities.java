package dev.linkspan.activities.brokers;

import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.ListenerSettings;
import dev.linkspan.workflows.listeners.ListenerSettings.Mode;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.Owner;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The activities on brokers that run already, over SSH. */
public final class SshBrokerActivities implements BrokerActivities {
  private static final Logger LOG = LoggerFactory.getLogger(SshBrokerActivities.class);
  private static final Duration START = Duration.ofMinutes(10);

  private final Ssh ssh;
  private final Duration start;

  /** The connections may be shared with the other activities. */
  public SshBrokerActivities(Ssh ssh) {
    this(ssh, START);
  }

  SshBrokerActivities(Ssh ssh, Duration start) {
    this.ssh = ssh;
    this.start = start;
  }

  @Override
  public BrokerFacts survey(Owner owner, Node node, BrokerService service) {
    Shell shell = shell(owner, node);
    BrokerFile file = BrokerFile.read(shell, service);
    ListenerSettings settings = file.settings();
    if (settings.mode() == Mode.CONTROLLER) {
      throw file.refused(
          "it is of a controller, which has no clients",
          "leave this node out of the spec's brokers and plan again");
    }
    file.refuseUnlessKafkaStarts();
    BrokerFacts facts = facts(file, settings, file.formatted(shell));
    LOG.info(
        "{}: found broker {} with {} (SHA-256 {}); {}",
        node.name(),
        facts.nodeId(),
        file.path(),
        facts.checksum(),
        facts
            .process()
            .map(process -> "runs as process " + process.pid() + ", Kafka " + facts.kafkaVersion())
            .orElse("does not run"));
    return facts;
  }

  private static BrokerFacts facts(
      BrokerFile file, ListenerSettings settings, KeyValues formatted) {
    return new BrokerFacts(
        settings.nodeId().or(() -> generated(formatted)).orElseThrow(() -> nameless(file)),
        settings.mode() == Mode.ZOOKEEPER,
        settings.mode() == Mode.COMBINED,
        settings.listeners(),
        settings.advertised(),
        settings.protocols(),
        settings.interBroker(),
        settings.logDirs(),
        formatted.find("cluster.id"),
        file.checksum(),
        file.kafkaVersion(),
        file.javaHome(),
        file.process().map(process -> BrokerFile.process(process, file.ports())),
        file.stopTimeout());
  }

  private static Optional<Integer> generated(KeyValues formatted) {
    return formatted
        .find("node.id")
        .or(() -> formatted.find("broker.id"))
        .filter(id -> id.matches("[0-9]{1,9}"))
        .map(Integer::valueOf);
  }

  private static RuntimeException nameless(BrokerFile file) {
    return file.refused(
        "neither it nor a data folder says which node this is",
        "start the broker, or write its node.id or broker.id into the file, then retry");
  }

  @Override
  public ListenerEdit previewListener(
      Owner owner, Node node, BrokerService service, ExternalListener wanted) {
    return editor(owner, node, service).preview(wanted);
  }

  @Override
  public ListenerEdit writeListener(
      Owner owner, Node node, BrokerService service, ExternalListener wanted) {
    return editor(owner, node, service).write(wanted);
  }

  @Override
  public void restoreConfiguration(
      Owner owner, Node node, BrokerService service, ListenerEdit edit) {
    editor(owner, node, service).restore(edit);
  }

  private ListenerEditor editor(Owner owner, Node node, BrokerService service) {
    return new ListenerEditor(shell(owner, node), node, service);
  }

  @Override
  public void stop(
      Owner owner, Node node, BrokerService service, BrokerProcess process, Duration patience) {
    processes(owner, node, service).stop(process, patience);
  }

  @Override
  public BrokerProcess start(Owner owner, Node node, BrokerService service) {
    return processes(owner, node, service).start(start);
  }

  private BrokerProcesses processes(Owner owner, Node node, BrokerService service) {
    return new BrokerProcesses(shell(owner, node), node, service);
  }

  private Shell shell(Owner owner, Node node) {
    return ssh.on(owner.credentials().sshKey(), node.address());
  }
}
