package dev.linkspan.probe.protocol;

import java.util.List;

/**
 * Request of {@code link}: tests each path through the load balancer to the brokers. Must be the
 * first request of a process, because it changes how the process resolves names.
 *
 * @param addresses addresses of the load balancer, one per zone
 * @param bootstrapPort port of the load balancer that leads to any broker
 * @param topic topic in which each broker leads a partition; created if missing
 * @param messages number of messages to write and read through each address
 */
public record LinkRequest(
    List<Address> addresses, int bootstrapPort, List<Broker> brokers, String topic, int messages) {

  /**
   * An address of the load balancer.
   *
   * @param zone ID of the zone
   * @param address IP address
   */
  public record Address(String zone, String address) {}

  /**
   * What a broker is expected to advertise.
   *
   * @param host the broker's managed domain
   * @param port the broker's own port on the load balancer
   */
  public record Broker(int nodeId, String host, int port) {}
}
