package dev.linkspan.workflows.kafka;

import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.plan.ClusterPlan;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Queries to the running cluster, which the probe makes from the bastion over INTERNAL. */
@ActivityInterface
public interface ClusterActivities {

  /** A stub that retries forever; the Temporal UI shows its calls with this summary. */
  static ClusterActivities withSummary(String summary) {
    return ActivityStubs.unlimited(ClusterActivities.class, TaskQueues.NODES, summary);
  }

  /** A stub with three attempts, for a question that need not be answered. */
  static ClusterActivities fewAttempts(String summary) {
    return ActivityStubs.fewAttempts(ClusterActivities.class, TaskQueues.NODES, summary);
  }

  /** Waits until exactly these brokers are registered and the quorum has a leader. */
  @ActivityMethod(name = "Cluster_AwaitCluster")
  ClusterHealth awaitCluster(Owner owner, ClusterAccess access);

  /** Reads the state of the cluster once, without waiting. */
  @ActivityMethod(name = "Cluster_Inspect")
  ClusterHealth inspect(Owner owner, ClusterAccess access);

  /**
   * Waits for {@code reads} clean reads in a row: all brokers registered, no partition
   * under-replicated or without leader, every voter caught up. Waits as long as there is progress;
   * parks after as much time without progress as the patience.
   */
  @ActivityMethod(name = "Cluster_AwaitInSync")
  ClusterHealth awaitInSync(Owner owner, ClusterAccess access, int reads, Duration patience);

  /** The guide's own test: topic, messages in, messages out, over INTERNAL. */
  @ActivityMethod(name = "Cluster_TestMessages")
  void testMessages(Owner owner, ClusterAccess access, String topic, int messages);

  /**
   * Waits until this broker's running configuration and served metadata say this address; parks
   * when they do not.
   */
  @ActivityMethod(name = "Cluster_AwaitAdvertised")
  void awaitAdvertised(Owner owner, ClusterAccess access, int nodeId, String host, int port);

  /**
   * Waits until this broker may be stopped: everything is in sync, and enough remains without it.
   * Waits as long as there is progress; parks with the reasons after as much time without progress
   * as the patience.
   */
  @ActivityMethod(name = "Cluster_AwaitGate")
  ClusterHealth awaitGate(
      Owner owner, ClusterAccess access, int nodeId, int reads, Duration patience);

  /** Reads what a rollout needs to know before it begins; changes nothing. */
  @ActivityMethod(name = "Cluster_Survey")
  ClusterFacts survey(Owner owner, ClusterAccess access);

  /**
   * ZooKeeper mode only: changes a running broker's listeners without a restart; returns when it
   * runs with them.
   */
  @ActivityMethod(name = "Cluster_AlterListeners")
  void alterListeners(Owner owner, ClusterAccess access, int nodeId, Map<String, String> values);

  /**
   * ZooKeeper mode only: deletes the listeners that were added at run time, so that the broker's
   * file takes effect. Run-time listeners of others stay, and so do those of a broker that is down;
   * it is fine if there are none.
   */
  @ActivityMethod(name = "Cluster_ClearListeners")
  void clearListeners(Owner owner, ClusterAccess access, int nodeId);

  /**
   * Moves every replica on these brokers to the others, and returns when they hold none and each
   * copy is in sync. Waits as long as copies advance; parks after as much time without progress as
   * the patience, or if the others are too few.
   */
  @ActivityMethod(name = "Cluster_MoveReplicas")
  void moveReplicas(Owner owner, ClusterAccess access, List<Integer> from, Duration patience);

  /**
   * Removes a stopped broker from the metadata of the quorum; it is fine if it is not there. KRaft
   * mode only.
   */
  @ActivityMethod(name = "Cluster_Unregister")
  void unregister(Owner owner, ClusterAccess access, int nodeId);

  /** Gives leadership back to the preferred replicas. */
  @ActivityMethod(name = "Cluster_ElectPreferredLeaders")
  void electPreferredLeaders(Owner owner, ClusterAccess access);

  /**
   * How to query the cluster.
   *
   * @param brokers private address of each broker by node id
   * @param bastion where the probe runs
   * @param voters node ids of the controllers; empty in ZooKeeper mode
   * @param controllers dedicated ones, {@code host:port} by node id
   * @param externalListener name of the listener for TiDB Cloud
   */
  record ClusterAccess(
      Node bastion,
      Mode mode,
      Map<Integer, String> brokers,
      List<Integer> voters,
      Map<Integer, String> controllers,
      int internalPort,
      int externalPort,
      String externalListener) {

    /** Histories from before the listener could have another name don't have the field. */
    public ClusterAccess {
      externalListener = Objects.requireNonNullElse(externalListener, ClusterPlan.EXTERNAL);
    }

    /** A cluster whose listener for TiDB Cloud has its usual name. */
    public ClusterAccess(
        Node bastion,
        Mode mode,
        Map<Integer, String> brokers,
        List<Integer> voters,
        Map<Integer, String> controllers,
        int internalPort,
        int externalPort) {
      this(
          bastion,
          mode,
          brokers,
          voters,
          controllers,
          internalPort,
          externalPort,
          ClusterPlan.EXTERNAL);
    }

    /** The same cluster with its quorum as it is now: an owner can add and remove controllers. */
    public ClusterAccess withQuorumOf(ClusterFacts facts) {
      return new ClusterAccess(
          bastion,
          mode,
          brokers,
          facts.voters(),
          facts.controllers(),
          internalPort,
          externalPort,
          externalListener);
    }

    /** The same cluster, queried from this machine. */
    public ClusterAccess from(Node machine) {
      return new ClusterAccess(
          machine,
          mode,
          brokers,
          voters,
          controllers,
          internalPort,
          externalPort,
          externalListener);
    }

    /** The same cluster without these brokers. */
    public ClusterAccess without(Collection<Integer> nodeIds) {
      Map<Integer, String> others = new TreeMap<>(brokers);
      others.keySet().removeAll(nodeIds);
      return new ClusterAccess(
          bastion, mode, others, voters, controllers, internalPort, externalPort, externalListener);
    }

    /** How to query a cluster whose quorum is unknown. */
    public static ClusterAccess withoutQuorum(
        Node bastion,
        Mode mode,
        Map<Integer, String> brokers,
        int internalPort,
        int externalPort,
        String externalListener) {
      return new ClusterAccess(
          bastion,
          mode,
          brokers,
          List.of(),
          Map.of(),
          internalPort,
          externalPort,
          externalListener);
    }
  }

  /**
   * The state of the cluster at one moment.
   *
   * @param brokers ids that are registered and unfenced
   * @param laggingVoters voters that have not caught up
   * @param activeController node id of the quorum's leader (in ZooKeeper mode, of the controller),
   *     -1 where there is none
   * @param advertisedExternal {@code host:port} that each running broker advertises for the
   *     listener for TiDB Cloud
   */
  record ClusterHealth(
      String clusterId,
      List<Integer> brokers,
      int activeController,
      List<Integer> laggingVoters,
      List<String> underReplicated,
      List<String> leaderless,
      List<String> atMinIsr,
      Map<Integer, String> advertisedExternal) {}

  /**
   * A cluster before a rollout.
   *
   * @param brokers ids that are registered and unfenced
   * @param voters node ids of the quorum; empty in ZooKeeper mode
   * @param controllers dedicated ones, {@code host:port} by node id
   * @param atRisk topics that no order of restarts keeps available, our own left out
   * @param problems what else stands in the way, in words for a person
   * @param hosts the host that each broker advertises on the inter-broker listener, by node id
   * @param running what each broker runs with
   * @param acls what ACLs say about clients without a login; empty if the cluster was not asked
   */
  record ClusterFacts(
      String clusterId,
      List<Integer> brokers,
      int activeController,
      List<Integer> voters,
      Map<Integer, String> controllers,
      int topics,
      int partitions,
      List<TopicAtRisk> atRisk,
      List<String> problems,
      Map<Integer, String> hosts,
      List<RunningBroker> running,
      Optional<AnonymousAcls> acls) {}

  /**
   * The ACLs for {@code User:ANONYMOUS} and for everyone.
   *
   * @param authorized whether the cluster is known to have an authorizer
   * @param problem why the ACLs could not be read; blank if they were, or if there are none because
   *     there is no authorizer
   */
  record AnonymousAcls(boolean authorized, String problem, List<Acl> entries) {}

  /**
   * One ACL, in Kafka's words.
   *
   * @param resource type of the resource, such as {@code TOPIC}
   * @param name of the resource, {@code *} for all of its type; the beginning of the name if it is
   *     {@code prefixed}
   * @param operation such as {@code WRITE} or {@code ALL}
   * @param host where the client has to come from; {@code *} for anywhere
   */
  record Acl(
      String principal,
      boolean allows,
      String operation,
      String resource,
      String name,
      boolean prefixed,
      String host) {}

  /**
   * The settings that a broker runs with, as Kafka's Admin API describes them, wherever they come
   * from; a setting without a value is empty.
   *
   * @param protocols {@code listener.security.protocol.map}
   * @param interBrokerListener {@code inter.broker.listener.name}
   * @param served {@code host:port} that clients of the inter-broker listener are told
   */
  record RunningBroker(
      int nodeId,
      String listeners,
      String advertised,
      String protocols,
      String interBrokerListener,
      String processRoles,
      String served) {}

  /** A topic that is unavailable, for all or for careful producers, while a broker restarts. */
  record TopicAtRisk(
      String topic, int partitions, int replicationFactor, int minInsync, String reason) {}
}
