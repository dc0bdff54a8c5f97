package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.TopicAtRisk;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedMachine;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyedBroker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An existing cluster as text for people: what was found, and what changes on its brokers. */
final class ExistingClusterText {
  private static final String DOWN = "not running";

  private final ExistingCluster cluster;
  private final Optional<BrokerDomains> domains;

  private ExistingClusterText(ExistingCluster cluster, Optional<BrokerDomains> domains) {
    this.cluster = cluster;
    this.domains = domains;
  }

  static List<String> parts(ExistingCluster cluster, Optional<Survey> survey) {
    ExistingClusterText text = new ExistingClusterText(cluster, survey.flatMap(Survey::domains));
    List<String> parts = new ArrayList<>();
    parts.add(text.network());
    parts.add(text.kafka(survey));
    survey.ifPresent(found -> parts.add(text.found(found)));
    survey.ifPresent(found -> parts.add(text.atRisk(found.cluster())));
    parts.add(text.rollout(survey.map(Survey::cluster)));
    survey.ifPresent(found -> parts.add(text.changes(found)));
    survey.map(text::whoComesIn).filter(part -> !part.isEmpty()).ifPresent(parts::add);
    return parts;
  }

  /** The machine that sends the test messages of the verification. */
  static String probe(ExistingCluster cluster) {
    return cluster
        .jumpHost()
        .map(SshAddress::address)
        .orElseGet(() -> cluster.machines().get(0).ssh().address());
  }

  private String network() {
    Table table = new Table("  ");
    table.row("VPC", cluster.vpcId());
    cluster.vSwitches().forEach(v -> table.row("vSwitch", v.vSwitchId(), v.zone()));
    table.row(
        "SSH",
        cluster
            .jumpHost()
            .map(host -> "through " + written(host))
            .orElse("directly to every broker"));
    return "Existing network; nothing in it is created or deleted\n" + table.text();
  }

  private static String written(SshAddress ssh) {
    return ssh.user() + "@" + ssh.address() + ":" + ssh.port();
  }

  private String kafka(Optional<Survey> survey) {
    Table table = new Table("  ");
    table.row("broker", "address", "zone", "instance", "roles", "advertises to TiDB Cloud");
    for (BrokerPlan broker : cluster.brokers()) {
      AdoptedMachine machine = cluster.machine(broker);
      table.row(
          broker.nodeId(),
          machine.ssh().address(),
          broker.zone(),
          machine.instanceId(),
          broker.controller() ? "broker, controller" : "broker",
          broker.advertisedHost(domains.orElse(BrokerDomains.EXPECTED))
              + ":"
              + broker.advertisedPort());
    }
    return "Kafka%s in %s mode, cluster id %s%s\n"
            .formatted(
                survey.map(ExistingClusterText::versions).orElse(""),
                mode(),
                cluster.clusterId(),
                survey.map(found -> size(found.cluster())).orElse(""))
        + table.text()
        + controllers()
        + "  "
        + domains
            .map(
                known ->
                    known.uniqueName()
                        + " is from these brokers' files; TiDB Cloud confirms or replaces it\n")
            .orElse(
                "TiDB Cloud provides the value of "
                    + BrokerDomains.UNIQUE_NAME_PLACEHOLDER
                    + " and confirms the domain\n");
  }

  private static String versions(Survey survey) {
    String versions =
        survey.brokers().stream()
            .map(broker -> broker.facts().kafkaVersion())
            .filter(version -> !version.isBlank())
            .distinct()
            .sorted()
            .collect(Collectors.joining(" and "));
    return versions.isEmpty() ? "" : " " + versions;
  }

  private static String size(ClusterFacts facts) {
    return ", " + facts.topics() + " topics with " + facts.partitions() + " partitions";
  }

  private String mode() {
    return switch (cluster.mode()) {
      case COMBINED -> "KRaft (combined)";
      case DEDICATED -> "KRaft (dedicated controllers)";
      case ZOOKEEPER -> "ZooKeeper";
    };
  }

  private String controllers() {
    if (cluster.controllers().isEmpty()) {
      return "";
    }
    return "  dedicated controllers: "
        + new TreeMap<>(cluster.controllers())
            .entrySet().stream()
                .map(c -> c.getKey() + " at " + c.getValue())
                .collect(Collectors.joining(", "))
        + "\n";
  }

  private String found(Survey survey) {
    StringBuilder text = new StringBuilder("Found on the brokers\n");
    for (BrokerPlan broker : cluster.brokers()) {
      SurveyedBroker surveyed = at(survey, broker);
      BrokerFacts facts = surveyed.facts();
      BrokerService service = cluster.machine(broker).service();
      text.append("  broker ").append(broker.nodeId()).append('\n');
      text.append(
          new Table("    ")
              .row("configuration", service.configuration())
              .row("started by", startedBy(service))
              .row("listens on", addresses(facts.listeners()))
              .row("advertises", addresses(survey.advertised(surveyed)))
              .row("inter-broker", facts.interBrokerListener())
              .row("data", String.join(", ", facts.dataFolders()))
              .row("process", facts.process().map(p -> "running").orElse(DOWN))
              .text());
    }
    return text.toString();
  }

  private static String startedBy(BrokerService service) {
    return service.control() instanceof SystemdUnit unit
        ? unit.unit()
        : "the commands in the spec, as the SSH user";
  }

  private static String addresses(List<Listener> listeners) {
    return listeners.isEmpty()
        ? "none"
        : listeners.stream()
            .sorted(Comparator.comparing(Listener::name))
            .map(listener -> listener.name() + " " + listener.address())
            .collect(Collectors.joining(", "));
  }

  private String atRisk(ClusterFacts facts) {
    if (cluster.mode() == Mode.ZOOKEEPER) {
      return "Topics at risk: none, because no broker restarts\n";
    }
    if (facts.atRisk().isEmpty()) {
      return "Topics at risk: none; every partition stays available while one broker restarts\n";
    }
    Table table = new Table("  ");
    table.row("topic", "partitions", "copies", "min.insync.replicas", "why");
    for (TopicAtRisk topic : facts.atRisk()) {
      table.row(
          topic.topic(),
          topic.partitions(),
          topic.replicationFactor(),
          topic.minInsync(),
          topic.reason());
    }
    return "Topics at risk, unavailable while a broker restarts\n"
        + table.text()
        + "  Give them more copies than min.insync.replicas, or accept the outage:"
        + " linkspan up --accept-unavailable\n";
  }

  /** The order of the rollout: by id, the active controller last, where it is known. */
  private String rollout(Optional<ClusterFacts> facts) {
    int last = facts.map(ClusterFacts::activeController).orElse(-1);
    List<BrokerPlan> order =
        cluster.brokers().stream()
            .sorted(
                Comparator.comparing((BrokerPlan broker) -> broker.nodeId() == last)
                    .thenComparing(BrokerPlan::nodeId))
            .toList();
    boolean ofThem = order.get(order.size() - 1).nodeId() == last;
    return (cluster.mode() == Mode.ZOOKEEPER
            ? "Brokers are changed live, without a restart, one at a time, in this order: "
            : "Brokers are restarted one at a time, in this order: ")
        + ids(order)
        + (ofThem ? " (currently the active controller, so last)" : "")
        + (facts.isEmpty() ? ", but the active controller last" : "")
        + (domains.isPresent() ? "; a broker that already has the final name is left as it is" : "")
        + policy();
  }

  private String policy() {
    String audit =
        cluster.rollout().audit()
            ? "meanwhile a producer and a consumer count what clients notice"
            : "the audit is switched off";
    return "\n  %d s pause before the next broker; %s\n"
        .formatted(cluster.rollout().pause().toSeconds(), audit);
  }

  private static String ids(List<BrokerPlan> brokers) {
    return brokers.stream()
        .map(broker -> String.valueOf(broker.nodeId()))
        .collect(Collectors.joining(", "));
  }

  private String changes(Survey survey) {
    StringBuilder text =
        new StringBuilder("Changes in files; a backup of each old file stays beside it\n");
    for (BrokerPlan broker : cluster.brokers()) {
      ListenerEdit edit = at(survey, broker).edit();
      text.append("  broker %d, %s\n".formatted(broker.nodeId(), edit.path()));
      text.append((edit.changes() ? edit.diff() : "no change").indent(4));
    }
    survey.warnings().forEach(warning -> text.append("  Warning: ").append(warning).append("\n"));
    return text.toString();
  }

  private String whoComesIn(Survey survey) {
    List<String> lines = new ArrayList<>(survey.whoComesIn());
    String name = cluster.externalListener();
    List<String> taken = survey.takenOver();
    if (!taken.isEmpty()) {
      lines.add(
          ("Warning: %s exists already and tells its clients %s. Only TiDB Cloud can use the address"
                  + " that it gets: if it has other clients, write another name in"
                  + " kafka.external.name.")
              .formatted(name, String.join(", ", taken)));
    }
    List<String> linked = survey.ofALink();
    if (!linked.isEmpty()) {
      lines.add(
          ("Warning: %s has the address of a link already: %s. The new link takes the listener over, so"
                  + " another one that still stands is cut off: then write another name in"
                  + " kafka.external.name and another port in kafka.ports.external.")
              .formatted(name, String.join(", ", linked)));
    }
    return lines.isEmpty()
        ? ""
        : "Who comes in at " + name + "\n" + String.join("\n", lines).indent(2);
  }

  private SurveyedBroker at(Survey survey, BrokerPlan broker) {
    return survey.brokers().stream()
        .filter(found -> found.facts().nodeId() == broker.nodeId())
        .findFirst()
        .orElseThrow();
  }
}
