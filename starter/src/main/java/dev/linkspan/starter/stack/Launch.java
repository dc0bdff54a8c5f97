package dev.linkspan.starter.stack;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a part is started and how one sees that it is ready.
 *
 * @param environment all of it: nothing is inherited
 * @param ports that it will listen on, on loopback
 * @param health answers 200 once it is ready
 * @param within how long getting ready may take
 * @param patience how long it may take to stop when asked
 * @param addresses for a person: where it is
 * @param prepare what to do before it is started
 */
public record Launch(
    List<String> command,
    Map<String, String> environment,
    List<Integer> ports,
    URI health,
    Duration within,
    Duration patience,
    String addresses,
    Runnable prepare) {

  /** The command and the addresses; the environment may hold secrets. */
  @Override
  public String toString() {
    return "Launch" + command + " " + addresses;
  }
}
