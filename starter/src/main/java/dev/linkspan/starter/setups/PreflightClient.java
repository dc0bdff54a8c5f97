package dev.linkspan.starter.setups;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalErrors;
import dev.linkspan.workflows.preflight.Preflight;
import dev.linkspan.workflows.preflight.Preflight.PreflightReport;
import dev.linkspan.workflows.preflight.Preflight.PreflightRequest;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the preflight of a setup on a worker, and waits for its result. */
public final class PreflightClient {
  /** Ends a preflight whose command was killed. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private static final Duration POLL = Duration.ofSeconds(1);

  /** A worker that has just started responds within this time. */
  private static final Duration WORKER_TIMEOUT = Duration.ofSeconds(6);

  private final TemporalConnection temporal;

  public PreflightClient(TemporalConnection temporal) {
    this.temporal = temporal;
  }

  /**
   * Runs the preflight. A running one of the same setup is terminated: it changes nothing.
   *
   * @throws CommandFailure if no worker responds
   */
  public PreflightReport run(PreflightRequest request) {
    String id = Preflight.id(request.owner().setup());
    WorkflowStub workflow =
        temporal
            .client()
            .newUntypedWorkflowStub(
                "Preflight",
                WorkflowOptions.newBuilder()
                    .setWorkflowId(id)
                    .setTaskQueue(TaskQueues.CONTROL)
                    .setWorkflowIdReusePolicy(
                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                    .setWorkflowIdConflictPolicy(
                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING)
                    .setWorkflowExecutionTimeout(LONGEST)
                    .setStaticSummary("Checks before setup " + request.owner().setup())
                    .build());
    return TemporalErrors.translate(
        request.owner().setup(),
        () -> {
          workflow.start(request);
          try {
            return result(id);
          } catch (CommandFailure silent) {
            end(id, silent);
            throw silent;
          }
        });
  }

  private PreflightReport result(String id) {
    Instant lastResponse = Instant.now();
    while (true) {
      try {
        return temporal
            .client()
            .newUntypedWorkflowStub(id)
            .getResult(POLL.toMillis(), TimeUnit.MILLISECONDS, PreflightReport.class);
      } catch (TimeoutException notYet) {
        lastResponse = awake(id, lastResponse);
      } catch (RuntimeException failed) {
        // The poll that ends while the server is busy reports that instead of the timeout.
        if (!TemporalErrors.saysBusy(failed)) {
          throw failed;
        }
        lastResponse = awake(id, lastResponse);
      }
    }
  }

  /** When a worker last responded. */
  private Instant awake(String id, Instant lastResponse) {
    try {
      temporal.client().newUntypedWorkflowStub(id).query("progress", Progress.class);
      return Instant.now();
    } catch (RuntimeException e) {
      CommandFailure why = TemporalErrors.explain(e).orElseThrow(() -> e);
      // A busy server refuses a query now and then, and the next one succeeds.
      if (why.exitCode() == ExitCode.WORKFLOW_FAILING
          || lastResponse.plus(WORKER_TIMEOUT).isBefore(Instant.now())) {
        throw why;
      }
      return lastResponse;
    }
  }

  private void end(String id, CommandFailure why) {
    String reason = why.getMessage().lines().findFirst().orElse("");
    TemporalErrors.ifFound(
        () -> {
          temporal.client().newUntypedWorkflowStub(id).terminate(reason);
          return true;
        });
  }
}
