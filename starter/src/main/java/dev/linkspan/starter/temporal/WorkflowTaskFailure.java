package dev.linkspan.starter.temporal;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowTaskFailedEventAttributes;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryReverseRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A workflow whose code fails in every attempt of its workflow task, so that it neither continues
 * nor answers, although a worker is running. The server records it: an open workflow has a pending
 * workflow task with its attempt, and the newest event of a workflow task is {@code
 * WorkflowTaskFailed}. Only the first failure of a task is in the history.
 *
 * @param setup the name of the setup that the workflow belongs to; empty for a survey
 * @param attempt the attempt that runs or is scheduled
 * @param error the class, the message and the place of the exception, in one line
 */
public record WorkflowTaskFailure(
    String workflowId,
    Optional<String> setup,
    int attempt,
    WorkflowTaskFailedCause cause,
    String error) {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(3);
  private static final int NEWEST_EVENTS = 50;
  private static final int LONGEST_ERROR = 300;
  private static final Pattern PLACE =
      Pattern.compile("at dev\\.linkspan\\.[^(\n]+\\(([^)\n]+)\\)");

  /**
   * The failure of this workflow's code; empty if it does not fail, or if the server cannot tell.
   *
   * @param attempts from which attempt on a task counts: a single failure can pass by itself
   */
  public static Optional<WorkflowTaskFailure> find(
      WorkflowServiceStubs service, String namespace, WorkflowExecution execution, int attempts) {
    try {
      DescribeWorkflowExecutionResponse described =
          service
              .blockingStub()
              .withDeadlineAfter(CALL_TIMEOUT)
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(namespace)
                      .setExecution(execution)
                      .build());
      if (described.getPendingWorkflowTask().getAttempt() < attempts) {
        return Optional.empty();
      }
      return of(described, newestEvents(service, namespace, described));
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  private static List<HistoryEvent> newestEvents(
      WorkflowServiceStubs service, String namespace, DescribeWorkflowExecutionResponse described) {
    return service
        .blockingStub()
        .withDeadlineAfter(CALL_TIMEOUT)
        .getWorkflowExecutionHistoryReverse(
            GetWorkflowExecutionHistoryReverseRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(described.getWorkflowExecutionInfo().getExecution())
                .setMaximumPageSize(NEWEST_EVENTS)
                .build())
        .getHistory()
        .getEventsList();
  }

  /**
   * The failure that the server's record shows.
   *
   * @param newestFirst the newest events of the history
   */
  static Optional<WorkflowTaskFailure> of(
      DescribeWorkflowExecutionResponse described, List<HistoryEvent> newestFirst) {
    if (!described.hasPendingWorkflowTask()) {
      return Optional.empty();
    }
    return newestFirst.stream()
        .filter(event -> endsATask(event.getEventType()))
        .findFirst()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED)
        .map(HistoryEvent::getWorkflowTaskFailedEventAttributes)
        .map(
            failed ->
                new WorkflowTaskFailure(
                    described.getWorkflowExecutionInfo().getExecution().getWorkflowId(),
                    setup(described),
                    described.getPendingWorkflowTask().getAttempt(),
                    failed.getCause(),
                    error(failed)));
  }

  private static boolean endsATask(EventType type) {
    return type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
        || type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
        || type == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT;
  }

  private static Optional<String> setup(DescribeWorkflowExecutionResponse described) {
    var info = described.getWorkflowExecutionInfo();
    String owner =
        info.hasParentExecution()
            ? info.getParentExecution().getWorkflowId()
            : info.getExecution().getWorkflowId();
    String prefix = PrivateLinkSetup.id("");
    return owner.startsWith(prefix)
        ? Optional.of(owner.substring(prefix.length()))
        : Optional.empty();
  }

  // The SDK wraps the exception of the code in its own; the innermost one is the cause.
  private static String error(WorkflowTaskFailedEventAttributes failed) {
    Failure innermost = failed.getFailure();
    String place = place(innermost);
    while (innermost.hasCause()) {
      innermost = innermost.getCause();
      place = place(innermost).isEmpty() ? place : place(innermost);
    }
    String type = innermost.getApplicationFailureInfo().getType();
    String text = TemporalErrors.oneLine(innermost.getMessage(), LONGEST_ERROR);
    String simple = type.substring(type.lastIndexOf('.') + 1);
    String named = simple.isEmpty() ? text : text.isEmpty() ? simple : simple + ": " + text;
    return (named.isEmpty() ? failed.getCause().name() : named)
        + (place.isEmpty() ? "" : " at " + place);
  }

  private static String place(Failure failure) {
    Matcher place = PLACE.matcher(failure.getStackTrace());
    return place.find() ? place.group(1) : "";
  }

  /** Whether the worker's code does not repeat what the history says. */
  boolean nonDeterministic() {
    return cause == WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR;
  }

  /** What fails, in one line. */
  public String problem() {
    String code =
        setup
            .filter(name -> PrivateLinkSetup.id(name).equals(workflowId))
            .map(name -> "The setup's workflow code")
            .orElse("The code of workflow " + workflowId);
    return code
        + (nonDeterministic() ? " does not match its history" : " fails")
        + " (attempt "
        + attempt
        + "): "
        + sentence(error);
  }

  /** What to do about it. */
  public String remedy() {
    String first =
        nonDeterministic()
            ? "Run the version of the worker that wrote the history, or reset the workflow in the"
                + " Temporal UI."
            : "A worker is running; its code has to change: update the worker. The workflow then"
                + " continues by itself.";
    return first
        + setup
            .map(
                name ->
                    "\n`linkspan destroy "
                        + name
                        + " --without-workflow` removes the setup without this run.")
            .orElse(
                "\nTo start again, end this run: temporal workflow terminate --workflow-id "
                    + workflowId);
  }

  /** Problem and remedy, as the end of a command. */
  public CommandFailure asCommandFailure() {
    return CommandFailure.ofTemporal(ExitCode.WORKFLOW_FAILING, problem() + "\n" + remedy());
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
