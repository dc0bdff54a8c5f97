package dev.linkspan.probe.client;

/** The address of a listener. */
public record HostPort(String host, int port) {

  /**
   * Parses {@code host:port}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("not host:port: " + text);
    }
    return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /**
   * Parses {@code host:port}, or a host that has the default port.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static HostPort parse(String text, int defaultPort) {
    return text.indexOf(':') < 0 ? new HostPort(text, defaultPort) : parse(text);
  }

  /** Returns {@code host:port}. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
