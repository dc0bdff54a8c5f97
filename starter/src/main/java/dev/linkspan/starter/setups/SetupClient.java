package dev.linkspan.starter.setups;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.cli.Polling;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalErrors;
import dev.linkspan.starter.temporal.WorkflowInput;
import dev.linkspan.starter.temporal.WorkflowTaskFailure;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.setup.DestroyRequest;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.RepairRequest;
import dev.linkspan.workflows.setup.ScheduleChange;
import dev.linkspan.workflows.setup.SetupInput;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.setup.UpdateRequest;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.teardown.Teardown;
import dev.linkspan.workflows.verification.Report;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts, queries and signals the setups in a Temporal namespace. Each method throws a {@link
 * CommandFailure} with a message for the user if there is no such setup, or Temporal or a worker
 * does not respond.
 */
public final class SetupClient {
  private static final WorkflowExecutionStatus RUNNING =
      WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;

  private static final Duration HINT_AFTER = Duration.ofSeconds(2);
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

  private final TemporalConnection temporal;

  public SetupClient(TemporalConnection temporal) {
    this.temporal = temporal;
  }

  /**
   * Starts the setup of this plan, unless one with its name is running.
   *
   * @param searchAttributes names of those that the namespace has
   * @return false if one is running already
   */
  public boolean start(Plan plan, Set<String> searchAttributes) {
    return TemporalErrors.translate(plan.name(), () -> tryStart(plan, searchAttributes));
  }

  private boolean tryStart(Plan plan, Set<String> searchAttributes) {
    PrivateLinkSetup setup =
        temporal
            .client()
            .newWorkflowStub(
                PrivateLinkSetup.class, SetupWorkflowOptions.first(plan, searchAttributes));
    try {
      WorkflowClient.start(setup::run, SetupInput.first(plan, searchAttributes));
      return true;
    } catch (WorkflowExecutionAlreadyStarted e) {
      return false;
    }
  }

  /**
   * Starts a run that only removes the setup; a run that is open is terminated in the same step.
   *
   * @param searchAttributes names of those that the namespace has
   * @param restoration who wants the brokers of an existing cluster restored first, if anybody
   */
  public void startTeardown(
      SetupIdentity setup, Set<String> searchAttributes, Optional<Command> restoration) {
    Plan plan = setup.plan();
    SetupInput teardown = SetupInput.teardown(plan, setup.setupId(), searchAttributes);
    SetupInput input = restoration.map(teardown::restoringBrokers).orElse(teardown);
    TemporalErrors.translate(
        plan.name(),
        () ->
            WorkflowClient.start(
                temporal
                        .client()
                        .newWorkflowStub(
                            PrivateLinkSetup.class,
                            SetupWorkflowOptions.teardown(plan, searchAttributes))
                    ::run,
                input));
  }

  /** Throws a {@link CommandFailure} if a workflow has this setup's ID and is none. */
  public void requireNoOtherWorkflow(String name) {
    TemporalErrors.translate(name, () -> TemporalErrors.ifFound(() -> described(name)));
  }

  /** Throws a {@link CommandFailure} unless the setup's workflow is running; needs no worker. */
  public void requireRunning(String name) {
    if (isAbandoned(name)) {
      throw new CommandFailure(ExitCode.NOT_FOUND, AbandonedSetup.message(name));
    }
    if (hasEnded(name)) {
      throw new CommandFailure(ExitCode.NOT_FOUND, "There is no running setup named " + name + ".");
    }
  }

  /** Whether everything that the setup created is being removed, as far as known without it. */
  public boolean isBeingDestroyed(String name) {
    return Phase.DESTROYING.name().equals(phase(name).orElse(""));
  }

  /** The plan that the setup was started with; needs no worker. */
  public Plan plan(String name) {
    return identity(name).plan();
  }

  /** The plan and the ID of the setup, from the input of its newest run; needs no worker. */
  public SetupIdentity identity(String name) {
    return TemporalErrors.translate(
        name,
        () -> {
          var started =
              WorkflowInput.start(temporal, described(name).getExecution(), SetupInput.class);
          return new SetupIdentity(
              started.input().plan(), started.input().setupId().orElse(started.firstRunId()));
        });
  }

  /** The same failure, which also names the server and the namespace of this client. */
  public CommandFailure located(CommandFailure failure) {
    return failure.at(temporal.address(), temporal.namespace());
  }

  /** Why the setup's workflow does not continue, if its code fails; needs no worker. */
  public Optional<WorkflowTaskFailure> codeFailure(String name) {
    return WorkflowTaskFailure.find(
        temporal.service(),
        temporal.namespace(),
        WorkflowExecution.newBuilder().setWorkflowId(PrivateLinkSetup.id(name)).build(),
        2);
  }

  /** The current state of the setup and its child workflows; needs a worker. */
  public SetupSnapshot snapshot(String name) {
    return snapshot(name, ProgressTrees.all(temporal));
  }

  private SetupSnapshot snapshot(String name, ProgressTrees trees) {
    return TemporalErrors.translate(
        name,
        () -> {
          var status = ConcurrentCalls.start(() -> stub(name).query("status", SetupStatus.class));
          var progress = ConcurrentCalls.start(() -> trees.of(PrivateLinkSetup.id(name)));
          WorkflowExecutionStatus execution = described(name).getStatus();
          boolean ended = execution != RUNNING;
          try {
            return new SetupSnapshot(status.result(), progress.result(), ended);
          } catch (RuntimeException e) {
            throw ended ? silent(name, execution, e) : e;
          }
        });
  }

  private static RuntimeException silent(
      String name, WorkflowExecutionStatus execution, RuntimeException e) {
    Optional<CommandFailure> reason = TemporalErrors.explain(e);
    if (reason.isEmpty()
        || execution == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED) {
      return e;
    }
    return new CommandFailure(
        ExitCode.UNEXPECTED,
        AbandonedSetup.message(name) + "\nIts state cannot be read: " + reason.get().getMessage());
  }

  /**
   * The same as {@link #snapshot}, but retries while no worker responds or the server is busy,
   * because a restarted worker needs some seconds.
   *
   * @param hint receives a message, once, if the answer takes long
   */
  public SetupSnapshot awaitSnapshot(String name, Consumer<String> hint) {
    return awaitSnapshot(name, ProgressTrees.all(temporal), hint);
  }

  /** The same with only those steps of child workflows that have not ended, which is faster. */
  public SetupSnapshot awaitSummary(String name, Consumer<String> hint) {
    return awaitSnapshot(name, ProgressTrees.ofOpenSteps(temporal), hint);
  }

  private SetupSnapshot awaitSnapshot(String name, ProgressTrees trees, Consumer<String> hint) {
    long deadline = System.nanoTime() + temporal.workerTimeout().toNanos();
    CompletableFuture<Void> delayedHint =
        CompletableFuture.runAsync(
            () -> hint.accept("Waiting for a worker to respond ..."),
            CompletableFuture.delayedExecutor(HINT_AFTER.toMillis(), TimeUnit.MILLISECONDS));
    try {
      while (true) {
        try {
          return snapshot(name, trees);
        } catch (CommandFailure e) {
          if (!e.exitCode().mayPassSoon() || System.nanoTime() > deadline) {
            throw e;
          }
          Polling.sleep(RETRY_INTERVAL);
        }
      }
    } finally {
      delayedHint.cancel(false);
    }
  }

  /** Whether the setup's workflow has ended; needs no worker. */
  public boolean hasEnded(String name) {
    return TemporalErrors.translate(name, () -> described(name).getStatus() != RUNNING);
  }

  /** Whether the setup's workflow has ended before the setup was destroyed; needs no worker. */
  public boolean isAbandoned(String name) {
    WorkflowExecutionStatus execution =
        TemporalErrors.translate(name, () -> described(name).getStatus());
    return execution != RUNNING
        && execution != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED
        && !Phase.DESTROYED.name().equals(phase(name).orElse(""));
  }

  private Optional<String> phase(String name) {
    return TemporalErrors.translate(
        name,
        () ->
            Optional.ofNullable(
                described(name).getTypedSearchAttributes().get(SearchAttributes.PHASE)));
  }

  /** Whether a setup with this name is running; needs no worker. */
  public boolean isRunning(String name) {
    try {
      return !hasEnded(name);
    } catch (CommandFailure e) {
      if (e.exitCode() == ExitCode.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Whether the removal of a setup whose own workflow was terminated goes on; needs no worker. It
   * finds what to remove by name.
   */
  public boolean isRemovedWithoutWorkflow(String name) {
    return !isRunning(name)
        && TemporalErrors.translate(
            name, () -> runs(PrivateLinkSetup.id(name) + "-teardown", Teardown.class));
  }

  private boolean runs(String workflowId, Class<?> type) {
    return TemporalErrors.ifFound(
            () -> temporal.client().newUntypedWorkflowStub(workflowId).describe())
        .filter(found -> found.getStatus() == RUNNING)
        .filter(found -> found.getWorkflowType().equals(type.getSimpleName()))
        .isPresent();
  }

  /** The workflow with the ID of this setup, which can be a part of another one. */
  private WorkflowExecutionDescription described(String name) {
    WorkflowExecutionDescription found = stub(name).describe();
    if (!isSetup(found)) {
      throw CommandFailure.ofTemporal(
          ExitCode.NOT_FOUND,
          "There is no setup named %s: workflow %s is the %s of another setup. See `linkspan list`."
              .formatted(name, PrivateLinkSetup.id(name), found.getWorkflowType()));
    }
    return found;
  }

  static boolean isSetup(WorkflowExecutionDescription found) {
    return found.getWorkflowType().equals(PrivateLinkSetup.class.getSimpleName());
  }

  /**
   * Sends a decision that the setup validates, and keeps if no endpoint has asked yet; returns the
   * setup's reply.
   */
  public String decide(String name, Decision decision) {
    return TemporalErrors.translate(
        name, () -> setup(name).update("decide", String.class, decision));
  }

  /** Retries every parked step. */
  public void retry(String name, Command command) {
    signal(name, "retry", command);
  }

  /** Restarts every broker, one at a time; returns the setup's reply. */
  public String restart(String name, Restart request) {
    return TemporalErrors.translate(
        name, () -> setup(name).update("restart", String.class, request));
  }

  /** Puts back what the last verification found; returns the setup's reply. */
  public String repair(String name, RepairRequest request) {
    return TemporalErrors.translate(
        name, () -> setup(name).update("repair", String.class, request));
  }

  /** Gives the link another plan; returns the setup's reply. */
  public String update(String name, UpdateRequest request) {
    return TemporalErrors.translate(
        name, () -> setup(name).update("update", String.class, request));
  }

  /** Pauses, resumes or aborts the current rollout. */
  public void signalRollout(String name, RolloutSignal signal, Command command) {
    signal(name, signal.signalName(), command);
  }

  /** Allows restarts that make topics unavailable. */
  public void acceptUnavailable(String name, Command command) {
    signal(name, "acceptUnavailable", command);
  }

  /** The workflow ID of the current rollout. */
  public Optional<String> rollout(String name) {
    return TemporalErrors.translate(
        name,
        () ->
            setup(name).query("progress", Progress.class).children().stream()
                .filter(child -> child.startsWith(ListenerRollout.id("")))
                .filter(child -> runs(child, ListenerRollout.class))
                .findFirst());
  }

  /**
   * Starts to remove everything that the setup created.
   *
   * @param restoreBrokers whether brokers of an existing cluster lose the listener first
   */
  public void destroy(String name, Command command, boolean restoreBrokers) {
    signal(
        name,
        "destroy",
        new DestroyRequest(
            command.by(), command.reason(), name, restoreBrokers ? Boolean.TRUE : null));
  }

  private void signal(String name, String signal, Object input) {
    TemporalErrors.translate(
        name,
        () -> {
          setup(name).signal(signal, input);
          return true;
        });
  }

  /** Verifies the link again; returns the report, which takes up to a minute. */
  public Report verify(String name, Command command) {
    return TemporalErrors.translate(
        name, () -> setup(name).update("verify", Report.class, command));
  }

  /** Verifies the link at other times from now on; returns the setup's reply. */
  public String schedule(String name, ScheduleChange change) {
    return TemporalErrors.translate(
        name, () -> setup(name).update("schedule", String.class, change));
  }

  /** The workflow of this setup, and not one that has its ID. */
  private WorkflowStub setup(String name) {
    described(name);
    return stub(name);
  }

  private WorkflowStub stub(String name) {
    return temporal.client().newUntypedWorkflowStub(PrivateLinkSetup.id(name));
  }
}
