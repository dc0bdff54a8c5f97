package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.exposure.ServiceExposure.Exposed;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedMachine;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.setup.KafkaClusterSource.NetworkPlacement;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.steps.Steps;
import dev.linkspan.workflows.survey.ClusterSurvey;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyedBroker;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A cluster that exists already. It is surveyed again before anything is created, since its plan
 * may be days old. Then one rollout gives its brokers their listener with the final name. Workflow
 * code only.
 */
final class ExistingKafkaCluster implements KafkaClusterSource {
  private static final String SURVEY = "Kafka cluster as it is";
  private static final String SURVEY_AGAIN = "Kafka cluster before the listener goes";
  private static final String REMOVAL = "Listener for TiDB Cloud out of every broker";
  private static final String LEAVE_IT =
      "To leave the brokers as they are and remove the rest, destroy the setup again without"
          + " restoreBrokers.";
  private static final String ROLLOUT = "Listener for TiDB Cloud on every broker";

  private final Plan plan;
  private final ExistingCluster cluster;
  private final Owner owner;
  private final Steps steps;
  private final ChildWorkflows children;
  private final Rollouts rollouts;
  private Optional<Survey> survey = Optional.empty();

  ExistingKafkaCluster(
      Plan plan,
      ExistingCluster cluster,
      Owner owner,
      Steps steps,
      ChildWorkflows children,
      Rollouts rollouts) {
    this.plan = plan;
    this.cluster = cluster;
    this.owner = owner;
    this.steps = steps;
    this.children = children;
    this.rollouts = rollouts;
  }

  @Override
  public List<String> networkSteps() {
    return List.of(SURVEY);
  }

  @Override
  public List<String> clusterSteps() {
    return List.of(ROLLOUT);
  }

  @Override
  public Optional<Node> probe() {
    return survey.map(found -> found.access().bastion());
  }

  @Override
  public List<Node> brokers() {
    return survey.stream()
        .flatMap(found -> found.brokers().stream())
        .map(SurveyedBroker::node)
        .toList();
  }

  @Override
  public Optional<String> approvalWarning() {
    return survey.flatMap(Survey::anonymous);
  }

  @Override
  public NetworkPlacement network() {
    List<Instance> instances = surveyedMachines();
    List<ZoneVSwitch> zones =
        cluster.vSwitches().stream()
            .map(vSwitch -> new ZoneVSwitch(vSwitch.zone(), vSwitch.vSwitchId()))
            .toList();
    return new NetworkPlacement(
        cluster.vpcId(), Workflow.newPromise(zones), Workflow.newPromise(instances));
  }

  private List<Instance> surveyedMachines() {
    survey = Optional.of(steps.run(SURVEY, this::survey));
    return cluster.machines().stream()
        .map(m -> new Instance(m.name(), m.instanceId(), m.ssh().address(), Optional.empty()))
        .toList();
  }

  @Override
  public List<Instance> machines(Link link, Owner creator, List<BrokerPlan> joining) {
    return surveyedMachines();
  }

  /** A broker that has its listener already is not touched by the rollout. */
  @Override
  public Advertised join(
      Link link, List<Instance> machines, Supplier<List<ListenerMembers>> expose) {
    return advertise(link.domains(), expose.get());
  }

  private Survey survey() {
    SurveyRequest request =
        new SurveyRequest(
            Optional.of(Workflow.getInfo().getWorkflowId()),
            owner,
            cluster.vpcId(),
            cluster.vSwitches(),
            cluster.jumpHost(),
            cluster.brokers().stream().map(this::asked).toList(),
            cluster.externalPort(),
            cluster.externalListener());
    Survey found =
        children.run(
            ClusterSurvey.class,
            ChildWorkflows.SURVEY,
            child -> Async.function(child::run, request),
            () -> {});
    difference(found)
        .ifPresent(
            text -> {
              throw Failures.needsPerson(
                  "the cluster has changed since the plan: " + text,
                  "If the change is intended, destroy this setup and plan again; else undo it and retry.");
            });
    return found;
  }

  /** Surveyed first: the link can be unfinished, or its cluster another one by now. */
  @Override
  public void restore(Optional<Link> link, Command why) {
    Survey found = steps.run(SURVEY_AGAIN, () -> surveyOwnListener(link));
    BrokerDomains domains =
        link.map(Link::domains).or(found::domains).orElse(BrokerDomains.EXPECTED);
    List<RollingBroker> rolling = rolling(found, domains);
    Map<Integer, ExternalListener> added = new TreeMap<>();
    rolling.forEach(b -> added.put(b.nodeId(), b.wanted().orElseThrow()));
    // A survey from before the rollout knows the host that a broker advertised without the
    // listener.
    Stream.concat(
            survey.stream().flatMap(before -> rolling(before, domains).stream()),
            link.stream().flatMap(known -> known.brokers().stream()))
        .forEach(b -> b.wanted().ifPresent(listener -> added.replace(b.nodeId(), listener)));
    List<RollingBroker> brokers = rolling.stream().map(RollingBroker::onlyRestarted).toList();
    rollouts.restore(
        REMOVAL, cluster.clusterId(), new Advertised(found.access(), brokers), added, why);
  }

  private List<RollingBroker> rolling(Survey surveyed, BrokerDomains domains) {
    return surveyed.rolling(plan.cluster().externalPort(), domains);
  }

  private Survey surveyOwnListener(Optional<Link> link) {
    Survey found = survey();
    found
        .domains()
        .filter(
            domains ->
                link.isPresent() && !domains.uniqueName().equals(link.get().domains().uniqueName()))
        .ifPresent(
            domains -> {
              throw Failures.needsPerson(
                  "the listener of the brokers has the name of another link, "
                      + domains.uniqueName(),
                  LEAVE_IT);
            });
    return found;
  }

  private AskedBroker asked(BrokerPlan broker) {
    AdoptedMachine machine = cluster.machine(broker);
    return new AskedBroker(machine.ssh(), machine.service(), broker.advertisedPort());
  }

  private Optional<String> difference(Survey found) {
    if (!found.cluster().clusterId().equals(cluster.clusterId())) {
      return Optional.of(
          "its id is " + found.cluster().clusterId() + ", was " + cluster.clusterId());
    }
    if (found.mode() != cluster.mode()) {
      return Optional.of("its mode is " + found.mode() + ", was " + cluster.mode());
    }
    for (BrokerPlan broker : cluster.brokers()) {
      SurveyedBroker now = at(found, cluster.machine(broker).ssh().address());
      if (now.facts().nodeId() != broker.nodeId()) {
        return Optional.of(
            "the broker at %s is %d, was %d"
                .formatted(
                    cluster.machine(broker).ssh().address(),
                    now.facts().nodeId(),
                    broker.nodeId()));
      }
    }
    return Optional.empty();
  }

  private static SurveyedBroker at(Survey found, String address) {
    return found.brokers().stream()
        .filter(broker -> broker.asked().ssh().address().equals(address))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Advertised advertise(
      NetworkPlacement placement, Promise<BrokerDomains> domains, Promise<Exposed> exposed) {
    BrokerDomains attached = domains.get();
    return advertise(attached, exposed.get().listeners());
  }

  private Advertised advertise(BrokerDomains domains, List<ListenerMembers> listeners) {
    Survey found = survey.orElseThrow();
    List<RollingBroker> brokers = found.rolling(plan.cluster().externalPort(), domains);
    Advertised advertised = new Advertised(found.access(), brokers);
    rollouts.advertise(ROLLOUT, cluster.clusterId(), advertised, listeners);
    return advertised;
  }
}
