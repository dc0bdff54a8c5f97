package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.LastCreation;
import dev.linkspan.workflows.steps.ParkedStepNotice;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.verification.Report;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Owns one private link for as long as it exists: builds it, keeps its record, answers commands,
 * removes it. Its id, {@code private-link-<name>}, is the lock: there is one at a time.
 */
@WorkflowInterface
public interface PrivateLinkSetup {

  /** The workflow id of the setup with this name. */
  static String id(String name) {
    return Owner.setupWorkflowId(name);
  }

  /** Returns when the setup was destroyed. */
  @WorkflowMethod(name = "PrivateLinkSetup")
  void run(SetupInput input);

  @SignalMethod(
      name = "approve",
      description =
          "Let the endpoint connect. Example: {\"by\": \"ada\", \"reason\": \"ticket 42\"} - or no"
              + " input at all")
  void approve(Decision decision);

  @SignalMethod(
      name = "reject",
      description =
          "Refuse the endpoint. Example: {\"by\": \"ada\", \"reason\": \"unknown account\"}")
  void reject(Decision decision);

  @UpdateMethod(
      name = "decide",
      description =
          "Approve or refuse, and be told what was wrong with the answer. Example: {\"approved\":"
              + " true, \"by\": \"ada\", \"reason\": \"ticket 42\", \"endpointId\": \"ep-...\"}")
  String decide(Decision decision);

  @UpdateValidatorMethod(updateName = "decide")
  void validateDecide(Decision decision);

  @SignalMethod(
      name = "retry",
      description = "Go on with every parked step. Example: {\"by\": \"ada\"} - or no input at all")
  void retry(Command command);

  @UpdateMethod(
      name = "verify",
      description = "Prove the link again and wait for the report. Example: {\"by\": \"ada\"}")
  Report verify(Command command);

  @UpdateValidatorMethod(updateName = "verify")
  void validateVerify(Command command);

  @UpdateMethod(
      name = "restart",
      description =
          "Restart every broker, one at a time. Example: {\"by\": \"ada\", \"reason\": \"new"
              + " JVM\"}")
  String restart(Restart request);

  @UpdateValidatorMethod(updateName = "restart")
  void validateRestart(Restart request);

  @SignalMethod(
      name = "pause",
      description =
          "Let the rollout touch no further broker until resume. Example: {\"by\": \"ada\","
              + " \"reason\": \"peak hours\"}")
  void pause(Command command);

  @SignalMethod(
      name = "resume",
      description = "Let a paused rollout go on. Example: {\"by\": \"ada\"}")
  void resume(Command command);

  @SignalMethod(
      name = "abort",
      description =
          "End the rollout after the broker under way; the others stay as they are. Example:"
              + " {\"by\": \"ada\"}")
  void abort(Command command);

  @SignalMethod(
      name = "acceptUnavailable",
      description =
          "Restart brokers although the topics at risk will be unavailable meanwhile. Example:"
              + " {\"by\": \"ada\"}")
  void acceptUnavailable(Command command);

  @SignalMethod(
      name = "destroy",
      description =
          "Remove everything this setup made, now. Example: {\"by\": \"ada\", \"reason\": \"done\"}")
  void destroy(Command command);

  /** From a child: one of its steps parked or went on. */
  @SignalMethod(name = "attention", description = "Internal: a child workflow parked or went on")
  void attention(ParkedStepNotice attention);

  /** From a child that was cancelled and is about to end. */
  @SignalMethod(name = "madeLast", description = "Internal: when a child last made something")
  void madeLast(LastCreation last);

  /** From {@code ServiceExposure}: TiDB Cloud can be told of this service; the rest goes on. */
  @SignalMethod(
      name = "serviceReady",
      description = "Internal: the endpoint service stands and lets TiDB Cloud in")
  void serviceReady(EndpointService service);

  /** From {@code ConnectionApproval}: this endpoint waits for a decision. */
  @SignalMethod(name = "approvalWanted", description = "Internal: an endpoint waits for a decision")
  void approvalWanted(EndpointRequest request);

  /** From {@code Verification}, however it was started. */
  @SignalMethod(name = "verified", description = "Internal: a verification ended")
  void verified(Report report);

  @QueryMethod(name = "status", description = "Phase, what is waited for, what exists, last report")
  SetupStatus status();

  @QueryMethod(name = "progress", description = "The progress tree; children have their own")
  Progress progress();

  /**
   * A rolling restart.
   *
   * @param acceptUnavailable whether topics at risk may be unavailable; left out or null: no
   */
  record Restart(String by, String reason, Boolean acceptUnavailable) {}
}
