package dev.linkspan.starter.commands;

import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.util.Optional;
import java.util.function.Function;

/**
 * A change of a standing link that the setup has accepted. The setup can finish a verification that
 * was missing before it begins, in the phase {@code READY}; so the change is over only when it has
 * left its result.
 *
 * @param during the phase of the change
 * @param result what it leaves at its end
 * @param before the state before the request
 */
record AcceptedChange(Phase during, Function<SetupStatus, Optional<?>> result, SetupStatus before) {

  static AcceptedChange restart(SetupStatus before) {
    return new AcceptedChange(Phase.RESTARTING, SetupStatus::lastRollout, before);
  }

  static AcceptedChange repair(SetupStatus before) {
    return new AcceptedChange(Phase.REPAIRING, status -> verified("repair by ", status), before);
  }

  static AcceptedChange update(SetupStatus before) {
    return new AcceptedChange(Phase.UPDATING, status -> verified("update", status), before);
  }

  /** The report of the verification at the end of the change. */
  private static Optional<?> verified(String trigger, SetupStatus status) {
    return status.lastReport().filter(report -> report.trigger().startsWith(trigger));
  }

  /** Whether the change has ended, or needs a person. */
  boolean isOver(SetupStatus now) {
    Optional<?> left = result.apply(now);
    return now.phase() == Phase.PARKED
        || (now.phase() != during && left.isPresent() && !left.equals(result.apply(before)));
  }
}
