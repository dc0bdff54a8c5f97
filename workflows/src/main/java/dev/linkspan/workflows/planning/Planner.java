package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.plan.ClusterPlan;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.LinkspanTopics;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ApprovalPlan;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Plan.VerificationPlan;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import dev.linkspan.workflows.preflight.Preflight.PreflightRequest;
import dev.linkspan.workflows.spec.ExistingClusterSpec;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.Spec;
import dev.linkspan.workflows.survey.ClusterSurvey.Survey;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a spec into its plan. Pure and total: every spec that {@link
 * dev.linkspan.workflows.spec.SpecReader} accepts has exactly one plan; for an existing cluster,
 * together with its survey.
 *
 * <p>Names are those of the guide. Resources inside the VPC have their short key as name, because
 * tags show the setup they belong to. Resources that share a list with the whole account (VPC, key
 * pair, load balancer) have the setup's name in theirs.
 */
public final class Planner {
  private static final int MOST_COPIES = 3;
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

  /** A cluster without clients needs neither a pause nor an audit. */
  private static final RolloutPlan ROLLOUT = new RolloutPlan(Duration.ZERO, false);

  private Planner() {}

  /** Returns the plan of a new cluster. */
  public static Plan plan(NewClusterSpec spec) {
    List<BrokerPlan> brokers = brokers(spec);
    return plan(
        spec,
        new NewCluster(NetworkPlanning.plan(spec, brokers), kafka(spec, brokers), ROLLOUT),
        spec.network().zones().stream().map(z -> NetworkPlanning.vSwitch(z.zone())).toList(),
        spec.kafka().ports().bootstrap(),
        spec.kafka().archive().version());
  }

  /** Returns what to survey of an existing cluster before there can be a plan. */
  public static SurveyRequest request(ExistingClusterSpec spec, Owner owner) {
    return ExistingClusterPlanning.request(spec, owner);
  }

  /** Returns the plan of an existing cluster from its spec and its survey. */
  public static Plan plan(ExistingClusterSpec spec, Survey survey) {
    return plan(
        spec,
        ExistingClusterPlanning.cluster(spec, survey),
        spec.network().zones().stream().map(ExistingClusterSpec.Zone::vSwitchId).toList(),
        spec.kafka().ports().bootstrap(),
        ExistingClusterPlanning.oldestVersion(survey));
  }

  /** Returns the owner of a survey: as that of the setup, except for the id. */
  public static Owner surveyor(Spec spec) {
    return new Owner(spec.name(), "survey-" + spec.name(), spec.region(), credentials(spec));
  }

  /** Returns what to check before there is a setup, even before the survey of a cluster. */
  public static PreflightRequest preflight(Spec spec) {
    if (spec instanceof NewClusterSpec newCluster) {
      Plan plan = plan(newCluster);
      return new PreflightRequest(
          surveyor(spec),
          plan.loadBalancerZones(),
          plan.connection(),
          plan.verification().changefeed(),
          Optional.of(plan.network()),
          List.of(plan.kafka().kafkaArchive(), plan.kafka().jdkArchive()),
          Optional.empty(),
          Optional.empty(),
          List.of());
    }
    return ExistingClusterPlanning.preflight(
        (ExistingClusterSpec) spec, surveyor(spec), connection(spec), changefeed(spec, ""));
  }

  private static ConnectionPlan connection(Spec spec) {
    var approval = spec.tidbCloud().approval();
    return new ConnectionPlan(
        spec.tidbCloud().clusterId(),
        spec.tidbCloud().connectionName(),
        new ApprovalPlan(approval.automatic(), approval.remindEvery(), approval.deadline()));
  }

  private static ChangefeedPlan changefeed(Spec spec, String kafkaVersion) {
    return new ChangefeedPlan(
        ChangefeedUse.valueOf(spec.verification().changefeed().name()),
        spec.name() + "-proof",
        LinkspanTopics.CHANGEFEED,
        spec.verification().table(),
        kafkaVersion);
  }

  private static Plan plan(
      Spec spec,
      ClusterPlan cluster,
      List<String> zoneVSwitches,
      int bootstrapPort,
      String kafkaVersion) {
    return new Plan(
        spec.name(),
        spec.region(),
        credentials(spec),
        cluster,
        exposure(spec, zoneVSwitches, bootstrapPort, cluster.brokers()),
        connection(spec),
        new VerificationPlan(
            spec.verification().recurrence(),
            spec.verification().patience(),
            spec.verification()
                .webhook()
                .map(hook -> new WebhookPlan(hook.url(), hook.credential())),
            LinkspanTopics.TEST,
            10,
            changefeed(spec, kafkaVersion),
            RepairPolicy.valueOf(spec.verification().repair().name())));
  }

  private static CredentialNames credentials(Spec spec) {
    return new CredentialNames(
        spec.credentials().alibabaCloud(),
        spec.credentials().tidbCloud(),
        spec.credentials().sshKey());
  }

  private static List<BrokerPlan> brokers(NewClusterSpec spec) {
    List<NewClusterSpec.Broker> brokers =
        spec.kafka().brokers().stream()
            .sorted(Comparator.comparingInt(NewClusterSpec.Broker::id))
            .toList();
    Set<Integer> controllers = controllers(spec, brokers);
    return brokers.stream()
        .map(
            b ->
                new BrokerPlan(
                    b.id(),
                    "broker-node" + b.id(),
                    b.zone(),
                    controllers.contains(b.id()),
                    b.advertisedPort()))
        .toList();
  }

  /**
   * Three voters if there are at least three brokers, otherwise one, because a quorum of two
   * survives no loss. The zones provide them in turn, so the loss of a zone costs as few as
   * possible.
   */
  private static Set<Integer> controllers(
      NewClusterSpec spec, List<NewClusterSpec.Broker> brokers) {
    int wanted = brokers.size() >= MOST_COPIES ? MOST_COPIES : 1;
    Map<String, List<NewClusterSpec.Broker>> byZone = new HashMap<>();
    brokers.forEach(b -> byZone.computeIfAbsent(b.zone(), z -> new ArrayList<>()).add(b));
    Set<Integer> chosen = new HashSet<>();
    for (int round = 0; chosen.size() < wanted; round++) {
      for (NewClusterSpec.Zone zone : spec.network().zones()) {
        List<NewClusterSpec.Broker> here = byZone.getOrDefault(zone.zone(), List.of());
        if (round < here.size() && chosen.size() < wanted) {
          chosen.add(here.get(round).id());
        }
      }
    }
    return chosen;
  }

  private static KafkaPlan kafka(NewClusterSpec spec, List<BrokerPlan> brokers) {
    NewClusterSpec.Kafka kafka = spec.kafka();
    int copies = Math.min(MOST_COPIES, brokers.size());
    return new KafkaPlan(
        kafka.clusterId().orElseGet(() -> clusterId(spec)),
        archive(kafka.archive()),
        archive(kafka.java()),
        kafka.heap(),
        kafka.installTo(),
        kafka.serviceUser(),
        kafka.bindPrivateAddress(),
        kafka.ports().controller(),
        kafka.ports().internal(),
        kafka.ports().external(),
        kafka.ports().distribution(),
        copies,
        copies == MOST_COPIES ? 2 : 1,
        brokers,
        kafka.settings());
  }

  private static ArchivePlan archive(Spec.Archive archive) {
    return new ArchivePlan(archive.version(), archive.url(), archive.sha512());
  }

  /** A different cluster id for each setup, and always the same one for the same spec. */
  private static String clusterId(NewClusterSpec spec) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  String.join(
                          "/", "kafka", spec.region(), spec.name(), spec.tidbCloud().clusterId())
                      .getBytes(StandardCharsets.UTF_8));
      byte[] id = Arrays.copyOf(digest, 16);
      // The first character must not be a hyphen, which Kafka's tools read as an option.
      id[0] &= 0x7F;
      return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static ExposurePlan exposure(
      Spec spec, List<String> zoneVSwitches, int bootstrapPort, List<BrokerPlan> brokers) {
    Duration interval = spec.loadBalancer().healthCheckInterval();
    return new ExposurePlan(
        spec.name() + "-nlb",
        zoneVSwitches,
        bootstrapPort,
        new HealthCheckPlan(interval, shorter(interval, LONGEST_CONNECT), 2, 2),
        serverGroups(bootstrapPort, brokers),
        "Kafka of the Linkspan setup " + spec.name());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static List<ServerGroupPlan> serverGroups(int bootstrapPort, List<BrokerPlan> brokers) {
    List<ServerGroupPlan> groups = new ArrayList<>();
    groups.add(
        new ServerGroupPlan(
            "bootstrap-server-group",
            bootstrapPort,
            brokers.stream().map(BrokerPlan::instance).toList(),
            Optional.empty()));
    for (BrokerPlan broker : brokers) {
      groups.add(
          new ServerGroupPlan(
              "broker-server-group-" + broker.nodeId(),
              broker.advertisedPort(),
              List.of(broker.instance()),
              Optional.of(broker.nodeId())));
    }
    return List.copyOf(groups);
  }
}
