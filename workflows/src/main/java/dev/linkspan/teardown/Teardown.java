package dev.linkspan.teardown;

import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.plan.Plan;
import dev.linkspan.progress.Progress;
import dev.linkspan.setup.Owner;
import dev.linkspan.setup.PrivateLinkSetup.Command;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Optional;

/** Removes what carries the setup's tags, in the reverse order of making; complete or half-made. */
@WorkflowInterface
public interface Teardown {

  @WorkflowMethod(name = "Teardown")
  void run(Input input);

  @SignalMethod(
      name = "retry",
      description = "Go on with a parked step. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @QueryMethod(name = "progress", description = "The progress of this teardown")
  Progress progress();

  /**
   * What to remove.
   *
   * @param probe the machine that the probe was put on, where that is not ours to remove
   */
  record Input(String setupWorkflow, Owner owner, Plan plan, Optional<Node> probe) {}
}
