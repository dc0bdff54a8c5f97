package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Plan;
import java.util.Optional;

/**
 * The input of {@link PrivateLinkSetup}.
 *
 * @param carried what an earlier run of the same setup hands on when it continues as new
 */
public record SetupInput(Plan plan, Optional<SetupStatus> carried) {}
