package dev.linkspan.workflows.listeners;

/**
 * The listener for TiDB Cloud, as wanted on one broker.
 *
 * @param name usually {@code EXTERNAL}; kept in upper case
 * @param bindHost an address of the node, or {@code 0.0.0.0} or empty for all
 * @param advertisedHost the name of this broker in TiDB Cloud's managed domain
 * @param advertisedPort this broker's own listener on the load balancer
 * @param protocol usually {@code PLAINTEXT}
 */
public record ExternalListener(
    String name,
    String bindHost,
    int port,
    String advertisedHost,
    int advertisedPort,
    String protocol) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if Kafka could not parse them
   */
  public ExternalListener {
    name = ListenerKeys.normalised(name);
    if (!SettingsReading.PROTOCOLS.contains(protocol)) {
      throw new IllegalArgumentException("not a security protocol of Kafka: " + protocol);
    }
    Listener bound = new Listener(name, bindHost, port);
    Listener advertised = new Listener(name, advertisedHost, advertisedPort);
    if (!name.matches("[0-9A-Z._-]+") || port < 1 || !reads(bound)) {
      throw new IllegalArgumentException("not a listener: " + bound.text());
    }
    if (advertisedPort < 1 || advertised.onEveryAddress() || !reads(advertised)) {
      throw new IllegalArgumentException("not an address to connect to: " + advertised.text());
    }
  }

  /** Its entry in {@code listeners}. */
  Listener boundListener() {
    return new Listener(name, bindHost, port);
  }

  /** Its entry in {@code advertised.listeners}. */
  Listener advertisedListener() {
    return new Listener(name, advertisedHost, advertisedPort);
  }

  /** {@code host:port} as advertised to clients. */
  public String advertised() {
    return advertisedListener().address();
  }

  private static boolean reads(Listener listener) {
    return Listener.parse(listener.text()).filter(listener::equals).isPresent();
  }
}
