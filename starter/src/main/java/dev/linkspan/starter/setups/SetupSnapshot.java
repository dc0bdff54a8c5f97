package dev.linkspan.starter.setups;

import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;

/**
 * The state of a setup at one moment.
 *
 * @param ended whether its workflow has ended, so that the state no longer changes
 */
public record SetupSnapshot(SetupStatus status, ProgressTree progress, boolean ended) {

  /** Whether its workflow was canceled or terminated before the setup was destroyed. */
  public boolean abandoned() {
    return ended && status.phase() != Phase.DESTROYED;
  }
}
