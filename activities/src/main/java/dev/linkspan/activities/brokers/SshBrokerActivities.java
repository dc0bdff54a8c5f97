package dev.linkspan.activities.brokers;

import dev.linkspan.activities.brokers.ConfigurationChange.OfListener;
import dev.linkspan.activities.brokers.ConfigurationChange.OfSettings;
import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.AccessSettings;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.listeners.ListenerSettings;
import dev.linkspan.workflows.listeners.ListenerSettings.Mode;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.SettingsChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The activities on brokers that run already, over SSH. */
public final class SshBrokerActivities implements BrokerActivities {
  private static final Logger LOG = LoggerFactory.getLogger(SshBrokerActivities.class);
  private static final Duration START = Duration.ofMinutes(10);
  private static final Duration APPEARANCE = Duration.ofSeconds(30);

  /** Kafka's default where the file does not have the listener. */
  private static final int DEFAULT_PORT = 9092;

  private final Ssh ssh;
  private final Duration start;
  private final Duration appearance;

  /** The connections may be shared with the other activities. */
  public SshBrokerActivities(Ssh ssh) {
    this(ssh, START, APPEARANCE);
  }

  SshBrokerActivities(Ssh ssh, Duration start, Duration appearance) {
    this.ssh = ssh;
    this.start = start;
    this.appearance = appearance;
  }

  @Override
  public BrokerFacts survey(Owner owner, Node node, BrokerService service) {
    Shell shell = shell(owner, node);
    BrokerFile file = BrokerFile.read(shell, service);
    ListenerSettings settings = file.settings();
    if (settings.mode() == Mode.CONTROLLER) {
      throw file.refused(
          "it is of a controller, which has no clients",
          "leave this node out of kafka.brokers and plan again");
    }
    file.refuseUnlessKafkaStarts();
    BrokerFacts facts =
        facts(
            file,
            service,
            settings,
            file.formatted(shell),
            problems(shell, service, file, settings));
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
      BrokerFile file,
      BrokerService service,
      ListenerSettings settings,
      KeyValues formatted,
      List<String> problems) {
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
        file.stopTimeout(),
        problems,
        Optional.of(AccessSettings.of(file.text())),
        Optional.of(file.warnings(service)));
  }

  /** What differs between the file and the process, and what Kafka itself says to the file. */
  private static List<String> problems(
      Shell shell, BrokerService service, BrokerFile file, ListenerSettings settings) {
    RunningProcess process =
        RunningProcess.read(
            shell,
            file.path(),
            file.pid(),
            settings.listener(settings.interBroker()).map(Listener::port).orElse(DEFAULT_PORT));
    List<String> problems =
        new ArrayList<>(
            new FileProcessComparison(shell.name(), file.path(), file.text(), service)
                .problems(process));
    if (process.container().isEmpty()) {
      problems.addAll(file.ownershipProblems(service));
    }
    KafkaConfiguration.of(shell, file)
        .flatMap(kafka -> kafka.refusal(file.text(), Set.of()))
        .ifPresent(
            reason ->
                problems.add(
                    "%s: Kafka would not start again with %s as it is: %s: correct the file"
                        .formatted(shell.name(), file.path(), reason)));
    return problems;
  }

  private static Optional<Integer> generated(KeyValues formatted) {
    return formatted
        .find("node.id")
        .or(() -> formatted.find("broker.id"))
        .filter(id -> id.matches("[0-9]{1,10}"))
        .map(Long::valueOf)
        .filter(id -> id <= Integer.MAX_VALUE)
        .map(Long::intValue);
  }

  private static RuntimeException nameless(BrokerFile file) {
    return file.refused(
        "neither it nor a data folder says which node this is",
        "start the broker, or write its node.id or broker.id into the file, then retry");
  }

  @Override
  public ListenerEdit previewListener(
      Owner owner, Node node, BrokerService service, ExternalListener wanted) {
    return editor(owner, node, service).preview(new OfListener(wanted));
  }

  @Override
  public ListenerEdit writeListener(
      Owner owner, Node node, BrokerService service, ExternalListener wanted) {
    return editor(owner, node, service).write(new OfListener(wanted));
  }

  @Override
  public ListenerEdit previewSettings(
      Owner owner, Node node, BrokerService service, SettingsChange settings) {
    return editor(owner, node, service).previewAccepted(new OfSettings(settings));
  }

  @Override
  public ListenerEdit writeSettings(
      Owner owner, Node node, BrokerService service, SettingsChange settings) {
    return editor(owner, node, service).write(new OfSettings(settings));
  }

  @Override
  public ListenerEdit previewListenerRemoval(
      Owner owner, Node node, BrokerService service, ExternalListener added) {
    return editor(owner, node, service).previewRemoval(added);
  }

  @Override
  public ListenerEdit removeListener(
      Owner owner, Node node, BrokerService service, ExternalListener added) {
    return editor(owner, node, service).remove(added);
  }

  @Override
  public void restoreConfiguration(
      Owner owner, Node node, BrokerService service, ListenerEdit edit) {
    editor(owner, node, service).restore(edit);
  }

  private ConfigurationEditor editor(Owner owner, Node node, BrokerService service) {
    return new ConfigurationEditor(shell(owner, node), node, service);
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

  @Override
  public void enableUnit(Owner owner, Node node, BrokerService service) {
    processes(owner, node, service).enableUnit();
  }

  private BrokerProcesses processes(Owner owner, Node node, BrokerService service) {
    return new BrokerProcesses(shell(owner, node), node, service, appearance);
  }

  private Shell shell(Owner owner, Node node) {
    return ssh.on(owner.credentials().sshKey(), node.address());
  }
}
