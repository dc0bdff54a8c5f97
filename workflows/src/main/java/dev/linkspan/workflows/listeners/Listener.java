package dev.linkspan.workflows.listeners;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code listeners} or {@code advertised.listeners}.
 *
 * @param name in upper case, as Kafka normalises it
 * @param host without the brackets of an IPv6 address; empty for the default interface. Contains
 *     {@code ${provider:...}} where a config provider sets it, and only the running broker knows it
 */
public record Listener(String name, String host, int port) {

  /** The pattern of {@code EndPoint} in Kafka, but the name must not be empty. */
  private static final Pattern FORM =
      Pattern.compile("([0-9a-zA-Z._-]+)://(\\[?)([0-9a-zA-Z%._:-]*)(]?):([0-9]{1,5})");

  private static final int HIGHEST_PORT = 65535;

  /** Removes the brackets of an IPv6 address. */
  public Listener {
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
  }

  /** Parses {@code NAME://host:port} without placeholders; empty if the text has another form. */
  public static Optional<Listener> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || form.group(2).isEmpty() != form.group(4).isEmpty()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(form.group(5));
    return port > HIGHEST_PORT
        ? Optional.empty()
        : Optional.of(new Listener(ListenerKeys.normalised(form.group(1)), form.group(3), port));
  }

  /** Whether Kafka could read it, with a port that clients can connect to. */
  boolean isConnectable() {
    return name.matches("[0-9A-Z._-]+")
        && host.matches("[0-9a-zA-Z%._:-]*")
        && port > 0
        && port <= HIGHEST_PORT;
  }

  /**
   * Whether it is bound to all addresses, so that its host cannot be advertised. On Linux, a Java
   * program that binds {@code ::} also accepts IPv4.
   */
  public boolean onEveryAddress() {
    return host.isEmpty() || host.equals("0.0.0.0") || (isIpv6() && host.matches("[0:]+"));
  }

  /** Whether only the machine itself can reach it. */
  public boolean onLoopback() {
    return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  /** Whether its host is an IP address and not a name. */
  public boolean hasIpAddress() {
    return isIpv4() || isIpv6();
  }

  /** Whether a config provider sets the host, or a part of it. */
  public boolean hasPlaceholder() {
    return host.contains("${");
  }

  boolean isIpv4() {
    return host.matches("[0-9]+(\\.[0-9]+){3}");
  }

  boolean isIpv6() {
    return host.contains(":") && !hasPlaceholder();
  }

  /** The same listener with another host. */
  public Listener withHost(String newHost) {
    return new Listener(name, newHost, port);
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  public String address() {
    return (isIpv6() ? "[" + host + "]" : host) + ":" + port;
  }

  /** {@code NAME://host:port}. */
  public String text() {
    return name + "://" + address();
  }
}
