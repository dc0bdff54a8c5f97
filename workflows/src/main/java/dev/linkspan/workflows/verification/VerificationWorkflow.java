package dev.linkspan.workflows.verification;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Message;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.steps.WorkflowTime;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Never parks: a check that cannot be made has failed. The clouds are checked concurrently with the
 * bastion; the changefeed comes after the bastion, since both use the same brokers.
 */
public final class VerificationWorkflow implements Verification {
  private static final String CLOUDS = "State in both clouds";
  private static final String BROKERS = "Brokers and their machines";
  private static final String BASTION = "Messages from the bastion, by the managed names";
  private static final String CHANGEFEED = "Rows from TiDB Cloud";
  private static final String SCHEDULE = "Verification schedule";

  private final Link link;
  private final Owner owner;
  private final String trigger;
  private final Steps steps;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();

  @WorkflowInit
  public VerificationWorkflow(VerificationInput input) {
    this.link = input.link();
    this.owner = Owner.of(link.plan(), link.setupId());
    this.trigger = input.trigger();
    this.steps = Steps.failing(owner.setup(), "Verification");
    Messages.toChild(Owner.setupWorkflowId(owner.setup()), steps).open();
    steps.plan(List.of(CLOUDS, BROKERS, BASTION, CHANGEFEED, SCHEDULE));
  }

  @Override
  public Report run(VerificationInput started) {
    Report report = concurrent.joined(this::verify);
    Message.send(Owner.setupWorkflowId(link.plan().name()), Message.VERIFIED, report);
    return report;
  }

  private Report verify() {
    Promise<List<Check>> clouds =
        concurrent.start(() -> check(CLOUDS, checks -> checks.checkClouds(owner, link)));
    List<Check> brokers = check(BROKERS, checks -> checks.checkBrokers(owner, link));
    List<Check> bastion = check(BASTION, checks -> checks.checkFromBastion(owner, link));
    List<Check> changefeed = check(CHANGEFEED, this::changefeed);

    List<Check> schedule = check(SCHEDULE, checks -> checks.checkSchedule(owner, link));

    List<Check> all = new ArrayList<>(clouds.get());
    all.addAll(brokers);
    all.addAll(bastion);
    all.addAll(changefeed);
    all.addAll(schedule);
    return new Report(WorkflowTime.now(), trigger, List.copyOf(all));
  }

  /** The first verification of a setup creates the changefeed that is kept. */
  private List<Check> changefeed(VerificationActivities checks) {
    boolean kept = link.plan().verification().changefeed().use() == ChangefeedUse.KEEP;
    if (kept && trigger.equals(Report.SETUP)) {
      checks.ensureChangefeed(owner, link);
    }
    return checks.checkChangefeed(owner, link);
  }

  private List<Check> check(String name, Function<VerificationActivities, List<Check>> work) {
    try {
      return steps.run(name, () -> work.apply(VerificationActivities.forChecks(name)));
    } catch (TemporalFailure failed) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      return List.of(Check.failed(Optional.empty(), name, "cannot look: " + reason(failed)));
    }
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
