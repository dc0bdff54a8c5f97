package dev.linkspan.listeners;

/**
 * The listener that a broker shall have for TiDB Cloud.
 *
 * @param name usually {@code EXTERNAL}
 * @param bindHost what it listens on, e.g. {@code 0.0.0.0}
 * @param port the port it listens on
 * @param advertisedHost {@code b<id>.<unique name>.alicloud.plc.tidbcloud.com}
 * @param advertisedPort the broker's own port on the load balancer
 * @param protocol e.g. {@code PLAINTEXT}
 */
public record ExternalListener(
    String name,
    String bindHost,
    int port,
    String advertisedHost,
    int advertisedPort,
    String protocol) {

  /** {@code host:port} as clients are told it. */
  public String advertised() {
    return advertisedHost + ":" + advertisedPort;
  }
}
