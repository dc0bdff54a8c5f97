package dev.linkspan.activities.alibabacloud;

import dev.linkspan.activities.execution.Poll;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a call while it fails in one of these ways.
 *
 * @param client that calls
 */
record CallRetries(OwnerClient client, Set<ErrorKind> kinds, Duration timeout) {
  private static final Logger LOG = LoggerFactory.getLogger(CallRetries.class);
  private static final Duration LONGEST_TURN_PAUSE = Duration.ofSeconds(4);

  <T> T of(Supplier<T> call) {
    AtomicBoolean clockRetried = new AtomicBoolean();
    try {
      return client
          .poll()
          .atMost(timeout)
          .untilNoFailure(
              call,
              e ->
                  e instanceof AlibabaCloudException error
                      && !error.refusedSideBySide()
                      && retryable(error, clockRetried));
    } catch (AlibabaCloudException e) {
      if (!e.refusedSideBySide() || !kinds.contains(e.kind())) {
        throw e;
      }
      return inTurn(e.permission(), call);
    }
  }

  /** Other activities of this worker wait meanwhile, and other workers pause for random times. */
  private <T> T inTurn(String action, Supplier<T> call) {
    LOG.debug("the account refuses {} side by side: taking turns", action);
    return client.inTurn(
        action,
        () -> {
          AtomicBoolean clockRetried = new AtomicBoolean();
          Poll poll = client.poll(OwnerClient.SHORTEST_PAUSE, LONGEST_TURN_PAUSE).withJitter();
          client.pause(poll.firstPause());
          return poll.atMost(timeout)
              .untilNoFailure(
                  call,
                  e -> e instanceof AlibabaCloudException error && retryable(error, clockRetried));
        });
  }

  /** The SDK signs each attempt with the current time, so one more may be accepted. */
  private boolean retryable(AlibabaCloudException error, AtomicBoolean clockRetried) {
    boolean retryable =
        kinds.contains(error.kind())
            || (error.is(ErrorKind.CLOCK_SKEW) && clockRetried.compareAndSet(false, true));
    if (retryable) {
      LOG.debug("{} is {} ({}): retrying", error.permission(), error.kind(), error.code());
    }
    return retryable;
  }
}
