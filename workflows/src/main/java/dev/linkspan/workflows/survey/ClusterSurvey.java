package dev.linkspan.workflows.survey;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.RollingBroker;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.ClusterPlan;
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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Surveys a running Kafka cluster: node ids, roles, listeners, data folders, topics at risk, and
 * what a listener for TiDB Cloud would change in each broker's file. Changes nothing except the
 * probe's own folder on one machine.
 */
@WorkflowInterface
public interface ClusterSurvey {

  /** The workflow id of the survey for a plan of this name. */
  static String id(String name) {
    return "cluster-survey-" + name;
  }

  /**
   * Surveys the cluster. If it cannot be linked as it is, the workflow fails, or as part of a setup
   * parks, with all problems at once.
   */
  @WorkflowMethod(name = "ClusterSurvey")
  Survey run(SurveyRequest request);

  @SignalMethod(
      name = "retry",
      description = "Go on with a parked step. Example: {\"by\": \"ada\"}")
  void retry(Command command);

  @QueryMethod(name = "progress", description = "The progress of this survey")
  Progress progress();

  /**
   * What the spec says about the cluster.
   *
   * @param setupWorkflow id of the workflow to notify when a step parks; empty for a survey that
   *     fails instead
   * @param externalPort the port of TiDB Cloud's listener on every broker
   * @param externalListener its name, in upper case
   */
  record SurveyRequest(
      Optional<String> setupWorkflow,
      Owner owner,
      String vpcId,
      List<AdoptedVSwitch> vSwitches,
      Optional<SshAddress> jumpHost,
      List<AskedBroker> brokers,
      int externalPort,
      String externalListener) {

    /** Histories from before the listener could have another name don't have the field. */
    public SurveyRequest {
      externalListener = Objects.requireNonNullElse(externalListener, ClusterPlan.EXTERNAL);
    }
  }

  /**
   * A broker as the spec describes it.
   *
   * @param advertisedPort this broker's port on the load balancer
   */
  record AskedBroker(SshAddress ssh, BrokerService service, int advertisedPort) {}

  /**
   * The result of a survey.
   *
   * @param warnings what could not be decided about the network, in words for a person
   */
  record Survey(
      Mode mode,
      ClusterAccess access,
      ClusterFacts cluster,
      String vpcCidr,
      List<SurveyedBroker> brokers,
      List<String> warnings) {

    /** Histories from before there were warnings have none. */
    public Survey {
      warnings = List.copyOf(Objects.requireNonNullElse(warnings, List.of()));
    }

    /** Without warnings. */
    public Survey(
        Mode mode,
        ClusterAccess access,
        ClusterFacts cluster,
        String vpcCidr,
        List<SurveyedBroker> brokers) {
      this(mode, access, cluster, vpcCidr, brokers, List.of());
    }

    /** The brokers for a rollout that gives each the listener under these domains. */
    public List<RollingBroker> rolling(int externalPort, BrokerDomains domains) {
      WantedListeners wanted =
          new WantedListeners(access.externalListener(), externalPort, domains, cluster);
      return brokers.stream()
          .map(
              broker ->
                  new RollingBroker(
                      broker.facts().nodeId(),
                      broker.node(),
                      broker.asked().service(),
                      Optional.of(
                          wanted.of(broker.asked(), broker.facts(), broker.instance().zone()))))
          .toList();
    }

    /**
     * What the broker tells clients, with the host that the cluster shows where its file has none.
     */
    public List<Listener> advertised(SurveyedBroker broker) {
      return WantedListeners.advertisedToday(broker.facts(), cluster);
    }

    /** The domains that the files have from an earlier rollout, even an unfinished one. */
    public Optional<BrokerDomains> domains() {
      return domains(
          brokers.stream().map(SurveyedBroker::facts).toList(), access.externalListener());
    }

    /** What whoever comes in at the listener for TiDB Cloud may do, in sentences. */
    public List<String> whoComesIn() {
      return Stream.concat(
              bypassedLogin().map(text -> "Warning: " + text + ".").stream(),
              anonymousAccess().lines().stream())
          .toList();
    }

    /**
     * A warning if the listener for TiDB Cloud lets in whom its owner may not expect: it bypasses a
     * login, or who comes in may do everything in spite of an authorizer; empty otherwise.
     */
    public Optional<String> anonymous() {
      String warnings =
          Stream.concat(bypassedLogin().stream(), anonymousAccess().warning().stream())
              .collect(Collectors.joining("; "));
      return Optional.of(warnings).filter(text -> !text.isEmpty());
    }

    private AnonymousAccess anonymousAccess() {
      return AnonymousAccess.of(
          access.externalListener(),
          brokers.stream().map(SurveyedBroker::facts).toList(),
          cluster.acls());
    }

    /** What the listener exists with, if its clients are about to be told another address. */
    public List<String> takenOver() {
      String name = access.externalListener();
      return brokers.stream()
          .map(SurveyedBroker::facts)
          .filter(found -> found.listener(name).isPresent() && found.domains(name).isEmpty())
          .flatMap(found -> found.advertised(name).stream())
          .filter(listener -> !listener.host().contains(BrokerDomains.UNIQUE_NAME_PLACEHOLDER))
          .map(Listener::text)
          .toList();
    }

    /** What the listener exists with, if a link has given it its address. */
    public List<String> ofALink() {
      String name = access.externalListener();
      return brokers.stream()
          .map(SurveyedBroker::facts)
          .filter(found -> found.domains(name).isPresent())
          .flatMap(found -> found.advertised(name).stream())
          .map(Listener::text)
          .toList();
    }

    private Optional<String> bypassedLogin() {
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
                  + " asks clients to log in, "
                  + access.externalListener()
                  + ":PLAINTEXT does not: TiDB Cloud and whoever"
                  + " reaches its port may do what ACLs allow User:ANONYMOUS");
    }

    /** Empty if no broker has a unique name, or if they have different ones. */
    static Optional<BrokerDomains> domains(List<BrokerFacts> facts, String external) {
      return BrokerDomains.together(
          facts.stream().map(found -> found.domains(external)).flatMap(Optional::stream).toList());
    }
  }

  /**
   * A broker as the survey found it.
   *
   * @param edit what the listener would change in its file, with the unique name of an earlier
   *     rollout or the placeholder
   */
  record SurveyedBroker(
      AskedBroker asked, Node node, FoundInstance instance, BrokerFacts facts, ListenerEdit edit) {}
}
