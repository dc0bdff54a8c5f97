package dev.linkspan.workflows.spec;

import java.util.List;
import java.util.Optional;

/** {@code kind: new cluster}: network, machines and Kafka are made too. */
public record NewClusterSpec(
    String name,
    String region,
    Credentials credentials,
    Network network,
    Kafka kafka,
    LoadBalancer loadBalancer,
    TidbCloud tidbCloud,
    Verification verification)
    implements Spec {

  /** The VPC and how its machines are reached. */
  public record Network(
      Cidr vpcCidr, List<Zone> zones, Bastion bastion, Ssh ssh, String imageFamily) {}

  /** A zone of the load balancer, and the vSwitch in it. */
  public record Zone(String zone, Cidr cidr) {}

  /**
   * The machine that is reached from outside.
   *
   * @param sshFrom from where SSH is let in
   */
  public record Bastion(
      String zone,
      Cidr cidr,
      Cidr sshFrom,
      String instanceType,
      String diskCategory,
      int diskGiB) {}

  /**
   * The Kafka cluster and its machines.
   *
   * @param heap {@code 256m} or {@code 1g}: a number and a lower-case unit
   * @param bindPrivateAddress listeners on the node's own address instead of all of them
   * @param clusterId empty when one shall be derived from the setup's name
   */
  public record Kafka(
      Archive archive,
      Archive java,
      String instanceType,
      String diskCategory,
      int diskGiB,
      String heap,
      String installTo,
      String serviceUser,
      boolean bindPrivateAddress,
      Optional<String> clusterId,
      List<Broker> brokers,
      Ports ports) {}

  /**
   * @param advertisedPort its port on the load balancer: as written, or counted from {@link
   *     Ports#advertisedFrom()} by {@code id}
   */
  public record Broker(int id, String zone, int advertisedPort) {}

  /**
   * @param bootstrap of the load balancer; the others but {@code distribution} are the brokers'
   * @param advertisedFrom the port on the load balancer of the broker with id 1
   * @param distribution where the bastion serves the archives to the brokers
   */
  public record Ports(
      int controller,
      int internal,
      int external,
      int bootstrap,
      int advertisedFrom,
      int distribution) {}
}
