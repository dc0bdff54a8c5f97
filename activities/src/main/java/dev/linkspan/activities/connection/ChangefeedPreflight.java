package dev.linkspan.activities.connection;

import dev.linkspan.activities.tidbcloud.Changefeeds;
import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.workflows.plan.ChangefeedTerms;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.steps.Failures;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks, before anything is built, whether a cluster can have the changefeed of the plan. */
final class ChangefeedPreflight {
  private static final Logger LOG = LoggerFactory.getLogger(ChangefeedPreflight.class);

  private final Changefeeds changefeeds;

  ChangefeedPreflight(Changefeeds changefeeds) {
    this.changefeeds = changefeeds;
  }

  /**
   * Checks the limit of the cluster, and logs TiDB Cloud's terms. Asks nothing for a plan without a
   * changefeed.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks the step: the cluster has as many
   *     changefeeds as it can have
   */
  void check(ChangefeedPlan plan, String clusterId, String region) {
    if (!plan.use().creates()) {
      return;
    }
    ChangefeedTerms.notes(plan.use(), region).forEach(LOG::warn);
    List<Changefeed> existing = changefeeds.existing();
    boolean ours =
        existing.stream()
            .anyMatch(
                feed ->
                    plan.name().equals(feed.displayName())
                        && feed.topic().filter(plan.topic()::equals).isPresent());
    if (!ours && existing.size() >= ChangefeedTerms.LARGEST_COUNT) {
      throw Failures.needsPerson(
          "cluster "
              + clusterId
              + " has "
              + existing.size()
              + " changefeeds, TiDB Cloud allows "
              + ChangefeedTerms.LARGEST_COUNT
              + ", and the verification needs one more",
          "Delete a changefeed of the cluster, then retry; or destroy this setup and plan again"
              + " with verification.changefeed.use: test-only.");
    }
  }
}
