package dev.linkspan.workflows.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code kind: existing cluster}: creates only the link, and one listener on every broker. */
public record ExistingClusterSpec(
    String name,
    String region,
    Credentials credentials,
    Network network,
    Kafka kafka,
    Rollout rollout,
    LoadBalancer loadBalancer,
    TidbCloud tidbCloud,
    Verification verification)
    implements Spec {

  /**
   * Where the cluster is.
   *
   * @param ssh account and port of the brokers' machines
   * @param jumpHost the machine that SSH goes through; empty if the worker reaches brokers directly
   */
  public record Network(String vpcId, List<Zone> zones, Ssh ssh, Optional<JumpHost> jumpHost) {}

  /** A zone of the load balancer, and an existing vSwitch in it. */
  public record Zone(String zone, String vSwitchId) {}

  /** {@code address}: an IPv4 address or a name. */
  public record JumpHost(String address, Ssh ssh) {}

  /**
   * The brokers, in the order of the file. The survey finds their node ids.
   *
   * @param externalListener name of TiDB Cloud's listener on every broker, in upper case
   */
  public record Kafka(List<Broker> brokers, Ports ports, String externalListener) {}

  /**
   * One broker, with its own settings or else those of all brokers.
   *
   * @param address private IPv4 address of its machine
   * @param configuration absolute path of its {@code server.properties}
   * @param advertisedPort its port on the load balancer: as written, or {@link
   *     Ports#advertisedFrom()} plus its place in the list
   */
  public record Broker(
      String address, Ssh ssh, String configuration, Control control, int advertisedPort) {}

  /** What starts and stops a broker. */
  public sealed interface Control {}

  /** {@code unit} is for example {@code kafka.service}. */
  public record SystemdUnit(String unit) implements Control {}

  /** Shell commands, run as the SSH user. */
  public record Commands(String start, String stop) implements Control {}

  /**
   * The ports.
   *
   * @param external port of TiDB Cloud's listener on every broker
   * @param bootstrap bootstrap port of the load balancer
   * @param advertisedFrom port of the first broker on the load balancer
   */
  public record Ports(int external, int bootstrap, int advertisedFrom) {}

  /**
   * How brokers are restarted.
   *
   * @param pause time between a broker that is back in service and the next
   * @param audit whether a producer and a consumer run beside, to count what clients notice
   * @param patience how long to wait for a stop, or for a gate without progress, before a person is
   *     asked; empty for the default of each
   */
  public record Rollout(Duration pause, boolean audit, Optional<Duration> patience) {}
}
