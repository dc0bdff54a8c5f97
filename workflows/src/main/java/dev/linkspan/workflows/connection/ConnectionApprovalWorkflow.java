package dev.linkspan.workflows.connection;

import dev.linkspan.workflows.connection.ConnectionActivities.AwaitEndpoint;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.List;
import java.util.Optional;

/**
 * Waits for the endpoint, then for a person, for as long as that takes: no timer runs, and a wait
 * of days adds no event. After each parking, the connection is ensured and the request is read
 * again; if another endpoint asks by then, the person is asked again. If the plan allows it, the
 * setup answers for an endpoint that is certainly TiDB Cloud's.
 */
public final class ConnectionApprovalWorkflow implements ConnectionApproval {
  private static final String ENDPOINT = "Endpoint of TiDB Cloud";
  private static final String DECISION = "Decision of a person";
  private static final String CARRY_OUT = "Endpoint connection";

  private final Input input;
  private final ConnectionPlan plan;
  private final Steps steps;
  private final ApprovalDecision approval = new ApprovalDecision(true);
  private String connectionId;
  private boolean requested;
  private Optional<String> ignored = Optional.empty();

  @WorkflowInit
  public ConnectionApprovalWorkflow(Input input) {
    this.input = input;
    this.plan = input.plan().connection();
    this.connectionId = input.connectionId();
    this.steps = Steps.ofChild("Connection approval", input.setupWorkflow(), this::question);
    Messages.toChild(input.setupWorkflow(), steps).open();
    steps.plan(List.of(ENDPOINT, DECISION, CARRY_OUT));
  }

  @Override
  public Decided run(Input started) {
    return steps
        .creations()
        .reportingTo(input.setupWorkflow(), () -> steps.run(CARRY_OUT, this::askAndCarryOut));
  }

  private Decided askAndCarryOut() {
    EndpointRequest request = verified(awaitEndpoint());
    approval.requested(request);
    Message.send(input.setupWorkflow(), Message.APPROVAL_REQUESTED, request);
    Decision decision = awaitDecision(request);
    ConnectionActivities connection = ConnectionActivities.withSummary(summary(decision, request));
    if (decision.approves()) {
      connection.enable(input.owner(), plan, connectionId, request);
    } else {
      connection.reject(input.owner(), request);
    }
    return new Decided(connectionId, request, decision);
  }

  private EndpointRequest awaitEndpoint() {
    return steps.call(ENDPOINT, ConnectionActivities::withSummary, this::awaitEndpoint);
  }

  private EndpointRequest awaitEndpoint(ConnectionActivities connection) {
    if (requested) {
      connectionId =
          steps
              .creations()
              .during(
                  () ->
                      connection.ensureConnection(
                          input.owner(),
                          plan,
                          input.service().serviceName(),
                          Optional.of(connectionId)));
    }
    requested = true;
    return connection.awaitEndpoint(input.owner(), where());
  }

  private AwaitEndpoint where() {
    return new AwaitEndpoint(
        plan, connectionId, input.service().serviceId(), input.expectedAccount());
  }

  /** Says whether a person is needed; asks for nothing if the plan wants a person anyway. */
  private EndpointRequest verified(EndpointRequest request) {
    return plan.approval().automatic()
        ? request.after(
            ConnectionActivities.withSummary("Verification of endpoint " + request.endpointId())
                .verifyEndpoint(input.owner(), where(), request))
        : request;
  }

  private Decision awaitDecision(EndpointRequest request) {
    return steps.run(
        DECISION,
        () -> {
          if (approval.decision().isEmpty()) {
            steps.awaitingApproval(DECISION, "endpoint " + request.endpointId());
            Workflow.await(() -> approval.decision().isPresent());
            steps.decided(DECISION);
          }
          return approval.decision().orElseThrow();
        });
  }

  private static String summary(Decision decision, EndpointRequest request) {
    String verb = decision.approves() ? "Connect endpoint " : "Reject endpoint ";
    return verb + request.endpointId();
  }

  private Optional<String> question() {
    return approval.decision().isPresent()
        ? Optional.empty()
        : approval.pending().map(request -> ApprovalDecision.question(request, ignored));
  }

  @Override
  public void approve(Decision decision) {
    answer(decision, true);
  }

  @Override
  public void reject(Decision decision) {
    answer(decision, false);
  }

  private void answer(Decision decision, boolean approved) {
    ignored = approval.answer(decision, approved, WorkflowTime.now());
    steps.show();
  }

  @Override
  public String decide(Decision decision) {
    return approval.answerOrRefuse(decision, WorkflowTime.now());
  }

  @Override
  public void validateDecide(Decision decision) {
    approval.refuseUnlessValid(decision);
  }

  @Override
  public void retry(Command command) {
    steps.retry();
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
