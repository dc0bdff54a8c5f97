package dev.linkspan.workflows.connection;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Shows a person exactly what asks to connect, waits for the decision, carries it out. */
@WorkflowInterface
public interface ConnectionApproval {

  @WorkflowMethod(name = "ConnectionApproval")
  Decided run(Input input);

  @SignalMethod(
      name = "approve",
      description =
          "Let the endpoint connect. Example: {\"by\": \"ada\", \"reason\": \"ticket 42\"}")
  void approve(Decision decision);

  @SignalMethod(
      name = "reject",
      description =
          "Reject the endpoint. Example: {\"by\": \"ada\", \"reason\": \"unknown account\"}")
  void reject(Decision decision);

  @UpdateMethod(
      name = "decide",
      description =
          "Approve or reject; the answer says what is wrong with the input. Example: {\"approved\": true, \"by\": \"ada\", \"endpointId\":"
              + " \"ep-...\"}")
  String decide(Decision decision);

  @UpdateValidatorMethod(updateName = "decide")
  void validateDecide(Decision decision);

  @SignalMethod(name = "retry", description = "Run a parked step again. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @QueryMethod(name = "progress", description = "The progress of this approval")
  Progress progress();

  /**
   * @param connectionId of the first attempt; a retry ensures the connection again
   * @param expectedAccount owner of the endpoint
   */
  record Input(
      String setupWorkflow,
      Owner owner,
      Plan plan,
      String connectionId,
      EndpointService service,
      String expectedAccount) {}

  /** A decision that is carried out; its {@code approved} is never null. */
  record Decided(String connectionId, EndpointRequest request, Decision decision) {}
}
