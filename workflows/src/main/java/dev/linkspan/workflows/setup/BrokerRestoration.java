package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.steps.CancellableWork;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.VerificationActivities;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.util.Optional;

/**
 * Takes the listener for TiDB Cloud out of the brokers of an existing cluster, before the load
 * balancer goes: first whatever writes through the link, then a rollout. Happens only if the
 * request to destroy the setup asks for it. Another request that does not ask for it ends it, and
 * the teardown goes on. Workflow code only.
 */
final class BrokerRestoration {
  private static final String TITLE = "Listener for TiDB Cloud out of every broker";
  private static final String CHANGEFEED = "Changefeed, before the brokers are restored";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final LinkConstruction construction;
  private final CancellableWork work = new CancellableWork();
  private Optional<Command> wanted;

  BrokerRestoration(
      Plan plan,
      Owner owner,
      Steps steps,
      SetupRecord record,
      LinkConstruction construction,
      Optional<Command> wanted) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.construction = construction;
    this.wanted = wanted;
  }

  /** The first request to destroy the setup asks for it. */
  void request(Command command) {
    wanted = Optional.of(command);
  }

  /** Whether it is asked for. */
  boolean isWanted() {
    return wanted.isPresent();
  }

  /** Ends it, or keeps it from beginning; a broker that is down because of it comes back first. */
  void giveUp() {
    wanted = Optional.empty();
    work.cancel("destroy without restoreBrokers");
  }

  /** Restores the brokers if that is wanted. */
  void run() {
    if (wanted.isEmpty()) {
      return;
    }
    Command why = wanted.get();
    try {
      work.run(
          () -> {
            steps.guarded(TITLE, () -> restore(why));
            return plan.name();
          });
    } catch (TemporalFailure cancelled) {
      if (wanted.isPresent()) {
        throw cancelled;
      }
      record.change(SetupState::destroying);
      Workflow.getLogger(BrokerRestoration.class)
          .warn("the brokers that are left keep the listener: destroy came without restoreBrokers");
    }
  }

  private void restore(Command why) {
    steps.perform(
        PrivateLinkSetup.RESTORATION_BEGINS,
        VerificationActivities::withSummary,
        checks -> checks.removeSchedule(owner, plan));
    steps.perform(
        CHANGEFEED,
        VerificationActivities::withSummary,
        checks -> checks.removeChangefeed(owner, plan));
    construction.restoreBrokers(record.state().inventory().link(), why);
  }
}
