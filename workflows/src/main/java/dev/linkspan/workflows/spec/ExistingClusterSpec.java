package dev.linkspan.workflows.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code kind: existing cluster}: only the link is made, and one listener on every broker. */
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
   * @param jumpHost the machine that SSH goes through; empty where brokers are reached directly
   */
  public record Network(String vpcId, List<Zone> zones, Ssh ssh, Optional<JumpHost> jumpHost) {}

  /** A zone of the load balancer, and the vSwitch that is there. */
  public record Zone(String zone, String vSwitchId) {}

  /** {@code address}: an IPv4 address or a name. */
  public record JumpHost(String address, Ssh ssh) {}

  /** The brokers, in the order of the file: their node ids are only found out. */
  public record Kafka(List<Broker> brokers, Ports ports) {}

  /**
   * One broker, with what it has of its own or what is usual.
   *
   * @param address private IPv4 address of its machine
   * @param configuration absolute path of its {@code server.properties}
   * @param advertisedPort its port on the load balancer: as written, or counted from {@link
   *     Ports#advertisedFrom()} by its place in the list
   */
  public record Broker(
      String address, Ssh ssh, String configuration, Control control, int advertisedPort) {}

  /** What starts and stops a broker. */
  public sealed interface Control {}

  /** {@code unit} e.g. {@code kafka.service}. */
  public record SystemdUnit(String unit) implements Control {}

  /** Shell commands, run as the SSH user. */
  public record Commands(String start, String stop) implements Control {}

  /**
   * @param external on every broker, for TiDB Cloud
   * @param bootstrap of the load balancer
   * @param advertisedFrom the port on the load balancer of the first broker
   */
  public record Ports(int external, int bootstrap, int advertisedFrom) {}

  /**
   * How brokers are restarted.
   *
   * @param pause between one broker that is well again and the next
   * @param audit whether a producer and a consumer run beside, to count what clients notice
   * @param patience how long a stop, or a gate where nothing gets better, is waited for before a
   *     person is asked; empty for what is usual at each
   */
  public record Rollout(Duration pause, boolean audit, Optional<Duration> patience) {}
}
