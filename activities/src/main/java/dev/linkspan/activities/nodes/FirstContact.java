package dev.linkspan.activities.nodes;

import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.ssh.Fingerprint;
import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first login to a machine: its host key is learned, and from then on it is the only one. A
 * machine without the tools that scripts need is refused.
 */
final class FirstContact {
  private static final Logger LOG = LoggerFactory.getLogger(FirstContact.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private FirstContact() {}

  /**
   * Logs in, and returns the machine's host key.
   *
   * @param patience how long to try again
   * @param retryable which failures are worth another try
   */
  static String hostKey(
      Shell shell, Duration patience, Predicate<? super RuntimeException> retryable) {
    String hostKey =
        Poll.every(PAUSE)
            .atMost(patience)
            .untilNoFailure(shell::hostKey, e -> retryable.test(e) && log(e));
    LOG.info("{}: host key is pinned to {}", shell.name(), Fingerprint.of(hostKey));
    return hostKey;
  }

  private static boolean log(RuntimeException failure) {
    LOG.debug("not yet: {}", failure.getMessage());
    return true;
  }

  /** The same address, with this host key as the only one accepted. */
  static NodeAddress pinned(NodeAddress address, String hostKey) {
    return new NodeAddress(
        address.name(), address.user(), address.address(), address.port(), address.jump(), hostKey);
  }

  /**
   * @param found what a script reported, among it the tools that are {@code missing}
   * @throws io.temporal.failure.ApplicationFailure for a person, if there are any
   */
  static void refuseMissingTools(String machine, KeyValues found) {
    found
        .find("missing")
        .ifPresent(
            tools -> {
              throw Failures.needsPerson(
                  machine + " lacks " + tools, "install it there, then retry");
            });
  }
}
