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

/** Removes everything that carries the setup's tags, in the reverse order of its creation. */
@WorkflowInterface
public interface Teardown {

  @WorkflowMethod(name = "Teardown")
  void run(Input input);

  @SignalMethod(name = "retry", description = "Run a parked step again. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @QueryMethod(name = "progress", description = "The progress of this teardown")
  Progress progress();

  /**
   * @param probe the machine with the probe, where the setup does not own it
   * @param brokers other machines that the setup does not own but has a folder on
   * @param connectionId of the TiDB Cloud connection, as far as it is known
   */
  record Input(
      String setupWorkflow,
      Owner owner,
      Plan plan,
      Optional<Node> probe,
      List<Node> brokers,
      Optional<String> connectionId) {}
}
