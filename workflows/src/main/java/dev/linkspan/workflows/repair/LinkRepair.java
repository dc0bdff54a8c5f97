package dev.linkspan.workflows.repair;

import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * Puts a finished link back as planned, one step for each finding, by the activities that also
 * built it. They ensure, so running one twice is the same as running it once. Brokers are restarted
 * by a rollout, not here.
 */
@WorkflowInterface
public interface LinkRepair {

  @WorkflowMethod(name = "LinkRepair")
  Repaired run(Input input);

  @SignalMethod(
      name = "retry",
      description = "Go on with a parked step. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @QueryMethod(name = "progress", description = "The progress of this repair")
  Progress progress();

  /**
   * What to repair.
   *
   * @param setupWorkflow id of the workflow to notify when a step parks
   * @param resources the setup's inventory
   * @param repairs in any order
   */
  record Input(String setupWorkflow, Link link, List<Resource> resources, List<Repair> repairs) {}

  /**
   * The result of a repair.
   *
   * @param link as it is now: a listener that was created again has another id
   * @param resources those that were ensured
   */
  record Repaired(Link link, List<Resource> resources) {}
}
