package dev.linkspan.starter.temporal;

import java.util.Map;
import java.util.Optional;

/** Connects to Temporal; tests connect to a server in memory. */
@FunctionalInterface
public interface TemporalConnector {
  /**
   * Opens a connection, which the caller closes.
   *
   * @param environment the environment variables, which can name a server
   * @param local the server of the local stack, used if the environment names none
   */
  TemporalConnection connect(
      Map<String, String> environment, Optional<TemporalConnection.LocalServer> local);
}
