package dev.linkspan.workflows.listeners;

import java.util.Locale;

/** The keys of a broker's file about listeners, and how Kafka compares the names of listeners. */
final class ListenerKeys {
  static final String LISTENERS = "listeners";
  static final String ADVERTISED = "advertised.listeners";
  static final String PROTOCOL_MAP = "listener.security.protocol.map";
  static final String INTER_BROKER = "inter.broker.listener.name";
  static final String INTER_BROKER_PROTOCOL = "security.inter.broker.protocol";
  static final String CONTROL_PLANE = "control.plane.listener.name";
  static final String VOTERS = "controller.quorum.voters";
  static final String BOOTSTRAP_SERVERS = "controller.quorum.bootstrap.servers";
  static final String CONTROLLERS = "controller.listener.names";

  private ListenerKeys() {}

  /** The settings of one listener begin so ({@code ListenerName.configPrefix} of Kafka). */
  static String scopeOf(String name) {
    return "listener.name." + name.toLowerCase(Locale.ROOT) + ".";
  }

  /** Listener names are compared in upper case ({@code ListenerName.normalised} of Kafka). */
  static String normalised(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
