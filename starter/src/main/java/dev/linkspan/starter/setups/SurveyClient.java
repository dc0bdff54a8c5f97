package dev.linkspan.starter.setups;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalErrors;
import dev.linkspan.starter.temporal.WorkflowInput;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.survey.ClusterSurvey;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Starts and queries the survey of an existing Kafka cluster. */
public final class SurveyClient {
  /** Ends a survey whose follower was killed; an activity that fails ends it much earlier. */
  static final Duration LONGEST = Duration.ofMinutes(30);

  private final TemporalConnection temporal;
  private final SurveyRequest request;
  private final String name;
  private final String id;

  public SurveyClient(TemporalConnection temporal, SurveyRequest request) {
    this.temporal = temporal;
    this.request = request;
    this.name = request.owner().setup();
    this.id = ClusterSurvey.id(name);
  }

  /**
   * Starts the survey, or joins a running one with the same request. A running survey with another
   * request is terminated first: it changes nothing, and its result is out of date.
   */
  public void start() {
    TemporalErrors.translate(
        name,
        () -> {
          var running = workflow().start(request);
          if (!WorkflowInput.read(temporal, running, SurveyRequest.class).equals(request)) {
            temporal
                .client()
                .newUntypedWorkflowStub(id)
                .terminate("the spec has changed; a new survey starts");
            return workflow().start(request);
          }
          return running;
        });
  }

  private WorkflowStub workflow() {
    return temporal
        .client()
        .newUntypedWorkflowStub(
            "ClusterSurvey",
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.CONTROL)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowIdConflictPolicy(
                    WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowExecutionTimeout(LONGEST)
                .setStaticSummary("Survey of the Kafka cluster of " + name)
                .setStaticDetails("Collects facts for a plan; changes nothing.")
                .build());
  }

  /**
   * Ends the survey if it still runs, because nobody waits for its result; needs no worker. It is
   * terminated and not canceled: it changes nothing, and the next survey of this name must not join
   * one that is about to end.
   *
   * @return whether it ran
   */
  public boolean leave() {
    try {
      if (ended()) {
        return false;
      }
      stub().terminate("nobody follows this survey anymore");
      return true;
    } catch (CommandFailure | WorkflowServiceException | StatusRuntimeException unreachable) {
      // It ends by itself at the latest after LONGEST.
      return false;
    }
  }

  /** The progress of the survey; needs a worker. */
  public ProgressTree progress() {
    return started(() -> new ProgressTree(stub().query("progress", Progress.class), List.of()));
  }

  /** Whether the survey has ended; needs no worker. */
  public boolean ended() {
    return started(
        () ->
            stub().describe().getStatus()
                != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  /**
   * Waits for the result of the survey.
   *
   * @throws CommandFailure with every reason why the cluster cannot be linked
   */
  public Survey result() {
    try {
      return started(() -> stub().getResult(Survey.class));
    } catch (WorkflowFailedException failed) {
      throw failure(failed);
    }
  }

  /** The result of a call about the survey that was started. */
  private <T> T started(Supplier<T> call) {
    return TemporalErrors.translate(name, () -> TemporalErrors.ifFound(call))
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "The workflow "
                        + id
                        + " was deleted. Run the command again to start a new one."));
  }

  private CommandFailure failure(WorkflowFailedException failed) {
    if (failed.getCause() instanceof TimeoutFailure) {
      return new CommandFailure(
          ExitCode.UNEXPECTED,
          "The survey did not end within "
              + LONGEST.toMinutes()
              + " minutes. See workflow "
              + id
              + ".");
    }
    Throwable innermost = failed;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure forPerson
          && Failures.NEEDS_PERSON.equals(forPerson.getType())) {
        return new CommandFailure(ExitCode.USAGE, problems(forPerson));
      }
      innermost = cause;
    }
    String reason =
        innermost instanceof TemporalFailure failure
            ? failure.getOriginalMessage()
            : innermost.getMessage();
    return new CommandFailure(
        ExitCode.UNEXPECTED, "The survey failed: " + reason + ". See workflow " + id + ".");
  }

  private String problems(ApplicationFailure forPerson) {
    StringBuilder text =
        new StringBuilder("The cluster of " + name + " cannot be linked as it is:");
    for (String problem : forPerson.getOriginalMessage().split(";\n", -1)) {
      text.append("\n  ").append(problem);
    }
    if (forPerson.getDetails().getSize() > 0) {
      text.append("\n    -> ").append(forPerson.getDetails().get(0, String.class));
    }
    return text.toString();
  }

  private WorkflowStub stub() {
    return temporal.client().newUntypedWorkflowStub(id);
  }
}
