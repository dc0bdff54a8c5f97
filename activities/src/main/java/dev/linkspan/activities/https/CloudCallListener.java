package dev.linkspan.activities.https;

import java.time.Duration;

/** Is told of every call to a cloud, on the thread that made it. Must not throw. */
@FunctionalInterface
public interface CloudCallListener {
  /** The outcome of a call that succeeded. */
  String OK = "ok";

  /** Ignores every call. */
  CloudCallListener NONE = (cloud, action, outcome, time) -> {};

  /**
   * A call has ended.
   *
   * @param cloud {@code alibaba-cloud} or {@code tidb-cloud}
   * @param action without anything that differs from one resource to the next, for example {@code
   *     ecs:RunInstances} or {@code POST /clusters/{id}/changefeeds}
   * @param outcome {@link #OK}, or the kind of the error in lower case, for example {@code
   *     throttled}
   */
  void called(String cloud, String action, String outcome, Duration time);
}
