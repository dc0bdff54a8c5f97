package dev.linkspan.probe;

/** Where a listener is. */
record HostPort(String host, int port) {

  /** Reads {@code host:port}. */
  static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("not host:port: " + text);
    }
    return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /** Reads {@code host:port}, or a host alone whose listener has the usual port. */
  static HostPort parse(String text, int usualPort) {
    return text.indexOf(':') < 0 ? new HostPort(text, usualPort) : parse(text);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
