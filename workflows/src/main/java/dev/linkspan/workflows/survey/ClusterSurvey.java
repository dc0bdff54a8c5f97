package dev.linkspan.workflows.survey;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedVSwitch;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Progress;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out what a running cluster is: node ids, roles, listeners, data folders, topics at risk,
 * and what a listener for TiDB Cloud would change in each broker's file. Touches nothing but the
 * probe's own folder on one machine.
 */
@WorkflowInterface
public interface ClusterSurvey {

  /** The workflow id of the survey for a plan of this name. */
  static String id(String name) {
    return "cluster-survey-" + name;
  }

  /** Fails, with all problems at once, when the cluster cannot be taken as it is. */
  @WorkflowMethod(name = "ClusterSurvey")
  Survey run(SurveyRequest request);

  @SignalMethod(
      name = "retry",
      description = "Go on with a parked step. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @QueryMethod(name = "progress", description = "The progress of this survey")
  Progress progress();

  /**
   * What the spec says of the cluster.
   *
   * @param setupWorkflow id of the workflow to tell when a step parks; empty for a survey that
   *     fails instead
   * @param externalPort where TiDB Cloud's listener shall listen on every broker
   */
  record SurveyRequest(
      Optional<String> setupWorkflow,
      Owner owner,
      String vpcId,
      List<AdoptedVSwitch> vSwitches,
      Optional<SshAddress> jumpHost,
      List<AskedBroker> brokers,
      int externalPort) {}

  /**
   * A broker as the spec names it.
   *
   * @param advertisedPort its own port on the load balancer
   */
  record AskedBroker(SshAddress ssh, BrokerService service, int advertisedPort) {}

  /** What was found. */
  record Survey(
      Mode mode,
      ClusterAccess access,
      ClusterFacts cluster,
      String vpcCidr,
      List<SurveyedBroker> brokers) {

    /** The unique name that brokers have from an earlier rollout, finished or not. */
    public Optional<String> uniqueName() {
      return uniqueName(brokers.stream().map(SurveyedBroker::facts).toList());
    }

    /** A warning where the listener for TiDB Cloud is a way around a login; else empty. */
    public Optional<String> anonymous() {
      String guarded =
          brokers.stream()
              .flatMap(broker -> broker.facts().loginListeners().stream())
              .distinct()
              .sorted()
              .collect(Collectors.joining(", "));
      return guarded.isEmpty()
          ? Optional.empty()
          : Optional.of(
              guarded
                  + " asks clients to log in, EXTERNAL:PLAINTEXT does not: TiDB Cloud and whoever"
                  + " reaches its port may do what ACLs allow User:ANONYMOUS");
    }

    /** Empty where no broker has one, and where brokers have several. */
    static Optional<String> uniqueName(List<BrokerFacts> facts) {
      List<String> names =
          facts.stream().map(BrokerFacts::uniqueName).flatMap(Optional::stream).distinct().toList();
      return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
    }
  }

  /**
   * A broker as it was found.
   *
   * @param edit what the listener would change, with the name of an earlier rollout or the
   *     placeholder's
   */
  record SurveyedBroker(
      AskedBroker asked, Node node, FoundInstance instance, BrokerFacts facts, ListenerEdit edit) {

    /** This broker, to be given its listener under this unique name. */
    public RollingBroker rolling(int externalPort, String uniqueName) {
      return new RollingBroker(
          facts.nodeId(),
          node,
          asked.service(),
          Optional.of(
              SurveyValidation.wanted(facts, asked.advertisedPort(), externalPort, uniqueName)));
    }
  }
}
