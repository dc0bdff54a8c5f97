package dev.linkspan.workflows.listeners;

import java.util.stream.Stream;

/** The fields of the spec of an existing cluster that say what the listener for TiDB Cloud is. */
public final class ListenerFields {
  static final String NAME = "kafka.external.name";
  static final String PORT = "kafka.ports.external";

  private ListenerFields() {}

  /**
   * Whether the advice is to write something else into the spec. It can be followed only as long as
   * nothing is built.
   */
  public static boolean areIn(String remedy) {
    return Stream.of(NAME, PORT).anyMatch(remedy::contains);
  }
}
