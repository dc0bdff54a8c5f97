package dev.linkspan.starter.report;

import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import java.time.Instant;

/**
 * When a broker was rolled. A broker that was changed live never stopped, so it stops and comes
 * back at the same time.
 *
 * @param begun when the wait at its gate began
 * @param stopping when it was told to stop
 * @param starting when its process was gone, and it was started
 * @param back when its ports were open
 * @param inSync when the whole cluster was in sync
 * @param reachable when the load balancer reached it
 */
record RolloutTimes(
    int nodeId,
    Instant begun,
    Instant stopping,
    Instant starting,
    Instant back,
    Instant inSync,
    Instant reachable) {

  /** Counted from the end, where nothing lies between the parts. */
  static RolloutTimes of(BrokerRestart restart) {
    Instant reachable = restart.startedAt().plus(restart.total());
    Instant inSync = reachable.minus(restart.backend());
    Instant back = inSync.minus(restart.inSync());
    Instant starting = back.minus(restart.start());
    return new RolloutTimes(
        restart.nodeId(),
        restart.startedAt(),
        starting.minus(restart.stop()),
        starting,
        back,
        inSync,
        reachable);
  }
}
