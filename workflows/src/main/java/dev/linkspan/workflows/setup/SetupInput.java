package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Plan;
import java.util.Optional;

/**
 * The input of {@link PrivateLinkSetup}.
 *
 * @param carried what an earlier run of the same setup hands over when it continues as new
 */
public record SetupInput(Plan plan, Optional<Carried> carried) {

  /**
   * What one run hands to the next.
   *
   * @param setupId see {@link dev.linkspan.workflows.plan.Owner}
   */
  public record Carried(String setupId, SetupState state) {}
}
