package dev.linkspan.workflows.survey;

import dev.linkspan.workflows.kafka.BrokerActivities;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.NodeActivities;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.AdoptedNetwork;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.network.NetworkActivities.NetworkFacts;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Messages;
import dev.linkspan.workflows.steps.Progress;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;

/**
 * Connects to the machines, reads their files and processes, then looks at the cluster as a whole.
 * A survey for {@code linkspan plan} fails with all problems at once; one that is part of a setup
 * parks. A change of the order of steps changes recorded histories.
 */
public final class ClusterSurveyWorkflow implements ClusterSurvey {
  private static final String CLUSTER = "Kafka cluster and network as they are";
  private static final Logger LOG = Workflow.getLogger(ClusterSurveyWorkflow.class);

  private final SurveyRequest request;
  private final Owner owner;
  private final Steps steps;
  private final ConcurrentSteps concurrent = new ConcurrentSteps();

  @WorkflowInit
  public ClusterSurveyWorkflow(SurveyRequest request) {
    this.request = request;
    this.owner = request.owner();
    String title = "Survey of a running cluster";
    this.steps =
        request
            .setupWorkflow()
            .map(setup -> Steps.ofChild(title, setup))
            .orElseGet(() -> Steps.failing(title));
    Messages.toChild(request.setupWorkflow().orElse(""), steps).open();
    steps.plan(stepNames());
  }

  @Override
  public Survey run(SurveyRequest started) {
    return concurrent.joined(this::survey);
  }

  private Survey survey() {
    Optional<Node> jumpHost = request.jumpHost().map(host -> connect(host, Optional.empty()));
    Optional<Jump> jump = jumpHost.map(Jump::through);
    List<Node> nodes =
        ConcurrentSteps.all(
            concurrent.each(request.brokers(), broker -> connect(broker.ssh(), jump)));
    Found found = steps.run(CLUSTER, () -> inspect(nodes, jumpHost));
    List<ListenerEdit> edits =
        Refusals.all(concurrent.each(indexes(), i -> edit(found, i, nodes.get(i))));
    return new Survey(
        found.validation().mode(),
        found.validation().access(found.probe(), found.cluster()),
        found.cluster(),
        found.network().vpcCidr(),
        indexes().stream()
            .map(
                i ->
                    new SurveyedBroker(
                        request.brokers().get(i),
                        nodes.get(i),
                        instance(found.network(), request.brokers().get(i)),
                        found.facts().get(i),
                        edits.get(i)))
            .toList(),
        Stream.concat(
                found.facts().stream()
                    .flatMap(facts -> facts.warnings().stream())
                    .flatMap(List::stream),
                found.network().warnings().stream())
            .toList());
  }

  /** One step for everything: a retry sees whatever a person fixed. */
  private Found inspect(List<Node> nodes, Optional<Node> jumpHost) {
    Promise<NetworkFacts> network = concurrent.start(this::network);
    List<BrokerFacts> facts =
        Refusals.all(
            concurrent.each(indexes(), i -> facts(request.brokers().get(i), nodes.get(i))));
    SurveyValidation validation = new SurveyValidation(request, facts);
    LOG.info(
        "Node ids {} from the files of {} machines, mode {}",
        facts.stream().map(BrokerFacts::nodeId).toList(),
        nodes.size(),
        validation.mode());
    validation.refuseUnlessReadable();
    // By node id, because the order of the brokers in the spec is not known later on.
    Node probe = jumpHost.orElseGet(() -> nodes.get(validation.lowestNodeId()));
    prepareProbe(probe, facts);
    ClusterFacts cluster =
        ClusterActivities.withSummary("Cluster as a whole").survey(owner, validation.access(probe));
    LOG.info(
        "Cluster {} as seen from {}: brokers {}, active controller {}, voters {}, {} topics at risk",
        cluster.clusterId(),
        probe.name(),
        cluster.brokers(),
        cluster.activeController(),
        cluster.voters(),
        cluster.atRisk().size());
    SurveyValidation resolved = validation.resolvedBy(cluster);
    resolved.refuseUnlessSound(cluster, network.get());
    return new Found(resolved.facts(), resolved, probe, cluster, network.get());
  }

  private record Found(
      List<BrokerFacts> facts,
      SurveyValidation validation,
      Node probe,
      ClusterFacts cluster,
      NetworkFacts network) {}

  private NetworkFacts network() {
    AdoptedNetwork network =
        new AdoptedNetwork(
            request.vpcId(),
            request.vSwitches(),
            request.brokers().stream().map(b -> b.ssh().address()).toList(),
            request.externalPort());
    return NetworkActivities.withSummary("VPC, vSwitches, instances").surveyNetwork(owner, network);
  }

  private Node connect(SshAddress ssh, Optional<Jump> jump) {
    NodeAddress address = NodeAddress.existing(ssh, jump);
    return steps.call(
        connectStep(ssh),
        NodeActivities::withSummary,
        node -> node.reach(owner, address, NodeActivities.folder(owner)));
  }

  private BrokerFacts facts(AskedBroker broker, Node node) {
    return BrokerActivities.withSummary("File and process on " + broker.ssh().address())
        .survey(owner, node, broker.service());
  }

  private void prepareProbe(Node node, List<BrokerFacts> facts) {
    List<String> homes = facts.stream().flatMap(f -> f.javaHome().stream()).distinct().toList();
    NodeActivities.withSummary("Probe on " + node.name()).prepareProbe(owner, node, homes);
  }

  private ListenerEdit edit(Found found, int i, Node node) {
    AskedBroker broker = request.brokers().get(i);
    String zone = instance(found.network(), broker).zone();
    ExternalListener wanted = found.validation().wanted(i, found.cluster(), zone);
    ListenerEdit edit =
        steps.call(
            editStep(broker),
            BrokerActivities::withSummary,
            activities -> activities.previewListener(owner, node, broker.service(), wanted));
    LOG.info(
        "{}: {} {}",
        node.name(),
        edit.path(),
        edit.changes() ? "gets the listener" : "already has the listener");
    return edit;
  }

  private static FoundInstance instance(NetworkFacts found, AskedBroker broker) {
    return found.instances().stream()
        .filter(instance -> instance.address().equals(broker.ssh().address()))
        .findFirst()
        .orElseThrow();
  }

  private List<Integer> indexes() {
    return IntStream.range(0, request.brokers().size()).boxed().toList();
  }

  private List<String> stepNames() {
    List<String> names = new ArrayList<>();
    request.jumpHost().ifPresent(host -> names.add(connectStep(host)));
    request.brokers().forEach(broker -> names.add(connectStep(broker.ssh())));
    names.add(CLUSTER);
    request.brokers().forEach(broker -> names.add(editStep(broker)));
    return names;
  }

  private static String connectStep(SshAddress ssh) {
    return "SSH to " + ssh.address();
  }

  private static String editStep(AskedBroker broker) {
    return "Change of the file on " + broker.ssh().address();
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
