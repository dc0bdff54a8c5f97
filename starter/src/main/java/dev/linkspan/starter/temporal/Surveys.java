package dev.linkspan.starter.temporal;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.progress.ProgressTree;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.survey.ClusterSurvey;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import java.util.List;

/** The survey of a running cluster, as a client sees it. */
public final class Surveys {
  private final Temporal temporal;
  private final SurveyRequest request;
  private final String name;
  private final String id;

  public Surveys(Temporal temporal, SurveyRequest request) {
    this.temporal = temporal;
    this.request = request;
    this.name = request.owner().setup();
    this.id = ClusterSurvey.id(name);
  }

  /**
   * Starts it, or joins the very same one. One that runs for an earlier text of the spec is ended
   * first: it touches nothing, and nobody wants its answer.
   */
  public void start() {
    Answers.of(
        name,
        () -> {
          var running = workflow().start(request);
          if (!FirstEvent.input(temporal, running, SurveyRequest.class).equals(request)) {
            temporal
                .client()
                .newUntypedWorkflowStub(id)
                .terminate("the spec was changed, and is surveyed anew");
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
                .setStaticSummary("Survey of the Kafka cluster of " + name)
                .setStaticDetails("For a plan; touches nothing.")
                .build());
  }

  /** What the survey says of itself now; needs a worker. */
  public ProgressTree progress() {
    return Answers.of(
        name, () -> new ProgressTree(stub().query("progress", Progress.class), List.of()));
  }

  /** Whether there is a result. */
  public boolean ended() {
    return Answers.of(
        name,
        () ->
            stub().describe().getStatus()
                != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  /** What was found, or a {@link CommandFailure} with everything that stands in the way. */
  public Survey result() {
    try {
      return Answers.of(name, () -> stub().getResult(Survey.class));
    } catch (WorkflowFailedException failed) {
      throw sorted(failed);
    }
  }

  private CommandFailure sorted(WorkflowFailedException failed) {
    Throwable innermost = failed;
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure forPerson
          && Failures.NEEDS_PERSON.equals(forPerson.getType())) {
        return new CommandFailure(ExitCode.USAGE, refusal(forPerson));
      }
      innermost = cause;
    }
    String reason =
        innermost instanceof TemporalFailure failure
            ? failure.getOriginalMessage()
            : innermost.getMessage();
    return new CommandFailure(
        ExitCode.UNEXPECTED, "The survey did not end well: " + reason + ". See workflow " + id);
  }

  private String refusal(ApplicationFailure forPerson) {
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
