package dev.linkspan.activities.execution;

import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.FailingActivity;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Optional;

/** A workflow with one step beside others that run, as every workflow of Linkspan has them. */
@WorkflowInterface
public interface StepsWorkflow {

  /** What the step does. */
  enum Kind {
    PARKING,
    PARKING_WITH_MORE_TO_DO,
    FAILING,
    FEW_ATTEMPTS,
    OUTSIDE_OF_A_STEP,
    SWITCHED_OFF
  }

  /** The activity of the step. */
  @ActivityInterface
  interface Work {
    @ActivityMethod(name = "Work_Run")
    String run();
  }

  @WorkflowMethod
  void run(Kind kind);

  @SignalMethod
  void retry();

  @SignalMethod
  void goOn();

  @QueryMethod
  Progress progress();

  @QueryMethod
  int notices();

  /** With one failing activity, in a branch of the step. */
  final class Implementation implements StepsWorkflow {
    private static final String STEP = "Kafka cluster";
    private Steps steps = parking();
    private int notices;
    private boolean goOn;

    @Override
    public void run(Kind kind) {
      new Messages(sender -> false, reason -> {})
          .on(Message.FAILING_ACTIVITY, FailingActivity.class, this::activityFailing)
          .open();
      steps = kind == Kind.FAILING ? Steps.failing("Test") : parking();
      steps.plan(List.of(STEP));
      ConcurrentSteps concurrent = new ConcurrentSteps();
      concurrent.start(() -> steps.run("Beside it", this::untilGoOn));
      if (kind == Kind.OUTSIDE_OF_A_STEP) {
        work(kind);
      }
      steps.run(STEP, () -> concurrent.start(() -> work(kind)).get());
    }

    private String work(Kind kind) {
      if (kind == Kind.SWITCHED_OFF) {
        connect();
        return "connected";
      }
      String summary = "Cluster as a whole";
      Work work =
          kind == Kind.FEW_ATTEMPTS
              ? ActivityStubs.fewAttempts(Work.class, TaskQueues.NODES, summary)
              : ActivityStubs.unlimited(Work.class, TaskQueues.NODES, summary);
      String result = work.run();
      return kind == Kind.PARKING_WITH_MORE_TO_DO ? untilGoOn() : result;
    }

    private static void connect() {
      String address = "127.93.40.1";
      NodeAddress machine =
          new NodeAddress("broker-1", "root", address, 1, Optional.empty(), "ssh-rsa AAAA");
      Owner owner = new Owner("demo", "id", "r", new CredentialNames("a", "t", "s"));
      NodeActivities.withSummary("Kafka on broker 1")
          .stopServingArchives(owner, new Node(machine, address, "/root/linkspan"));
    }

    private String untilGoOn() {
      Workflow.await(() -> goOn);
      return "went on";
    }

    private static Steps parking() {
      return new Steps("demo", "Test", notice -> {}, Optional::empty);
    }

    private void activityFailing(FailingActivity notice) {
      notices++;
      steps.activityFailing(notice);
    }

    @Override
    public void retry() {
      steps.retry();
    }

    @Override
    public void goOn() {
      goOn = true;
    }

    @Override
    public Progress progress() {
      return steps.progress();
    }

    @Override
    public int notices() {
      return notices;
    }
  }
}
