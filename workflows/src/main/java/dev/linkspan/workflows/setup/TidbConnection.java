package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ApprovalDecision;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.connection.ConnectionActivities.Dataflow;
import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.connection.ConnectionApproval;
import dev.linkspan.workflows.connection.ConnectionApproval.Decided;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The TiDB Cloud connection of a link: its approval and its domains. Workflow code only. */
final class TidbConnection {
  /** The step, and the kind of the resource in the inventory. */
  static final String CONNECTION = "TiDB Cloud connection";

  private static final String APPROVAL = "Approval of the endpoint";
  private static final String UNIQUE_NAME = "Unique name";
  private static final String DOMAINS = "Managed domains";

  /** The last step before the link is complete. */
  static final String ONLY_ONE = "No other TiDB Cloud connection";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final ApprovalDecision approval;
  private Optional<String> latest = Optional.empty();
  private boolean requested;
  private boolean rejected;
  private boolean attachTried;
  private Instant connectedAt = Instant.EPOCH;

  TidbConnection(
      Plan plan,
      Owner owner,
      Steps steps,
      SetupRecord record,
      ChildWorkflows children,
      ApprovalDecision approval) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.children = children;
    this.approval = approval;
  }

  /** Shows whether the approval step waits for a decision. */
  void showApproval() {
    if (approval.decision().isPresent()) {
      steps.decided(APPROVAL);
    } else {
      approval
          .pending()
          .ifPresent(
              request -> steps.awaitingApproval(APPROVAL, "endpoint " + request.endpointId()));
    }
  }

  /** Creates the connection and waits until a person approves its endpoint. */
  Decided connect(EndpointService endpointService, Dataflow dataflow) {
    String serviceName = endpointService.serviceName();
    String connectionId =
        steps.run(CONNECTION, () -> ensured(CONNECTION, serviceName, Optional.empty()));
    Decided decided = steps.run(APPROVAL, () -> approval(connectionId, endpointService, dataflow));
    connectedAt = WorkflowTime.now();
    recordConnection(decided.connectionId());
    Resource endpoint = new Resource("endpoint", serviceName, decided.request().endpointId());
    record.change(state -> state.with(endpoint));
    return decided;
  }

  private String ensured(String summary, String serviceName, Optional<String> known) {
    ConnectionActivities tidb = ConnectionActivities.withSummary(summary);
    String connectionId =
        steps
            .creations()
            .during(() -> tidb.ensureConnection(owner, plan.connection(), serviceName, known));
    recordConnection(connectionId);
    return connectionId;
  }

  private void recordConnection(String connectionId) {
    latest = Optional.of(connectionId);
    Resource connection = new Resource(CONNECTION, plan.connection().displayName(), connectionId);
    record.change(state -> state.with(connection));
  }

  private Decided approval(String first, EndpointService endpointService, Dataflow dataflow) {
    // TiDB Cloud gives up a rejected connection: the next request comes from a new one.
    String connectionId =
        requested
            ? ensured(APPROVAL, endpointService.serviceName(), Optional.of(latest.orElse(first)))
            : first;
    requested = true;
    if (rejected) {
      approval.forgetRejection();
      rejected = false;
    }
    ConnectionApproval.Input input =
        new ConnectionApproval.Input(
            workflowId(), owner, plan, connectionId, endpointService, dataflow.accountId());
    Decided decided =
        children.run(
            ConnectionApproval.class,
            ChildWorkflows.APPROVAL,
            child -> Async.function(child::run, input),
            () -> approval.decision().ifPresent(early -> children.decide(early)));
    approval.carriedOut(decided);
    Decision decision = approval.decision().orElseThrow();
    record.change(state -> state.with(decision).withoutApproval());
    if (!decided.decision().approves()) {
      rejected = true;
      throw Failures.needsPerson(
          ApprovalDecision.text(decided.decision()),
          "`retry` asks again; `destroy` removes everything.");
    }
    return decided;
  }

  /** Attaches the managed domains, and returns them once they cover the name of every broker. */
  BrokerDomains attachDomains(Decided connected) {
    String id = connected.connectionId();
    BrokerDomains previewed =
        steps.call(UNIQUE_NAME, ConnectionActivities::withSummary, tidb -> preview(tidb, id));
    return steps.run(DOMAINS, () -> attachDomains(id, previewed));
  }

  private BrokerDomains preview(ConnectionActivities tidb, String connectionId) {
    return tidb.previewDomains(owner, plan.connection(), connectionId);
  }

  private BrokerDomains attachDomains(String connectionId, BrokerDomains previewed) {
    ConnectionActivities tidb = ConnectionActivities.withSummary(DOMAINS);
    // No broker has a name yet: after a retry, the names follow from what is attached by then.
    BrokerDomains planned = attachTried ? preview(tidb, connectionId) : previewed;
    attachTried = true;
    tidb.attachDomains(
        owner, plan.connection(), new DomainRequest(connectionId, planned, plan.brokers()));
    return planned;
  }

  /**
   * TiDB Cloud takes no client token: a create call whose reply was lost may have made a second.
   */
  void ensureOnlyOne(Decided connected) {
    Duration sinceLast = WorkflowTime.since(connectedAt);
    steps.perform(
        ONLY_ONE,
        ConnectionActivities::withSummary,
        tidb -> tidb.ensureOnlyOne(owner, plan.connection(), connected.connectionId(), sinceLast));
  }

  /** The first steps, in the guide's order. */
  static List<String> stepNames() {
    return List.of(CONNECTION, APPROVAL, UNIQUE_NAME, DOMAINS);
  }

  private static String workflowId() {
    return Workflow.getInfo().getWorkflowId();
  }
}
