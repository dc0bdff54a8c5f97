package dev.linkspan.workflows.kafka;

import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.AccessSettings;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.SettingsChange;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Activities on one running broker, over SSH: they edit its file in place, and stop and start its
 * process. The file can hold secrets, which never leave the activity. Every activity is idempotent;
 * none sends SIGKILL or formats storage.
 */
@ActivityInterface
public interface BrokerActivities {

  /** A stub that retries forever; the Temporal UI shows its calls with this summary. */
  static BrokerActivities withSummary(String summary) {
    return ActivityStubs.unlimited(BrokerActivities.class, TaskQueues.NODES, summary);
  }

  /** Reads the node's file and process, and compares them; changes nothing. */
  @ActivityMethod(name = "Broker_Survey")
  BrokerFacts survey(Owner owner, Node node, BrokerService service);

  /**
   * Returns what the listener would change in the file; changes nothing. Parks if the file cannot
   * get the listener without a change to another one.
   */
  @ActivityMethod(name = "Broker_PreviewListener")
  ListenerEdit previewListener(
      Owner owner, Node node, BrokerService service, ExternalListener wanted);

  /**
   * Edits the file: a backup beside it, named by its checksum, then the new one by rename. A file
   * that is as wanted stays untouched. Parks, with the file unchanged, if the Kafka of the running
   * broker would not start with the new file.
   */
  @ActivityMethod(name = "Broker_WriteListener")
  ListenerEdit writeListener(
      Owner owner, Node node, BrokerService service, ExternalListener wanted);

  /**
   * Returns what {@link #removeListener} would change in the file; changes nothing. Parks if the
   * listener cannot go out of it.
   */
  @ActivityMethod(name = "Broker_PreviewListenerRemoval")
  ListenerEdit previewListenerRemoval(
      Owner owner, Node node, BrokerService service, ExternalListener added);

  /**
   * Takes a listener that {@link #writeListener} added out of the file, which becomes what it was
   * before: byte for byte, unless somebody else has edited it since; then only the entries of the
   * listener go. Edits the file as {@link #writeListener} does. Parks, with the file unchanged, if
   * no backup shows that the listener was added.
   */
  @ActivityMethod(name = "Broker_RemoveListener")
  ListenerEdit removeListener(
      Owner owner, Node node, BrokerService service, ExternalListener added);

  /**
   * Returns what the settings would change in the file; changes nothing. Parks with Kafka's words
   * if the Kafka of the running broker does not know a setting, or would not start with the file.
   */
  @ActivityMethod(name = "Broker_PreviewSettings")
  ListenerEdit previewSettings(
      Owner owner, Node node, BrokerService service, SettingsChange settings);

  /** Edits the file as {@link #writeListener} does, so that it has these settings. */
  @ActivityMethod(name = "Broker_WriteSettings")
  ListenerEdit writeSettings(
      Owner owner, Node node, BrokerService service, SettingsChange settings);

  /** Restores the file from before this edit; a file without the edit stays as it is. */
  @ActivityMethod(name = "Broker_RestoreConfiguration")
  void restoreConfiguration(Owner owner, Node node, BrokerService service, ListenerEdit edit);

  /**
   * Stops exactly this process with a controlled shutdown; returns when it is gone and its ports
   * are closed, which may be the case already. Parks when the patience is over; the shutdown
   * continues, and a retry waits for it.
   */
  @ActivityMethod(name = "Broker_Stop")
  void stop(
      Owner owner, Node node, BrokerService service, BrokerProcess process, Duration patience);

  /**
   * Starts the broker unless it runs; returns when its process is stable and its ports are open.
   * Parks with the last errors of its log if the process ends.
   */
  @ActivityMethod(name = "Broker_Start")
  BrokerProcess start(Owner owner, Node node, BrokerService service);

  /**
   * Enables the broker's unit, so that it starts with the machine. Nothing changes for a unit that
   * is enabled, and for a broker that commands start. Parks if the SSH user may not do it.
   */
  @ActivityMethod(name = "Broker_EnableUnit")
  void enableUnit(Owner owner, Node node, BrokerService service);

  /**
   * What was found on a node.
   *
   * @param controller whether it is a voter too
   * @param listeners everything it listens on, as in its file; a host that a config provider sets
   *     is a placeholder until the running broker has told it
   * @param advertised what clients are told, as in its file; without {@code advertised.listeners},
   *     the listeners that are not for controllers
   * @param protocols security protocol by listener name
   * @param interBrokerListener name of the listener that brokers talk to each other on
   * @param formattedFor cluster id in the {@code meta.properties} of its data folders
   * @param kafkaVersion as told by the jars it runs with; empty while it does not run
   * @param process empty while it does not run
   * @param stopTimeout how long its unit waits before it kills; empty without a unit
   * @param problems why the file is not what the process runs with, or could not start with; one
   *     sentence each, with what to do
   * @param access what its file says about access control; empty in histories from before it was
   *     read
   * @param warnings what its owner should know before the file changes, one sentence each; empty in
   *     histories from before there were any
   */
  record BrokerFacts(
      int nodeId,
      boolean zooKeeper,
      boolean controller,
      List<Listener> listeners,
      List<Listener> advertised,
      Map<String, String> protocols,
      String interBrokerListener,
      List<String> dataFolders,
      Optional<String> formattedFor,
      String checksum,
      String kafkaVersion,
      Optional<String> javaHome,
      Optional<BrokerProcess> process,
      Optional<Duration> stopTimeout,
      List<String> problems,
      Optional<AccessSettings> access,
      Optional<List<String>> warnings) {

    /** Histories from before this version have no problems. */
    public BrokerFacts {
      problems = List.copyOf(Objects.requireNonNullElse(problems, List.of()));
    }

    /** The same with other listeners. */
    public BrokerFacts with(List<Listener> bound, List<Listener> told) {
      return new BrokerFacts(
          nodeId,
          zooKeeper,
          controller,
          bound,
          told,
          protocols,
          interBrokerListener,
          dataFolders,
          formattedFor,
          checksum,
          kafkaVersion,
          javaHome,
          process,
          stopTimeout,
          problems,
          access,
          warnings);
    }

    /** What it listens on under this name. */
    public Optional<Listener> listener(String name) {
      return named(listeners, name);
    }

    /** The listener that brokers talk to each other on; empty if the file lacks it. */
    public Optional<Listener> interBroker() {
      return listener(interBrokerListener);
    }

    /** What clients of the listener with this name are told. */
    public Optional<Listener> advertised(String name) {
      return named(advertised, name);
    }

    private static Optional<Listener> named(List<Listener> listeners, String name) {
      return listeners.stream().filter(listener -> listener.name().equals(name)).findFirst();
    }

    /** {@code NAME:PROTOCOL} of the listeners that ask clients to log in. */
    public List<String> loginListeners() {
      return listeners.stream()
          .map(Listener::name)
          .filter(name -> protocols.getOrDefault(name, "").startsWith("SASL_"))
          .map(name -> name + ":" + protocols.get(name))
          .toList();
    }

    /**
     * The managed domain of the name that its file tells TiDB Cloud; empty where it has none.
     *
     * @param external name of the listener for TiDB Cloud
     */
    public Optional<BrokerDomains> domains(String external) {
      return advertised(external)
          .flatMap(listener -> BrokerDomains.ofHost(nodeId, listener.host()));
    }
  }

  /**
   * A running broker.
   *
   * @param started in clock ticks since boot: an id alone may belong to another process by now
   * @param ports all that it listens on
   */
  record BrokerProcess(long pid, long started, List<Integer> ports) {}

  /**
   * A change of one file.
   *
   * @param before checksum (SHA-256, hex) of the file that was found
   * @param after of the file as it is to be; the same where nothing changes
   * @param diff the changed lines only
   * @param values the keys that it is about and what they are to be
   */
  record ListenerEdit(
      String path, String before, String after, String diff, Map<String, String> values) {
    /** Whether there is anything to change. */
    public boolean changes() {
      return !before.equals(after);
    }
  }
}
