package dev.linkspan.starter.stack;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to start a component, and how to see that it is ready.
 *
 * @param command the program and its arguments
 * @param environment the complete environment; nothing is inherited
 * @param ports ports that it listens on, on loopback
 * @param healthUrl URL that responds with status 200 when it is ready
 * @param startTimeout how long it can take to get ready
 * @param stopTimeout how long it can take to stop before it is killed
 * @param addresses its addresses, for the user
 * @param beforeStart runs before it starts
 */
public record LaunchSpec(
    List<String> command,
    Map<String, String> environment,
    List<Integer> ports,
    URI healthUrl,
    Duration startTimeout,
    Duration stopTimeout,
    String addresses,
    Runnable beforeStart) {

  /** The command and the addresses, but not the environment, which can hold secrets. */
  @Override
  public String toString() {
    return "LaunchSpec" + command + " " + addresses;
  }
}
