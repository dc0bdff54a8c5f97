package dev.linkspan.starter.temporal;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.progress.ProgressTree;
import dev.linkspan.starter.stack.Pause;
import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.rollout.ListenerRollout;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import dev.linkspan.workflows.setup.SetupInput;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.SearchAttributes;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.verification.Report;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The setups in a Temporal namespace, as a client sees and commands them. */
public final class Setups {
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration TURN = Duration.ofMillis(500);

  private final Temporal temporal;

  public Setups(Temporal temporal) {
    this.temporal = temporal;
  }

  /**
   * Starts the setup of this plan, unless one with its name is running.
   *
   * @return false when it ran already
   */
  public boolean start(Plan plan) {
    return Answers.of(plan.name(), () -> tryStart(plan));
  }

  private boolean tryStart(Plan plan) {
    PrivateLinkSetup setup =
        temporal
            .client()
            .newWorkflowStub(
                PrivateLinkSetup.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(PrivateLinkSetup.id(plan.name()))
                    .setTaskQueue(TaskQueues.CONTROL)
                    .setWorkflowIdReusePolicy(
                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                    .setWorkflowIdConflictPolicy(
                        WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
                    .setStaticSummary("Private link " + plan.name() + " in " + plan.region())
                    .setStaticDetails(details(plan))
                    .setTypedSearchAttributes(
                        io.temporal.common.SearchAttributes.newBuilder()
                            .set(SearchAttributes.PHASE, Phase.BUILDING.name())
                            .set(SearchAttributes.REGION, plan.region())
                            .set(SearchAttributes.HEALTH, "unknown")
                            .build())
                    .build());
    try {
      WorkflowClient.start(setup::run, new SetupInput(plan, Optional.empty()));
      return true;
    } catch (WorkflowExecutionAlreadyStarted e) {
      return false;
    }
  }

  private static String details(Plan plan) {
    String where =
        plan.cluster() instanceof ExistingCluster existing
            ? "that was there before, in " + existing.vpcId()
            : "in " + plan.network().vpcName() + " (" + plan.network().vpcCidr() + ")";
    return "Kafka cluster of "
        + plan.brokers().size()
        + " brokers "
        + where
        + ", to TiDB Cloud cluster "
        + plan.connection().clusterId()
        + ".\n\nSee it with `linkspan status "
        + plan.name()
        + "`, remove it with `linkspan destroy "
        + plan.name()
        + "`.";
  }

  /** The plan that the running setup was started with; needs no worker. */
  public Plan planOf(String name) {
    return Answers.of(
        name,
        () ->
            FirstEvent.input(temporal, stub(name).describe().getExecution(), SetupInput.class)
                .plan());
  }

  /** What the setup and its children say of themselves now; needs a worker. */
  public Snapshot look(String name) {
    return Answers.of(
        name,
        () -> {
          boolean ended = ended(name);
          SetupStatus status = stub(name).query("status", SetupStatus.class);
          return new Snapshot(status, progress(PrivateLinkSetup.id(name)), ended);
        });
  }

  /**
   * What {@link #look} sees, asked again while no worker answers: one that has just been started
   * again needs its time.
   *
   * @param say is told, once, when the answer takes long
   */
  public Snapshot lookPatiently(String name, Consumer<String> say) {
    long end = System.nanoTime() + temporal.patience().toNanos();
    CompletableFuture<Void> hint =
        CompletableFuture.runAsync(
            () -> say.accept("Waiting for a worker to answer ..."),
            CompletableFuture.delayedExecutor(QUIET.toMillis(), TimeUnit.MILLISECONDS));
    try {
      while (true) {
        try {
          return look(name);
        } catch (CommandFailure e) {
          if (e.exitCode() != ExitCode.NO_WORKER || System.nanoTime() > end) {
            throw e;
          }
          Pause.of(TURN);
        }
      }
    } finally {
      hint.cancel(false);
    }
  }

  /** Whether the setup's workflow has ended; needs no worker. */
  public boolean hasEnded(String name) {
    return Answers.of(name, () -> ended(name));
  }

  /** Whether it has ended, but was not destroyed; needs no worker. */
  public boolean isAbandoned(String name) {
    return Answers.of(
        name,
        () ->
            ended(name)
                && !Phase.DESTROYED
                    .name()
                    .equals(
                        stub(name)
                            .describe()
                            .getTypedSearchAttributes()
                            .get(SearchAttributes.PHASE)));
  }

  /** Whether a setup with this name runs; needs no worker. */
  public boolean exists(String name) {
    try {
      return !hasEnded(name);
    } catch (CommandFailure e) {
      if (e.exitCode() == ExitCode.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private boolean ended(String name) {
    return !runs(PrivateLinkSetup.id(name));
  }

  private boolean runs(String workflowId) {
    return temporal.client().newUntypedWorkflowStub(workflowId).describe().getStatus()
        == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  private ProgressTree progress(String workflowId) {
    Progress own =
        temporal.client().newUntypedWorkflowStub(workflowId).query("progress", Progress.class);
    List<ProgressTree> children = new ArrayList<>();
    for (String child : own.children()) {
      Answers.ofOptional(() -> progress(child)).ifPresent(children::add);
    }
    return new ProgressTree(own, children);
  }

  /** Gives an answer that the setup checks; returns what it says to it. */
  public String decide(String name, Decision decision) {
    return Answers.of(name, () -> stub(name).update("decide", String.class, decision));
  }

  /** Leaves an answer before the question is asked; it is kept until then, unchecked. */
  public void decideEarly(String name, Decision decision) {
    String signal = Boolean.TRUE.equals(decision.approved()) ? "approve" : "reject";
    signal(name, signal, decision);
  }

  /** Lets every parked step go on. */
  public void retry(String name, Command command) {
    signal(name, "retry", command);
  }

  /** Restarts every broker, one at a time; returns what the setup says to it. */
  public String restart(String name, Restart request) {
    return Answers.of(name, () -> stub(name).update("restart", String.class, request));
  }

  /** Lets the rollout touch no further broker. */
  public void pause(String name, Command command) {
    signal(name, "pause", command);
  }

  /** Lets a paused rollout go on. */
  public void resume(String name, Command command) {
    signal(name, "resume", command);
  }

  /** Ends the rollout after the broker under way. */
  public void abort(String name, Command command) {
    signal(name, "abort", command);
  }

  /** Lets brokers be restarted although topics at risk are unavailable meanwhile. */
  public void acceptUnavailable(String name, Command command) {
    signal(name, "acceptUnavailable", command);
  }

  /** The workflow id of the rollout that is under way. */
  public Optional<String> rollout(String name) {
    return Answers.of(
        name,
        () ->
            stub(name).query("progress", Progress.class).children().stream()
                .filter(child -> child.startsWith(ListenerRollout.id("")))
                .filter(child -> Answers.ofOptional(() -> runs(child)).orElse(false))
                .findFirst());
  }

  /** Starts the removal of everything the setup made. */
  public void destroy(String name, Command command) {
    signal(name, "destroy", command);
  }

  private void signal(String name, String signal, Object input) {
    Answers.of(
        name,
        () -> {
          stub(name).signal(signal, input);
          return true;
        });
  }

  /** Proves the link again and waits for the report. */
  public Report verify(String name, Command command) {
    return Answers.of(name, () -> stub(name).update("verify", Report.class, command));
  }

  /**
   * One line of the list.
   *
   * @param took how long an ended one lived, or a running one has lived
   */
  public record Listed(
      String name, String phase, String health, String region, Instant since, Duration took) {}

  /** The running setups, and with {@code all} the ended ones that the server still knows. */
  public List<Listed> list(boolean all) {
    String query =
        "WorkflowType = 'PrivateLinkSetup'" + (all ? "" : " AND ExecutionStatus = 'Running'");
    return Answers.of(
        "", () -> temporal.client().listExecutions(query).map(Setups::listed).toList());
  }

  private static Listed listed(WorkflowExecutionMetadata execution) {
    var attributes = execution.getTypedSearchAttributes();
    boolean running =
        execution.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    String phase = Optional.ofNullable(attributes.get(SearchAttributes.PHASE)).orElse("-");
    String closed = execution.getStatus().name().substring("WORKFLOW_EXECUTION_STATUS_".length());
    Instant end = running ? Instant.now() : execution.getCloseTime();
    return new Listed(
        execution.getExecution().getWorkflowId().substring(PrivateLinkSetup.id("").length()),
        running || phase.equals(Phase.DESTROYED.name()) ? phase : closed,
        Optional.ofNullable(attributes.get(SearchAttributes.HEALTH)).orElse("-"),
        Optional.ofNullable(attributes.get(SearchAttributes.REGION)).orElse("-"),
        execution.getStartTime(),
        Duration.between(execution.getStartTime(), end));
  }

  private WorkflowStub stub(String name) {
    return temporal.client().newUntypedWorkflowStub(PrivateLinkSetup.id(name));
  }
}
