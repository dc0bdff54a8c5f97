package dev.linkspan.workflows.teardown;

import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
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
   * @param brokers the other machines that are not ours and have a folder of ours
   */
  record Input(
      String setupWorkflow, Owner owner, Plan plan, Optional<Node> probe, List<Node> brokers) {
    /** Older ones knew of the probe only. */
    public Input {
      brokers = brokers == null ? List.of() : List.copyOf(brokers);
    }
  }
}
