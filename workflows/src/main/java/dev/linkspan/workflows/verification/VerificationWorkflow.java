package dev.linkspan.workflows.verification;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
import dev.linkspan.workflows.verification.Check.Outcome;
import dev.linkspan.workflows.verification.Check.Severity;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Never parks. The clouds are checked concurrently with the bastion; the changefeed comes after the
 * bastion, since both use the same brokers. What breaks the path, or could not be checked on it, is
 * checked again until the patience of the plan is spent.
 */
public final class VerificationWorkflow implements Verification {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  /** The checks of one activity. */
  private enum Part {
    CLOUDS("State in both clouds", false),
    BROKERS("Brokers and their machines", false),
    BASTION("Messages from the bastion, by the managed names", true),
    CHANGEFEED("Rows from TiDB Cloud", true),
    SCHEDULE("Verification schedule", false);

    private final String step;
    private final boolean onDataPath;

    Part(String step, boolean onDataPath) {
      this.step = step;
      this.onDataPath = onDataPath;
    }
  }

  private final Link link;
  private final Owner owner;
  private final String trigger;
  private final Steps steps;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();
  private final Map<Part, List<Check>> results = new EnumMap<>(Part.class);

  @WorkflowInit
  public VerificationWorkflow(VerificationInput input) {
    this.link = input.link();
    this.owner = Owner.of(link.plan(), link.setupId());
    this.trigger = input.trigger();
    this.steps = Steps.failing(owner.setup(), "Verification");
    Messages.toChild(Owner.setupWorkflowId(owner.setup()), steps).open();
    steps.plan(parts().stream().map(part -> part.step).toList());
  }

  @Override
  public Report run(VerificationInput started) {
    Report report = concurrent.joined(this::verify);
    Message.send(Owner.setupWorkflowId(link.plan().name()), Message.VERIFIED, report);
    return report;
  }

  /** The schedule is created after the verification at the end of a setup. */
  private Set<Part> parts() {
    return trigger.equals(Report.SETUP)
        ? EnumSet.complementOf(EnumSet.of(Part.SCHEDULE))
        : EnumSet.allOf(Part.class);
  }

  private Report verify() {
    check(parts());
    Instant end = WorkflowTime.now().plus(link.plan().verification().patience());
    Duration pause = FIRST_PAUSE;
    int attempts = 1;
    while (!undecided().isEmpty() && WorkflowTime.now().isBefore(end)) {
      pause(pause, Duration.between(WorkflowTime.now(), end));
      pause = pause.multipliedBy(2);
      attempts++;
      check(undecided());
    }
    return report(attempts);
  }

  private static void pause(Duration wanted, Duration left) {
    Workflow.newTimer(
            wanted.compareTo(left) < 0 ? wanted : left,
            TimerOptions.newBuilder().setSummary("Pause before a failure is checked again").build())
        .get();
  }

  /** Parts with something that breaks the path, or could not be checked on it. */
  private Set<Part> undecided() {
    Set<Part> undecided = EnumSet.noneOf(Part.class);
    results.forEach(
        (part, checks) -> {
          if (checks.stream().anyMatch(this::isUndecided)) {
            undecided.add(part);
          }
        });
    return undecided;
  }

  private boolean isUndecided(Check check) {
    return !check.passed() && (check.severity() == Severity.BREAKS || isNotCreatedYet(check));
  }

  /** The verification that creates the changefeed tries that again too. */
  private boolean isNotCreatedYet(Check check) {
    return trigger.equals(Report.SETUP)
        && check.repair().filter(repair -> repair.kind() == Repair.Kind.CHANGEFEED).isPresent();
  }

  private void check(Set<Part> parts) {
    Optional<Promise<List<Check>>> clouds =
        parts.contains(Part.CLOUDS)
            ? Optional.of(concurrent.start(() -> checks(Part.CLOUDS)))
            : Optional.empty();
    parts.stream()
        .filter(part -> part != Part.CLOUDS)
        .forEach(part -> results.put(part, checks(part)));
    clouds.ifPresent(promise -> results.put(Part.CLOUDS, promise.get()));
  }

  private List<Check> checks(Part part) {
    try {
      return steps.run(part.step, () -> call(part)).stream()
          .map(check -> part.onDataPath ? check : offDataPath(check))
          .toList();
    } catch (TemporalFailure failed) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      Check missing = Check.notChecked(Optional.empty(), part.step, reason(failed));
      return List.of(part.onDataPath ? missing : missing.asDrift());
    }
  }

  private List<Check> call(Part part) {
    VerificationActivities checks = VerificationActivities.forChecks(part.step);
    return switch (part) {
      case CLOUDS -> checks.checkClouds(owner, link);
      case BROKERS -> checks.checkBrokers(owner, link);
      case BASTION -> checks.checkFromBastion(owner, link);
      case CHANGEFEED -> changefeed(checks);
      case SCHEDULE -> checks.checkSchedule(owner, link);
    };
  }

  /** The first verification of a setup creates the changefeed that is kept. */
  private List<Check> changefeed(VerificationActivities checks) {
    boolean kept = link.plan().verification().changefeed().use() == ChangefeedUse.KEEP;
    if (kept && trigger.equals(Report.SETUP)) {
      checks.ensureChangefeed(owner, link);
    }
    return checks.checkChangefeed(owner, link);
  }

  /** What is not known there leaves it to the messages whether the path works. */
  private static Check offDataPath(Check check) {
    return check.outcome() == Outcome.NOT_CHECKED ? check.asDrift() : check;
  }

  private Report report(int attempts) {
    List<Check> all =
        results.values().stream()
            .flatMap(List::stream)
            .map(check -> attempts > 1 && isUndecided(check) ? after(attempts, check) : check)
            .toList();
    return new Report(WorkflowTime.now(), trigger, all);
  }

  private static Check after(int attempts, Check check) {
    return new Check(
        check.nodeId(),
        check.hop(),
        check.outcome(),
        check.severity(),
        check.evidence() + " (after " + attempts + " attempts)",
        check.expected(),
        check.remedy(),
        check.repair());
  }

  private static String reason(TemporalFailure failed) {
    return failed instanceof ActivityFailure && failed.getCause() instanceof TemporalFailure cause
        ? cause.getOriginalMessage()
        : failed.getOriginalMessage();
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
