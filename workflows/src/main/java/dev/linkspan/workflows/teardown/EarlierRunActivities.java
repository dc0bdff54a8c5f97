package dev.linkspan.workflows.teardown;

import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Activities on what an earlier run of a setup left running in Temporal. */
@ActivityInterface
public interface EarlierRunActivities {

  /** A stub that retries forever; the Temporal UI shows its calls with this summary. */
  static EarlierRunActivities withSummary(String summary) {
    return ActivityStubs.unlimited(EarlierRunActivities.class, TaskQueues.CLOUD, summary);
  }

  /**
   * Ends these child workflows of a setup, and returns those that ran. Requests cancellation, which
   * lets a rollout bring back the broker that it stopped, and terminates a workflow that does not
   * end, or whose workflow task fails. A workflow that is not a child of this setup stays as it is.
   */
  @ActivityMethod(name = "EarlierRun_End")
  List<String> end(String setupWorkflow, List<String> children);
}
