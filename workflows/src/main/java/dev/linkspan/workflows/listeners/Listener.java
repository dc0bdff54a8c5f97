package dev.linkspan.workflows.listeners;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of {@code listeners} or {@code advertised.listeners}.
 *
 * @param name in upper case, as Kafka normalises it
 * @param host without the brackets of an IPv6 address; empty for the default interface
 */
public record Listener(String name, String host, int port) {

  /** The pattern of {@code EndPoint} in Kafka, but the name must not be empty. */
  private static final Pattern FORM =
      Pattern.compile("([0-9a-zA-Z._-]+)://(\\[?)([0-9a-zA-Z%._:-]*)(]?):([0-9]{1,5})");

  private static final Set<String> EVERY_ADDRESS = Set.of("", "0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  /** Parses {@code NAME://host:port}; empty if the text has another form. */
  static Optional<Listener> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || form.group(2).isEmpty() != form.group(4).isEmpty()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(form.group(5));
    return port > 65535
        ? Optional.empty()
        : Optional.of(new Listener(ListenerKeys.normalised(form.group(1)), form.group(3), port));
  }

  /** Whether it is bound to all addresses, so that its host cannot be advertised. */
  public boolean onEveryAddress() {
    return EVERY_ADDRESS.contains(host);
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  public String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** {@code NAME://host:port}. */
  public String text() {
    return name + "://" + address();
  }
}
