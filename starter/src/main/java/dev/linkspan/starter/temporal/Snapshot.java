package dev.linkspan.starter.temporal;

import dev.linkspan.starter.progress.ProgressTree;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;

/**
 * A setup as seen at one moment.
 *
 * @param ended whether its workflow has ended, so that nothing will change any more
 */
public record Snapshot(SetupStatus status, ProgressTree progress, boolean ended) {

  /** Whether its workflow was cancelled or terminated while there was something to look after. */
  public boolean abandoned() {
    return ended && status.phase() != Phase.DESTROYED;
  }
}
