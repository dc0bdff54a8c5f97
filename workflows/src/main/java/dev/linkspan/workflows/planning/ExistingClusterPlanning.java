package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.network.NetworkActivities.AdoptedNetwork;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Control;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedMachine;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedVSwitch;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.preflight.Preflight.PreflightRequest;
import dev.linkspan.workflows.spec.ExistingClusterSpec;
import dev.linkspan.workflows.spec.Spec.Ssh;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyedBroker;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The part of a plan about an existing cluster. */
final class ExistingClusterPlanning {
  private ExistingClusterPlanning() {}

  static SurveyRequest request(ExistingClusterSpec spec, Owner owner) {
    return new SurveyRequest(
        Optional.empty(),
        owner,
        spec.network().vpcId(),
        vSwitches(spec),
        jumpHost(spec),
        spec.kafka().brokers().stream().map(ExistingClusterPlanning::asked).toList(),
        spec.kafka().ports().external(),
        spec.kafka().externalListener());
  }

  static PreflightRequest preflight(
      ExistingClusterSpec spec, Owner owner, ConnectionPlan connection, ChangefeedPlan changefeed) {
    SurveyRequest survey = request(spec, owner);
    List<SshAddress> machines = survey.brokers().stream().map(AskedBroker::ssh).toList();
    return new PreflightRequest(
        owner,
        spec.network().zones().stream().map(ExistingClusterSpec.Zone::zone).toList(),
        connection,
        changefeed,
        Optional.empty(),
        List.of(),
        Optional.of(
            new AdoptedNetwork(
                survey.vpcId(),
                survey.vSwitches(),
                machines.stream().map(SshAddress::address).toList(),
                survey.externalPort())),
        survey.jumpHost(),
        machines);
  }

  static ExistingCluster cluster(ExistingClusterSpec spec, Survey survey) {
    List<SurveyedBroker> found =
        survey.brokers().stream()
            .sorted(Comparator.comparingInt(broker -> broker.facts().nodeId()))
            .toList();
    return new ExistingCluster(
        spec.network().vpcId(),
        vSwitches(spec),
        jumpHost(spec),
        survey.cluster().clusterId(),
        survey.mode(),
        survey.cluster().controllers(),
        found.stream().map(ExistingClusterPlanning::machine).toList(),
        survey.access().internalPort(),
        spec.kafka().ports().external(),
        new RolloutPlan(spec.rollout().pause(), spec.rollout().audit(), spec.rollout().patience()),
        found.stream().map(broker -> broker(broker, survey.cluster().voters())).toList(),
        spec.kafka().externalListener());
  }

  /** The Kafka version of the oldest broker; blank where no file shows it. */
  static String oldestVersion(Survey survey) {
    return survey.brokers().stream()
        .map(broker -> broker.facts().kafkaVersion())
        .filter(version -> !version.isBlank())
        .min(Comparator.comparing(ExistingClusterPlanning::major))
        .orElse("");
  }

  private static int major(String version) {
    String digits = version.replaceFirst("[^0-9].*", "");
    return digits.isEmpty() || digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private static List<AdoptedVSwitch> vSwitches(ExistingClusterSpec spec) {
    return spec.network().zones().stream()
        .map(zone -> new AdoptedVSwitch(zone.zone(), zone.vSwitchId()))
        .toList();
  }

  private static Optional<SshAddress> jumpHost(ExistingClusterSpec spec) {
    return spec.network().jumpHost().map(host -> ssh(host.ssh(), host.address()));
  }

  private static SshAddress ssh(Ssh ssh, String address) {
    return new SshAddress(ssh.user(), address, ssh.port());
  }

  private static AskedBroker asked(ExistingClusterSpec.Broker broker) {
    return new AskedBroker(
        ssh(broker.ssh(), broker.address()),
        new BrokerService(broker.configuration(), control(broker.control())),
        broker.advertisedPort());
  }

  private static Control control(ExistingClusterSpec.Control written) {
    if (written instanceof ExistingClusterSpec.SystemdUnit service) {
      return new BrokerService.SystemdUnit(service.unit());
    }
    ExistingClusterSpec.Commands commands = (ExistingClusterSpec.Commands) written;
    return new BrokerService.Commands(commands.start(), commands.stop());
  }

  /** The key of a machine is its address, because each has one broker. */
  private static AdoptedMachine machine(SurveyedBroker broker) {
    return new AdoptedMachine(
        broker.asked().ssh().address(),
        broker.asked().ssh(),
        broker.instance().instanceId(),
        broker.asked().service());
  }

  private static BrokerPlan broker(SurveyedBroker broker, List<Integer> voters) {
    return new BrokerPlan(
        broker.facts().nodeId(),
        broker.asked().ssh().address(),
        broker.instance().zone(),
        voters.contains(broker.facts().nodeId()),
        broker.asked().advertisedPort());
  }
}
