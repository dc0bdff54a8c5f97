package dev.linkspan.workflows.kafka;

import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One broker that runs already, over SSH: its file is edited in place, its process stopped and
 * started. Its file may hold secrets: none of them leaves the activity. Everything can be run again
 * at any point; nothing here ever sends SIGKILL or formats storage.
 */
@ActivityInterface
public interface BrokerActivities {

  /** A stub whose calls the Temporal UI shows under this summary; it retries without end. */
  static BrokerActivities withSummary(String summary) {
    return ActivityStubs.unlimited(BrokerActivities.class, TaskQueues.NODES, summary);
  }

  /** What the node's file and process tell; touches nothing. */
  @ActivityMethod(name = "Broker_Survey")
  BrokerFacts survey(Owner owner, Node node, BrokerService service);

  /**
   * What the listener would change in the file; touches nothing. Parks where the listener cannot be
   * had without changing another one.
   */
  @ActivityMethod(name = "Broker_PreviewListener")
  ListenerEdit previewListener(
      Owner owner, Node node, BrokerService service, ExternalListener wanted);

  /**
   * Edits the file: a backup beside it, named by its checksum, then the new one by rename. A file
   * that is as wanted stays untouched.
   */
  @ActivityMethod(name = "Broker_WriteListener")
  ListenerEdit writeListener(
      Owner owner, Node node, BrokerService service, ExternalListener wanted);

  /** Puts the file of before this edit back; one that was not edited stays untouched. */
  @ActivityMethod(name = "Broker_RestoreConfiguration")
  void restoreConfiguration(Owner owner, Node node, BrokerService service, ListenerEdit edit);

  /**
   * Controlled stop of exactly this process: returns when it is gone and its ports are closed. One
   * that is gone already was stopped before. Parks when the patience is over; the stop goes on
   * meanwhile, and whoever asks again waits for that same one.
   */
  @ActivityMethod(name = "Broker_Stop")
  void stop(
      Owner owner, Node node, BrokerService service, BrokerProcess process, Duration patience);

  /**
   * Starts the broker unless it runs; returns once its process has stayed and its ports are open.
   * Parks when it ends while starting, with the last errors of its log.
   */
  @ActivityMethod(name = "Broker_Start")
  BrokerProcess start(Owner owner, Node node, BrokerService service);

  /**
   * What was found on a node.
   *
   * @param controller whether it is a voter too
   * @param listeners name and {@code host:port} of everything it listens on, as in its file
   * @param advertised the same of what clients are told, as in its file
   * @param protocols security protocol by listener name
   * @param interBrokerListener name of the listener that brokers talk to each other on
   * @param formattedFor cluster id in the {@code meta.properties} of its data folders
   * @param kafkaVersion as told by the jars it runs with; empty while it does not run
   * @param process empty while it does not run
   * @param stopTimeout how long its unit waits before it kills; empty without a unit
   */
  record BrokerFacts(
      int nodeId,
      boolean zooKeeper,
      boolean controller,
      Map<String, String> listeners,
      Map<String, String> advertised,
      Map<String, String> protocols,
      String interBrokerListener,
      List<String> dataFolders,
      Optional<String> formattedFor,
      String checksum,
      String kafkaVersion,
      Optional<String> javaHome,
      Optional<BrokerProcess> process,
      Optional<Duration> stopTimeout) {

    /** {@code NAME:PROTOCOL} of the listeners that ask clients to log in. */
    public List<String> loginListeners() {
      return listeners.keySet().stream()
          .filter(name -> protocols.getOrDefault(name, "").startsWith("SASL_"))
          .map(name -> name + ":" + protocols.get(name))
          .toList();
    }

    /** The unique name in the address that its file tells TiDB Cloud; empty where it has none. */
    public Optional<String> uniqueName() {
      return Optional.ofNullable(advertised.get("EXTERNAL"))
          .flatMap(address -> BrokerPlan.uniqueName(nodeId, address));
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
   * @param values the listener keys and what they are to be
   */
  record ListenerEdit(
      String path, String before, String after, String diff, Map<String, String> values) {
    /** Whether there is anything to change. */
    public boolean changes() {
      return !before.equals(after);
    }
  }
}
