package dev.linkspan.starter.stack;

import java.util.Optional;

/**
 * The state of a component.
 *
 * @param pid process ID; empty if it is not running
 * @param health {@code ready}, {@code not ready} or {@code down}
 * @param residentKiB its own resident memory
 * @param descendants number of processes that it started, including those of the machines
 * @param descendantsKiB resident memory of these processes
 * @param log path of its log
 */
public record ComponentStatus(
    Component component,
    Optional<Long> pid,
    String health,
    String addresses,
    long residentKiB,
    int descendants,
    long descendantsKiB,
    String log) {

  static ComponentStatus down(Component component, String addresses, String log) {
    return new ComponentStatus(component, Optional.empty(), "down", addresses, 0, 0, 0, log);
  }
}
