package dev.linkspan.kafka;

import dev.linkspan.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.kafka.NodeActivities.Jump;
import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.kafka.NodeActivities.NodeAddress;
import dev.linkspan.network.NetworkActivities.AdoptedNetwork;
import dev.linkspan.network.NetworkActivities.FoundInstance;
import dev.linkspan.network.NetworkActivities.NetworkFacts;
import dev.linkspan.plan.ClusterPlan.SshAddress;
import dev.linkspan.progress.Branches;
import dev.linkspan.progress.Progress;
import dev.linkspan.progress.Steps;
import dev.linkspan.setup.Activities;
import dev.linkspan.setup.Owner;
import dev.linkspan.setup.PrivateLinkSetup.Command;
import io.temporal.workflow.Promise;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Machines first, then what their files and processes tell, then the cluster as a whole. Asked for
 * by a person who only plans, it fails with all problems; as part of a setup it parks. A change of
 * the order of steps needs {@code Workflow.getVersion}.
 */
public final class ClusterSurveyWorkflow implements ClusterSurvey {
  private static final String NETWORK = "VPC, vSwitches, instances";
  private static final String PROBE = "Probe";
  private static final String CLUSTER = "Kafka cluster as it is";
  private static final String JUDGEMENT = "Whether it can be linked";

  private final SurveyRequest request;
  private final Owner owner;
  private final Steps steps;
  private final Branches branches = new Branches();

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
    steps.plan(stepNames());
  }

  @Override
  public Survey run(SurveyRequest started) {
    return branches.joined(this::survey);
  }

  private Survey survey() {
    Promise<NetworkFacts> network = branches.start(this::network);
    Optional<Node> jumpHost = request.jumpHost().map(host -> connect(host, Optional.empty()));
    Optional<Jump> jump = jumpHost.map(Node::address).map(ClusterSurveyWorkflow::through);
    List<Node> nodes =
        Branches.all(branches.each(request.brokers(), broker -> connect(broker.ssh(), jump)));
    List<BrokerFacts> facts =
        Branches.all(branches.each(indexes(), i -> facts(request.brokers().get(i), nodes.get(i))));
    Node probe = jumpHost.orElse(nodes.get(0));
    prepareProbe(probe, facts);
    SurveyJudgement judgement = new SurveyJudgement(request, facts);
    steps.run(JUDGEMENT, judgement::refuseUnlessReadable);
    ClusterAccess access = judgement.access(probe);
    ClusterFacts cluster =
        steps.call(CLUSTER, Activities::cluster, kafka -> kafka.survey(owner, access));
    NetworkFacts found = network.get();
    steps.run(JUDGEMENT, () -> judgement.refuseUnlessSound(cluster, found));
    List<ListenerEdit> edits =
        Branches.all(branches.each(indexes(), i -> edit(judgement, i, nodes.get(i))));
    return new Survey(
        judgement.mode(),
        judgement.access(probe, cluster),
        cluster,
        found.vpcCidr(),
        indexes().stream()
            .map(
                i ->
                    new SurveyedBroker(
                        request.brokers().get(i),
                        nodes.get(i),
                        instance(found, request.brokers().get(i)),
                        facts.get(i),
                        edits.get(i)))
            .toList());
  }

  private NetworkFacts network() {
    AdoptedNetwork network =
        new AdoptedNetwork(
            request.vpcId(),
            request.vSwitches(),
            request.brokers().stream().map(b -> b.ssh().address()).toList(),
            request.externalPort());
    return steps.call(NETWORK, Activities::network, cloud -> cloud.surveyNetwork(owner, network));
  }

  private Node connect(SshAddress ssh, Optional<Jump> jump) {
    NodeAddress address =
        new NodeAddress(ssh.address(), ssh.user(), ssh.address(), ssh.port(), jump, "");
    return steps.call(
        connectStep(ssh), Activities::node, node -> node.reach(owner, address, folder()));
  }

  /** In the SSH user's home: the probe's files, and scripts that run detached. */
  private String folder() {
    return ".linkspan-" + owner.setup();
  }

  private static Jump through(NodeAddress host) {
    return new Jump(host.user(), host.address(), host.port(), host.hostKey());
  }

  private BrokerFacts facts(AskedBroker broker, Node node) {
    return steps.call(
        brokerStep(broker),
        Activities::broker,
        activities -> activities.survey(owner, node, broker.service()));
  }

  private void prepareProbe(Node node, List<BrokerFacts> facts) {
    List<String> homes = facts.stream().flatMap(f -> f.javaHome().stream()).distinct().toList();
    steps.call(PROBE, Activities::node, nodes -> nodes.prepareProbe(owner, node, homes));
  }

  private ListenerEdit edit(SurveyJudgement judgement, int i, Node node) {
    AskedBroker broker = request.brokers().get(i);
    return steps.call(
        editStep(broker),
        Activities::broker,
        activities ->
            activities.previewListener(owner, node, broker.service(), judgement.wanted(i)));
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
    List<String> names = new ArrayList<>(List.of(NETWORK));
    request.jumpHost().ifPresent(host -> names.add(connectStep(host)));
    request.brokers().forEach(broker -> names.add(connectStep(broker.ssh())));
    request.brokers().forEach(broker -> names.add(brokerStep(broker)));
    names.addAll(List.of(PROBE, CLUSTER, JUDGEMENT));
    request.brokers().forEach(broker -> names.add(editStep(broker)));
    return names;
  }

  private static String connectStep(SshAddress ssh) {
    return "SSH to " + ssh.address();
  }

  private static String brokerStep(AskedBroker broker) {
    return "File and process on " + broker.ssh().address();
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
