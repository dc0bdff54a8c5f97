package dev.linkspan.kafka;

import dev.linkspan.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.kafka.ClusterActivities.ClusterHealth;
import dev.linkspan.kafka.KafkaDeployment.Deployed;
import dev.linkspan.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.plan.Plan.BrokerPlan;
import dev.linkspan.plan.Plan.ServerGroupPlan;
import dev.linkspan.progress.Failures;
import dev.linkspan.progress.Progress;
import dev.linkspan.progress.Steps;
import dev.linkspan.setup.Activities;
import dev.linkspan.setup.Owner;
import dev.linkspan.setup.PrivateLinkSetup.Command;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One broker at a time: a gate before its stop, and three after its start (advertised, in sync,
 * reachable through the load balancer). A broker that does not come up with the new file gets the
 * old one back before a person is asked, and no other broker is touched meanwhile. A change of the
 * order of steps needs {@code Workflow.getVersion}.
 */
public final class ListenerRolloutWorkflow implements ListenerRollout {
  private static final String LOOK = "Which broker is next";
  private static final int CLEAN_READS = 3;
  private static final int BACKEND_PATIENCE_SECONDS = 120;

  private final Input input;
  private final Owner owner;
  private final ClusterAccess access;
  private final BrokerFleet fleet;
  private final RolloutOrder order;
  private final Steps steps;
  private final Set<Integer> done = new TreeSet<>();
  private Optional<ClusterHealth> seen = Optional.empty();

  @WorkflowInit
  public ListenerRolloutWorkflow(Input input) {
    this.input = input;
    this.owner = input.owner();
    this.access = input.current().access();
    this.fleet = new BrokerFleet(input.plan(), input.current().brokers());
    this.order = new RolloutOrder(input.plan().kafka().brokers(), input.uniqueName());
    this.steps = Steps.ofChild("Listener rollout", input.setupWorkflow());
    steps.plan(stepNames());
  }

  @Override
  public Deployed run(Input started) {
    Optional<BrokerPlan> next = next();
    while (next.isPresent()) {
      roll(next.get());
      done.add(next.get().nodeId());
      next = next();
    }
    input.plan().kafka().brokers().stream()
        .filter(broker -> !done.contains(broker.nodeId()))
        .forEach(this::skip);
    return new Deployed(access, input.current().brokers(), input.uniqueName());
  }

  private Optional<BrokerPlan> next() {
    ClusterHealth health =
        steps.call(LOOK, Activities::cluster, cluster -> cluster.inspect(owner, access));
    seen = Optional.of(health);
    return order.next(health, done);
  }

  /** What was seen for the choice is good for one try; a retry comes much later. */
  private ClusterHealth lookBefore(String name) {
    ClusterHealth health =
        seen.orElseGet(() -> Activities.cluster("Look before " + name).inspect(owner, access));
    seen = Optional.empty();
    return health;
  }

  private void roll(BrokerPlan broker) {
    steps.run(restartStep(broker), () -> restart(broker));
    steps.call(
        inSyncStep(broker),
        Activities::cluster,
        cluster -> cluster.awaitInSync(owner, access, CLEAN_READS));
    steps.run(backendsStep(broker), () -> awaitBackends(broker));
    steps.perform(
        leadersStep(broker),
        Activities::cluster,
        cluster -> cluster.electPreferredLeaders(owner, access));
  }

  private String restart(BrokerPlan broker) {
    String name = "broker " + broker.nodeId();
    Node node = fleet.node(broker);
    BrokerFiles files = fleet.files(broker, input.uniqueName());
    if (!RolloutOrder.isDown(broker, lookBefore(name))) {
      Activities.cluster("In sync before " + name).awaitInSync(owner, access, CLEAN_READS);
    }
    Activities.node("New configuration of " + name).replaceConfiguration(owner, node, files);
    Activities.node("Stop of " + name).stopBroker(owner, node, files);
    try {
      Activities.node("Start of " + name).startBroker(owner, node, files);
      Activities.cluster("New address of " + name)
          .awaitAdvertised(
              owner,
              access,
              broker.nodeId(),
              broker.advertisedHost(input.uniqueName()),
              broker.advertisedPort());
    } catch (ActivityFailure failed) {
      if (CancellationScope.current().isCancelRequested()) {
        throw failed;
      }
      putOldFileBack(broker, node, files);
      throw didNotStart(broker, failed);
    }
    return name;
  }

  private void putOldFileBack(BrokerPlan broker, Node node, BrokerFiles files) {
    String name = "broker " + broker.nodeId();
    steps.run(
        "Old configuration of " + name,
        () -> {
          Activities.node("Stop of " + name).stopBroker(owner, node, files);
          Activities.node("Old configuration of " + name).restoreConfiguration(owner, node, files);
          Activities.node("Start of " + name).startBroker(owner, node, files);
          return name;
        });
  }

  private static ApplicationFailure didNotStart(BrokerPlan broker, ActivityFailure failed) {
    String problem =
        failed.getCause() instanceof ApplicationFailure cause
            ? cause.getOriginalMessage()
            : failed.getOriginalMessage();
    return Failures.needsPerson(
        "broker %d does not run with its new listeners and has its old ones back: %s"
            .formatted(broker.nodeId(), problem),
        "Read the broker's log, mend the cause, then retry: it gets the new ones again.");
  }

  private String awaitBackends(BrokerPlan broker) {
    List<ServerGroupPlan> groups = input.plan().exposure().serverGroups();
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).nodeId().orElse(broker.nodeId()) == broker.nodeId()) {
        ListenerMembers listener = input.listeners().get(i);
        Activities.exposure("Backends of listener " + groups.get(i).listenerPort())
            .awaitHealthyBackends(
                owner, listener.listenerId(), listener.members(), BACKEND_PATIENCE_SECONDS);
      }
    }
    return "healthy";
  }

  private void skip(BrokerPlan broker) {
    names(broker).forEach(name -> steps.skip(name, "advertises the unique name already"));
  }

  private List<String> stepNames() {
    List<String> names = new ArrayList<>();
    names.add(LOOK);
    input.plan().kafka().brokers().forEach(broker -> names.addAll(names(broker)));
    return names;
  }

  private static List<String> names(BrokerPlan broker) {
    return List.of(
        restartStep(broker), inSyncStep(broker), backendsStep(broker), leadersStep(broker));
  }

  private static String restartStep(BrokerPlan broker) {
    return "Broker " + broker.nodeId() + " restarted with the new listeners";
  }

  private static String inSyncStep(BrokerPlan broker) {
    return "Broker " + broker.nodeId() + " in sync";
  }

  private static String backendsStep(BrokerPlan broker) {
    return "Broker " + broker.nodeId() + " behind the load balancer";
  }

  private static String leadersStep(BrokerPlan broker) {
    return "Broker " + broker.nodeId() + " leads again";
  }

  @Override
  public void retry(Command command) {
    steps.retry();
  }

  @Override
  public Progress progress() {
    return steps.progress();
  }
}
