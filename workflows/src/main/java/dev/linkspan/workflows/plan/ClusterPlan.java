package dev.linkspan.workflows.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The Kafka cluster that the link leads to. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ClusterPlan.NewCluster.class, name = "new cluster"),
  @JsonSubTypes.Type(value = ClusterPlan.ExistingCluster.class, name = "existing cluster")
})
public sealed interface ClusterPlan {

  /** The name of the listener for TiDB Cloud, unless the spec has another one. */
  String EXTERNAL = "EXTERNAL";

  /** All brokers, by id. */
  List<BrokerPlan> brokers();

  /** Kafka's own id of the cluster. */
  String clusterId();

  /** The name of the listener for TiDB Cloud on every broker, in upper case. */
  String externalListener();

  /** The port of this listener on every broker. */
  int externalPort();

  /** How its brokers are restarted. */
  RolloutPlan rollout();

  /** Copies of each partition of the topics that the setup makes. */
  default int replicationFactor() {
    return Math.min(MOST_COPIES, brokers().size());
  }

  /** Three copies survive a restart and a failure at once. */
  int MOST_COPIES = 3;

  /** A cluster that the setup makes, and removes with everything else. */
  record NewCluster(NetworkPlan network, KafkaPlan kafka, RolloutPlan rollout)
      implements ClusterPlan {
    @Override
    public List<BrokerPlan> brokers() {
      return kafka.brokers();
    }

    @Override
    public String clusterId() {
      return kafka.clusterId();
    }

    @Override
    public String externalListener() {
      return EXTERNAL;
    }

    @Override
    public int externalPort() {
      return kafka.externalPort();
    }
  }

  /**
   * A cluster that was there before: nothing of it is made or removed, only its brokers' listeners
   * change.
   *
   * @param vSwitches of the load balancer, one for each zone
   * @param jumpHost the machine that SSH goes through; empty where the brokers are reached directly
   * @param clusterId Kafka's own
   * @param controllers dedicated ones, {@code host:port} by node id; empty in the other modes
   * @param machines where the brokers run, by the key {@link BrokerPlan#instance()}
   * @param internalPort of the listener that the brokers talk to each other on
   */
  record ExistingCluster(
      String vpcId,
      List<AdoptedVSwitch> vSwitches,
      Optional<SshAddress> jumpHost,
      String clusterId,
      Mode mode,
      Map<Integer, String> controllers,
      List<AdoptedMachine> machines,
      int internalPort,
      int externalPort,
      RolloutPlan rollout,
      List<BrokerPlan> brokers,
      String externalListener)
      implements ClusterPlan {

    /** Plans from before the listener could have another name don't have the field. */
    public ExistingCluster {
      externalListener = Objects.requireNonNullElse(externalListener, EXTERNAL);
    }

    /** The machine of this broker. */
    public AdoptedMachine machine(BrokerPlan broker) {
      return machines.stream()
          .filter(machine -> machine.name().equals(broker.instance()))
          .findFirst()
          .orElseThrow();
    }
  }

  /** How a cluster keeps its metadata. */
  enum Mode {
    /** KRaft; some brokers are controllers too. */
    COMBINED,
    /** KRaft; controllers are processes of their own. */
    DEDICATED,
    /** ZooKeeper; Kafka 3.x only. */
    ZOOKEEPER
  }

  /** A zone of the load balancer, and the vSwitch that is there. */
  record AdoptedVSwitch(String zone, String vSwitchId) {}

  /** A machine to log in to. */
  record SshAddress(String user, String address, int port) {}

  /**
   * A broker's machine.
   *
   * @param name its key
   * @param instanceId of the ECS instance with this address
   */
  record AdoptedMachine(String name, SshAddress ssh, String instanceId, BrokerService service) {}

  /**
   * How brokers are restarted.
   *
   * @param pause between one broker that is well again and the next
   * @param audit whether a producer and a consumer run beside, to count what clients notice
   * @param patience how long a stop, or a gate where nothing gets better, is waited for before a
   *     person is asked; empty for what is usual at each
   */
  record RolloutPlan(Duration pause, boolean audit, Optional<Duration> patience) {
    /** With the usual patience. */
    public RolloutPlan(Duration pause, boolean audit) {
      this(pause, audit, Optional.empty());
    }

    /** The same with an audit: for a cluster that has clients by now. */
    public RolloutPlan audited() {
      return new RolloutPlan(pause, true, patience);
    }
  }
}
