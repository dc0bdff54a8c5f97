package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.connection.ConnectionActivities.Dataflow;
import dev.linkspan.workflows.connection.ConnectionApproval;
import dev.linkspan.workflows.connection.ConnectionApproval.Decided;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** TiDB Cloud's side of a link: the connection, its approval, its domains. Workflow code only. */
final class TidbConnection {
  private static final String CONNECTION = "TiDB Cloud connection";
  private static final String APPROVAL = "Approval of the endpoint";
  private static final String UNIQUE_NAME = "Unique name";
  private static final String DOMAINS = "Managed domains";

  /** The last step before the link stands. */
  static final String ONLY_ONE = "No other TiDB Cloud connection";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final ApprovalDecision desk;
  private boolean asked;
  private boolean refused;
  private Instant connectedAt = Instant.EPOCH;

  TidbConnection(
      Plan plan,
      Owner owner,
      Steps steps,
      SetupRecord record,
      ChildWorkflows children,
      ApprovalDecision desk) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.children = children;
    this.desk = desk;
  }

  /** Shows on the approval's step whether a decision is waited for. */
  void showApproval() {
    if (desk.decision().isPresent()) {
      steps.decided(APPROVAL);
    } else {
      desk.pending()
          .ifPresent(
              request -> steps.awaitingApproval(APPROVAL, "endpoint " + request.endpointId()));
    }
  }

  /** Makes the connection and waits until a person lets its endpoint connect. */
  Decided connect(EndpointService endpointService, Dataflow dataflow) {
    String serviceName = endpointService.serviceName();
    String connectionId = steps.run(CONNECTION, () -> ensured(CONNECTION, serviceName));
    Decided decided = steps.run(APPROVAL, () -> approval(connectionId, endpointService, dataflow));
    connectedAt = now();
    made(decided.connectionId());
    record.made(new Resource("endpoint", serviceName, decided.request().endpointId()));
    return decided;
  }

  private String ensured(String summary, String serviceName) {
    ConnectionActivities tidb = ConnectionActivities.withSummary(summary);
    String connectionId =
        steps
            .creations()
            .during(() -> tidb.ensureConnection(owner, plan.connection(), serviceName));
    made(connectionId);
    return connectionId;
  }

  private void made(String connectionId) {
    record.made(
        new Resource("TiDB Cloud connection", plan.connection().displayName(), connectionId));
  }

  private Decided approval(String first, EndpointService endpointService, Dataflow dataflow) {
    // What TiDB Cloud was refused, it gives up: the question comes from a new connection.
    String connectionId = asked ? ensured(APPROVAL, endpointService.serviceName()) : first;
    asked = true;
    if (refused) {
      desk.askAgain();
      refused = false;
    }
    ConnectionApproval.Input input =
        new ConnectionApproval.Input(
            workflowId(), owner, plan, connectionId, endpointService, dataflow.accountId());
    ConnectionApproval child = children.stub(ConnectionApproval.class, ChildWorkflows.APPROVAL);
    Decided decided =
        children.follow(
            ChildWorkflows.APPROVAL,
            child,
            Async.function(child::run, input),
            () -> desk.decision().ifPresent(early -> children.decide(early)));
    desk.settle(decided);
    record.decided(decided.decision());
    record.approvalOver();
    if (!decided.decision().approved()) {
      refused = true;
      throw Failures.needsPerson(
          ApprovalDecision.text(decided.decision()),
          "`retry` asks again, `destroy` removes everything.");
    }
    return decided;
  }

  String uniqueName(Decided connected) {
    return steps.call(
        UNIQUE_NAME,
        ConnectionActivities::withSummary,
        tidb -> tidb.previewUniqueName(owner, plan.connection(), connected.connectionId()));
  }

  List<String> attachDomains(Decided connected, String uniqueName) {
    return steps.call(
        DOMAINS,
        ConnectionActivities::withSummary,
        tidb -> tidb.attachDomains(owner, plan.connection(), connected.connectionId(), uniqueName));
  }

  /** TiDB Cloud takes no client token: a create whose reply was lost may have made one more. */
  void ensureOnlyOne(Decided connected) {
    Duration sinceLast = Duration.between(connectedAt, now());
    steps.perform(
        ONLY_ONE,
        ConnectionActivities::withSummary,
        tidb -> tidb.ensureOnlyOne(owner, plan.connection(), connected.connectionId(), sinceLast));
  }

  /** The first steps, in the guide's order. */
  static List<String> stepNames() {
    return List.of(CONNECTION, APPROVAL, UNIQUE_NAME, DOMAINS);
  }

  private static Instant now() {
    return Instant.ofEpochMilli(Workflow.currentTimeMillis());
  }

  private static String workflowId() {
    return Workflow.getInfo().getWorkflowId();
  }
}
