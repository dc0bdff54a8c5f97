package dev.linkspan.workflows.steps;

import dev.linkspan.workflows.plan.Owner;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The steps of one workflow: runs them, parks a step that needs a person, keeps their record, and
 * shows it as the workflow's current details. Workflow code only.
 */
public final class Steps {
  private final String title;
  private final StepLog log;
  private final Consumer<ParkedStepNotice> parkedStepListener;
  private final Supplier<Optional<String>> headline;
  private final StepList steps = new StepList(this::show);
  private final List<String> children = new ArrayList<>();
  private final Map<String, String> stepOfChild = new LinkedHashMap<>();
  private final CreationClock creations = new CreationClock();
  private int retries;
  private final Set<String> abandonedSteps = new TreeSet<>();
  private boolean abandoned;
  private boolean parks = true;

  /**
   * The steps of a setup itself.
   *
   * @param setup name of the setup, for log lines
   * @param parkedStepListener hears when a step parks, and when it goes on
   * @param headline what the workflow waits for and how to answer it, shown as the first lines of
   *     the details; empty while it waits for nobody
   */
  public Steps(
      String setup,
      String title,
      Consumer<ParkedStepNotice> parkedStepListener,
      Supplier<Optional<String>> headline) {
    this.log = new StepLog(setup);
    this.title = title;
    this.parkedStepListener = parkedStepListener;
    this.headline = headline;
  }

  /** The steps of a child workflow, which reports parked steps to this setup. */
  public static Steps ofChild(String title, String setupWorkflow) {
    return ofChild(title, setupWorkflow, Optional::empty);
  }

  /** The same for a child with a headline of its own. */
  public static Steps ofChild(
      String title, String setupWorkflow, Supplier<Optional<String>> headline) {
    return new Steps(
        Owner.setupName(setupWorkflow),
        title,
        notice -> Message.send(setupWorkflow, Message.PARKED_STEP, notice),
        headline);
  }

  /** Steps that fail instead of parking: for a workflow whose caller waits for the result. */
  public static Steps failing(String title) {
    return failing(Workflow.getInfo().getWorkflowId(), title);
  }

  /**
   * The same for a workflow of this setup.
   *
   * @param setup name of the setup, for log lines
   */
  public static Steps failing(String setup, String title) {
    Steps steps = new Steps(setup, title, notice -> {}, Optional::empty);
    steps.parks = false;
    return steps;
  }

  /** Lists planned steps, in this order. A step that is listed already stays as it is. */
  public void plan(List<String> names) {
    steps.plan(names);
  }

  /** Runs a step, and runs it again after each parking, until it succeeds or is canceled. */
  public <T> T run(String name, Supplier<T> work) {
    List<T> result = new ArrayList<>();
    for (int attempt = 1; result.isEmpty(); attempt++) {
      steps.begin(name, attempt);
      log.during(
          name,
          attempt,
          () ->
              attempt(
                  name,
                  () ->
                      result.add(
                          Objects.requireNonNull(
                              CurrentStep.during(name, work), "the step has no result"))));
    }
    return result.get(0);
  }

  /** Returns when the step has succeeded, or was parked and is retried. */
  private void attempt(String name, Runnable work) {
    try {
      work.run();
      steps.end(name, Step.State.DONE);
      log.done(name);
    } catch (RuntimeException e) {
      TemporalFailure failure = failureOf(name, e);
      if (!parks || CancellationScope.current().isCancelRequested()) {
        steps.end(name, Step.State.CANCELLED);
        log.canceled(name);
        throw failure;
      }
      park(name, ParkReason.of(failure));
      log.retried(name);
    }
  }

  /** The failure of a step that throws this; throws on what is no failure of a step. */
  private TemporalFailure failureOf(String name, RuntimeException thrown) {
    if (thrown instanceof TemporalFailure failure) {
      return failure;
    }
    if (!UnexpectedFailure.is(thrown)) {
      throw thrown;
    }
    log.unexpected(name, thrown);
    return UnexpectedFailure.of(thrown);
  }

  /**
   * Runs what is not a step itself. After an unexpected exception, a step of this name appears and
   * parks, and the work runs again after {@code retry}.
   */
  public void guarded(String name, Runnable work) {
    boolean done = false;
    while (!done) {
      try {
        work.run();
        done = true;
      } catch (TemporalFailure failure) {
        throw failure;
      } catch (RuntimeException e) {
        TemporalFailure failure = failureOf(name, e);
        steps.begin(name, 1);
        park(name, ParkReason.of(failure));
        steps.end(name, Step.State.DONE);
      }
    }
  }

  /** A step that is one activity; the step's name is the activity's summary. */
  public <A, T> T call(String name, Function<String, A> activities, Function<A, T> work) {
    return run(name, () -> work.apply(activities.apply(name)));
  }

  /** The same for an activity that returns nothing. */
  public <A> void perform(String name, Function<String, A> activities, Consumer<A> work) {
    run(
        name,
        () -> {
          work.accept(activities.apply(name));
          return name;
        });
  }

  /** A step that is one activity, which creates something in a cloud. */
  public <A, T> T create(String name, Function<String, A> activities, Function<A, T> work) {
    return run(name, () -> creations.during(() -> work.apply(activities.apply(name))));
  }

  /** When something was last created. */
  public CreationClock creations() {
    return creations;
  }

  /** The step has nothing to do. */
  public void skip(String name, String reason) {
    steps.skip(name, reason);
  }

  /** The same, unless the step has begun already. */
  public void skipUnlessBegun(String name, String reason) {
    if (!steps.hasBegun(name)) {
      skip(name, reason);
    }
  }

  /** The running step waits for a person's decision. */
  public void awaitingApproval(String name, String waitingFor) {
    steps.changeIfActive(name, Step.State.AWAITING_APPROVAL, Optional.of(waitingFor));
  }

  /** The person has decided; the step goes on. */
  public void decided(String name) {
    steps.changeIfActive(name, Step.State.RUNNING, Optional.empty());
  }

  /** Shows in its step that an activity fails again and again, or works again. */
  public void activityFailing(FailingActivity notice) {
    steps.activityFailing(notice);
  }

  /** Runs every parked step again. */
  public void retry() {
    retries++;
  }

  /** Gives up steps that are parked now or park later: each throws {@link Abandoned}. */
  public void abandonParked() {
    abandoned = true;
  }

  /** Gives up this step if it is parked now or parks later: it throws {@link Abandoned}. */
  public void abandonParked(String name) {
    abandonedSteps.add(name);
  }

  /** A step was given up while it was parked. Never leaves the workflow that gave it up. */
  public static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1;

    Abandoned(String step) {
      super(step);
    }
  }

  /** A child workflow whose own progress belongs under this one. */
  public void addChild(String workflowId) {
    if (!children.contains(workflowId)) {
      children.add(workflowId);
    }
    if (!CurrentStep.name().isEmpty()) {
      stepOfChild.put(workflowId, CurrentStep.name());
    }
  }

  /** For the query {@code progress}. */
  public Progress progress() {
    return new Progress(
        Workflow.getInfo().getWorkflowId(), title, steps.all(), List.copyOf(children), stepOfChild);
  }

  /** Updates the current details; call it after each change of what the headline says. */
  public void show() {
    Workflow.setCurrentDetails(
        ProgressText.markdown(progress(), headline.get(), Workflow.getInfo().getNamespace()));
  }

  private void park(String name, ParkReason reason) {
    // Counted before the notice is sent: a retry that arrives meanwhile is a retry of this step.
    int seen = retries;
    log.parked(name, reason);
    steps.change(name, Step.State.PARKED, Optional.of(reason.text()));
    try {
      parkedStepListener.accept(notice(name, true, reason));
      Workflow.await(() -> retries > seen || isAbandoned(name));
      parkedStepListener.accept(notice(name, false, reason));
    } catch (TemporalFailure cancelled) {
      steps.end(name, Step.State.CANCELLED);
      throw cancelled;
    }
    if (isAbandoned(name)) {
      steps.end(name, Step.State.CANCELLED);
      throw new Abandoned(name);
    }
  }

  private boolean isAbandoned(String name) {
    return abandoned || abandonedSteps.contains(name);
  }

  private static ParkedStepNotice notice(String name, boolean parked, ParkReason reason) {
    return new ParkedStepNotice(
        Workflow.getInfo().getWorkflowId(), name, parked, reason.problem(), reason.remedy());
  }
}
