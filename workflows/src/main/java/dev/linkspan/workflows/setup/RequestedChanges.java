package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.PlanChange;
import dev.linkspan.workflows.setup.PrivateLinkSetup.Restart;
import java.util.Objects;
import java.util.Optional;

/** Valid requests to change a finished link, until the setup has carried them out. */
final class RequestedChanges {
  private final Plan plan;
  private Optional<Restart> restart = Optional.empty();
  private Optional<Plan> wantedPlan = Optional.empty();

  /**
   * @param plan of the link
   */
  RequestedChanges(Plan plan) {
    this.plan = plan;
  }

  /** Keeps a valid request; returns the reply to the person. */
  String keep(Restart request) {
    restart = Optional.of(request);
    return "restarting " + plan.brokers().size() + " brokers, one at a time";
  }

  /** Keeps a valid request; returns the reply to the person. */
  String keep(UpdateRequest request) {
    Plan wanted = Objects.requireNonNull(request.plan());
    wantedPlan = Optional.of(PlanChange.applied(plan, wanted));
    return "updating: " + PlanChange.between(plan, wanted).counts();
  }

  boolean isEmpty() {
    return restart.isEmpty() && wantedPlan.isEmpty();
  }

  Optional<Restart> restart() {
    return restart;
  }

  /** The plan that the link is to have. */
  Optional<Plan> wantedPlan() {
    return wantedPlan;
  }

  /** The brokers are restarted. */
  void restarted() {
    restart = Optional.empty();
  }
}
