package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.teardown.Teardown;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.Async;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The end of a setup: removes everything that it created. Workflow code only. */
final class SetupTeardown {
  private static final String LISTS = "Wait until the clouds list what was created last";
  private static final String TEARDOWN = "Teardown";

  private final Plan plan;
  private final Owner owner;
  private final Steps steps;
  private final SetupRecord record;
  private final ChildWorkflows children;
  private final LinkConstruction construction;
  private final EarlierRun earlier;
  private final BrokerRestoration restoration;

  SetupTeardown(
      Plan plan,
      Owner owner,
      Steps steps,
      SetupRecord record,
      ChildWorkflows children,
      LinkConstruction construction,
      EarlierRun earlier,
      BrokerRestoration restoration) {
    this.plan = plan;
    this.owner = owner;
    this.steps = steps;
    this.record = record;
    this.children = children;
    this.construction = construction;
    this.earlier = earlier;
    this.restoration = restoration;
  }

  /** The steps of a run that only tears down. */
  List<String> stepNames() {
    List<String> names = new ArrayList<>(earlier.stepNames());
    names.addAll(List.of(LISTS, TEARDOWN));
    return List.copyOf(names);
  }

  /**
   * Takes from a valid request what it says about brokers of an existing cluster.
   *
   * @param again whether the setup is being destroyed already
   * @param ignored takes the reason why a part of the request does not count
   */
  void request(DestroyRequest request, boolean again, Consumer<String> ignored) {
    boolean adopted = plan.cluster() instanceof ExistingCluster;
    if (request.restores() && !adopted) {
      ignored.accept(
          "restoreBrokers changes nothing: the setup created the brokers, and they are deleted");
    }
    if (again) {
      requestAgain(request, ignored);
    } else if (request.restores() && adopted) {
      restoration.request(new Command(request.by(), request.reason()));
    }
  }

  private void requestAgain(DestroyRequest request, Consumer<String> ignored) {
    earlier.giveUpBrokers();
    if (!request.restores()) {
      restoration.giveUp();
    } else if (!restoration.isWanted()) {
      ignored.accept("restoreBrokers comes too late: the setup is being destroyed without it");
    }
  }

  /** Removes everything. Nothing else of this run is in progress. */
  void run(SetupInput input) {
    boolean continued = input.carried().isPresent();
    // Before its first look at the clouds, a run does not know what one before it has created,
    // which was terminated or reset. If that look parked, a teardown could not look either.
    boolean unknown = !continued && !construction.started();
    boolean blind = unknown && !record.state().parked().isEmpty();
    SetupState.Stage stage = record.state().stage();
    boolean changing = stage == SetupState.Stage.REPAIRING || stage == SetupState.Stage.UPDATING;
    boolean interrupted = changing || (!continued && !record.isFinished());
    record.change(SetupState::destroying);
    if (blind) {
      steps.skip(TEARDOWN, "this run has created nothing");
    } else {
      earlier.endChildren();
      if (input.onlyTeardown() || children.isInterrupted(ChildWorkflows.ROLLOUT)) {
        earlier.startBrokers();
      }
      restoration.run();
      if (input.onlyTeardown() || unknown) {
        steps.creations().created();
      }
      if (interrupted || input.onlyTeardown()) {
        awaitLists();
      }
      steps.run(TEARDOWN, this::teardown);
    }
    record.change(SetupState::destroyed);
    steps.show();
  }

  /**
   * Teardown finds resources by listing, and a list may not show a new one yet. The worker knows
   * how late lists can be; a construction that has created nothing for that long does not wait.
   */
  private void awaitLists() {
    Duration sinceLast = steps.creations().sinceLast();
    steps.perform(
        LISTS, NetworkActivities::withSummary, network -> network.awaitLists(owner, sinceLast));
  }

  /** A run that surveyed the cluster knows most: brokers can be about to join the link. */
  private List<Node> brokers(Optional<Link> adopted) {
    List<Node> surveyed = construction.brokers();
    if (!surveyed.isEmpty()) {
      return surveyed;
    }
    return adopted
        .map(link -> link.brokers().stream().map(RollingBroker::node).toList())
        .orElseGet(earlier::brokers);
  }

  private String teardown() {
    Optional<Link> adopted =
        plan.cluster() instanceof ExistingCluster
            ? record.state().inventory().link()
            : Optional.empty();
    Teardown.Input input =
        new Teardown.Input(
            PrivateLinkSetup.id(plan.name()),
            owner,
            plan,
            adopted
                .map(link -> link.cluster().bastion())
                .or(construction::probe)
                .or(earlier::probe),
            brokers(adopted),
            record.state().inventory().id(TidbConnection.CONNECTION));
    children.run(
        Teardown.class,
        ChildWorkflows.TEARDOWN,
        child -> Async.procedure(child::run, input),
        () -> {});
    return plan.name();
  }
}
