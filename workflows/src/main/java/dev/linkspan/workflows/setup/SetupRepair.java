package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.repair.LinkRepair;
import dev.linkspan.workflows.repair.LinkRepair.Repaired;
import dev.linkspan.workflows.repair.RepairPlan;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Puts a finished link back as planned, when a person says so or the policy allows it, and verifies
 * it after that. Workflow code only.
 */
final class SetupRepair {
  private static final String REPAIR = "Repair";
  private static final String BROKERS = "Repair of the brokers";
  private static final String CHANGEFEED = "Repair of the changefeed";

  /** What no step of {@link LinkRepair} repairs before the rollout. */
  private static final Set<Kind> BY_THE_SETUP =
      EnumSet.of(Kind.CHANGEFEED, Kind.SCHEDULE, Kind.SETTINGS, Kind.UNIT_FILE);

  private static final Set<Kind> BY_A_ROLLOUT =
      EnumSet.of(Kind.BROKERS, Kind.SETTINGS, Kind.UNIT_FILE);

  private final RepairPolicy policy;
  private final Steps steps;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final Rollouts rollouts;
  private final SetupVerification verification;
  private Optional<Order> requested = Optional.empty();

  /**
   * A repair to carry out.
   *
   * @param trigger of the verification that follows
   */
  private record Order(RepairPlan plan, Command why, String trigger) {}

  SetupRepair(
      RepairPolicy policy,
      Steps steps,
      SetupRecord record,
      ChildWorkflows children,
      Rollouts rollouts,
      SetupVerification verification) {
    this.policy = policy;
    this.steps = steps;
    this.record = record;
    this.children = children;
    this.rollouts = rollouts;
    this.verification = verification;
  }

  /** Keeps a valid request until the setup carries it out; returns the reply to the person. */
  String request(RepairRequest request) {
    RepairPlan plan = RepairPlan.of(record.state().findings()).only(request.checks());
    requested =
        Optional.of(
            new Order(
                plan, new Command(request.by(), request.reason()), "repair by " + request.by()));
    return "repairing: " + plan.counts();
  }

  /** Whether a person asked for a repair that has not ended. */
  boolean isRequested() {
    return requested.isPresent();
  }

  /** Whether there is a repair to carry out now. */
  boolean isDue() {
    return requested.isPresent() || automatic().isPresent();
  }

  /** What the policy lets the setup repair without a person. */
  private Optional<Order> automatic() {
    if (policy != RepairPolicy.SAFE || !record.isFinished()) {
      return Optional.empty();
    }
    List<Finding> additions =
        RepairPlan.of(record.state().findings()).additions().stream()
            .filter(record.state().repairAttempts()::mayRepair)
            .toList();
    return additions.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Order(
                RepairPlan.of(additions), new Command("Linkspan", "safe repair"), "safe repair"));
  }

  /** Chooses what is due; from here on, further requests are refused. */
  void begin() {
    if (requested.isEmpty()) {
      Order order = automatic().orElseThrow();
      record.change(state -> state.withRepairAttempt(order.plan().additions()));
      requested = Optional.of(order);
    }
  }

  /** Carries it out; running it again does what is left. */
  void run() {
    verification.paused("repair", () -> repair(requested.orElseThrow()));
  }

  /** The setup takes requests again. */
  void end() {
    requested = Optional.empty();
  }

  private void repair(Order order) {
    Link before = record.link();
    List<Repair> repairs = order.plan().repairs();
    // A broker that is down, or has another name, is what a changefeed fails of.
    repairLink(REPAIR, only(repairs, kind -> !BY_THE_SETUP.contains(kind)));
    if (!only(repairs, BY_A_ROLLOUT::contains).isEmpty()) {
      rollouts.repair(
          BROKERS,
          record.link(),
          resources(repairs, Kind.SETTINGS),
          resources(repairs, Kind.UNIT_FILE),
          order.why());
    }
    repairLink(CHANGEFEED, only(repairs, kind -> kind == Kind.CHANGEFEED));
    boolean schedule = !only(repairs, kind -> kind == Kind.SCHEDULE).isEmpty();
    if (schedule || !record.link().equals(before)) {
      // Each run of the schedule gets the link as it is now.
      verification.ensureSchedule();
    }
    verification.during(order.trigger());
  }

  private static Set<String> resources(List<Repair> repairs, Kind kind) {
    return only(repairs, kind::equals).stream().map(Repair::resource).collect(Collectors.toSet());
  }

  private static List<Repair> only(List<Repair> repairs, Predicate<Kind> kind) {
    return repairs.stream().filter(repair -> kind.test(repair.kind())).toList();
  }

  private void repairLink(String step, List<Repair> repairs) {
    if (repairs.isEmpty()) {
      return;
    }
    Repaired repaired =
        steps.run(
            step,
            () -> {
              LinkRepair.Input input =
                  new LinkRepair.Input(
                      Workflow.getInfo().getWorkflowId(),
                      record.link(),
                      record.state().inventory().resources(),
                      repairs);
              return children.run(
                  LinkRepair.class,
                  ChildWorkflows.REPAIR,
                  child -> Async.function(child::run, input),
                  () -> {});
            });
    repaired.resources().forEach(resource -> record.change(state -> state.with(resource)));
    record.change(state -> state.with(repaired.link()));
  }
}
