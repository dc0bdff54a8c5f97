package dev.linkspan.workflows.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code kind: new cluster}: also creates network, machines and Kafka. */
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

  /** A zone of the load balancer, and the address block of its vSwitch. */
  public record Zone(String zone, Cidr cidr) {}

  /**
   * The machine that is reachable from outside.
   *
   * @param sshFrom the block of addresses that SSH is allowed from
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
   * @param bindPrivateAddress whether listeners bind to the node's own address only
   * @param clusterId empty to derive it from the setup's name
   * @param settings of every broker's {@code server.properties}, by key
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
      Ports ports,
      Map<String, String> settings) {}

  /**
   * One broker.
   *
   * @param advertisedPort its port on the load balancer: as written, or {@link
   *     Ports#advertisedFrom()} plus {@code id} minus 1
   */
  public record Broker(int id, String zone, int advertisedPort) {}

  /**
   * The ports; {@code controller}, {@code internal} and {@code external} are on every broker.
   *
   * @param bootstrap bootstrap port of the load balancer
   * @param advertisedFrom port of the broker with id 1 on the load balancer
   * @param distribution port at which the bastion serves the archives to the brokers
   */
  public record Ports(
      int controller,
      int internal,
      int external,
      int bootstrap,
      int advertisedFrom,
      int distribution) {}
}
