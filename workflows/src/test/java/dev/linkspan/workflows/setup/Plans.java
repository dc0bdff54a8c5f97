package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedMachine;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedVSwitch;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
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
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.RepairPolicy;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Plan.SshPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.plan.Plan.VerificationPlan;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import dev.linkspan.workflows.plan.Recurrence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Plans of clusters with any number of brokers in three zones, like the example in the guide. */
public final class Plans {
  public static final String REGION = "ap-southeast-1";
  private static final List<String> ZONES = List.of("a", "b", "c");

  private Plans() {}

  public static Plan withBrokers(int count) {
    return withBrokers(count, 3600);
  }

  public static Plan withBrokers(int count, long verifyEverySeconds) {
    List<BrokerPlan> brokers =
        IntStream.rangeClosed(1, count)
            .mapToObj(id -> new BrokerPlan(id, "broker-node" + id, zone(id), id <= 3, 9092 + id))
            .toList();
    return new Plan(
        "demo",
        REGION,
        new CredentialNames("default", "default", "default"),
        new NewCluster(network(brokers), kafka(brokers), new RolloutPlan(Duration.ZERO, false)),
        exposure(brokers),
        new ConnectionPlan("10001", "demo-kafka"),
        new VerificationPlan(
            Recurrence.every(Duration.ofSeconds(verifyEverySeconds)),
            Duration.ZERO,
            Optional.empty(),
            "linkspan-test",
            10,
            new ChangefeedPlan(
                ChangefeedUse.KEEP, "demo-proof", "linkspan-changefeed", "test.*", "3.7.1"),
            RepairPolicy.ASK));
  }

  /** The same plan with another policy for repairs. */
  public static Plan with(RepairPolicy repair, Plan plan) {
    return verifying(plan, plan.verification().patience(), plan.verification().webhook(), repair);
  }

  /** The same plan, in which a failure of a verification counts after this time. */
  static Plan patient(Plan plan, Duration patience) {
    return verifying(plan, patience, plan.verification().webhook(), plan.verification().repair());
  }

  /** The same plan, with a webhook. */
  static Plan withWebhook(Plan plan, Duration patience) {
    return verifying(
        plan,
        patience,
        Optional.of(new WebhookPlan("https://hooks.example/linkspan", "default")),
        plan.verification().repair());
  }

  /** The same plan, with limits for the decision. */
  static Plan withApproval(Plan plan, Duration remindEvery, Duration deadline) {
    return approved(plan, new ApprovalPlan(false, Optional.of(remindEvery), Optional.of(deadline)));
  }

  /** The same plan, in which a verified endpoint needs no person. */
  static Plan approvedAutomatically(Plan plan) {
    return approved(plan, new ApprovalPlan(true, Optional.empty(), Optional.empty()));
  }

  private static Plan approved(Plan plan, ApprovalPlan approval) {
    return new Plan(
        plan.name(),
        plan.region(),
        plan.credentials(),
        plan.cluster(),
        plan.exposure(),
        new ConnectionPlan(
            plan.connection().clusterId(), plan.connection().displayName(), approval),
        plan.verification());
  }

  private static Plan verifying(
      Plan plan, Duration patience, Optional<WebhookPlan> webhook, RepairPolicy repair) {
    VerificationPlan verification = plan.verification();
    return new Plan(
        plan.name(),
        plan.region(),
        plan.credentials(),
        plan.cluster(),
        plan.exposure(),
        plan.connection(),
        new VerificationPlan(
            verification.recurrence(),
            patience,
            webhook,
            verification.topic(),
            verification.messages(),
            verification.changefeed(),
            repair));
  }

  /** The same link to an existing cluster, whose machines are 10.0.0.1 and so on. */
  public static Plan ofExisting(int count, Mode mode, RolloutPlan rollout) {
    Plan made = withBrokers(count);
    List<BrokerPlan> brokers =
        IntStream.rangeClosed(1, count)
            .mapToObj(
                id ->
                    new BrokerPlan(id, "10.0.0." + id, zone(id), mode == Mode.COMBINED, 9092 + id))
            .toList();
    BrokerService service =
        new BrokerService("/opt/kafka/server.properties", new SystemdUnit("kafka.service"));
    ClusterPlan cluster =
        new ExistingCluster(
            "vpc-theirs",
            ZONES.stream().map(z -> new AdoptedVSwitch(REGION + z, "vsw-" + z)).toList(),
            Optional.of(new SshAddress("root", "192.0.2.1", 22)),
            made.kafka().clusterId(),
            mode,
            Map.of(),
            brokers.stream()
                .map(
                    b ->
                        new AdoptedMachine(
                            b.instance(),
                            new SshAddress("root", b.instance(), 22),
                            "i-" + b.nodeId(),
                            service))
                .toList(),
            9092,
            39092,
            rollout,
            brokers,
            "EXTERNAL");
    return new Plan(
        made.name(),
        REGION,
        made.credentials(),
        cluster,
        exposure(brokers),
        made.connection(),
        made.verification());
  }

  private static String zone(int id) {
    return REGION + ZONES.get((id - 1) % ZONES.size());
  }

  private static NetworkPlan network(List<BrokerPlan> brokers) {
    List<VSwitchPlan> vSwitches = new ArrayList<>();
    for (int i = 0; i < ZONES.size(); i++) {
      String zone = REGION + ZONES.get(i);
      vSwitches.add(new VSwitchPlan("broker-" + zone, zone, "10.0." + 64 * i + ".0/18"));
    }
    vSwitches.add(new VSwitchPlan("bastion", REGION + "a", "10.0.192.0/18"));
    List<InstancePlan> instances = new ArrayList<>();
    instances.add(instance("bastion-node", REGION + "a", "bastion", "bastion-sg", 5));
    brokers.forEach(
        b -> instances.add(instance(b.instance(), b.zone(), "broker-" + b.zone(), "broker-sg", 0)));
    return new NetworkPlan(
        "demo-vpc",
        "10.0.0.0/16",
        vSwitches,
        "demo-key",
        List.of(
            new SecurityGroupPlan(
                "bastion-sg",
                List.of(new InboundRule("22/22", "192.0.2.0/24", "SSH from the operator"))),
            new SecurityGroupPlan(
                "broker-sg", List.of(new InboundRule("1/65535", "10.0.0.0/16", "VPC")))),
        instances,
        new SshPlan("root", 22));
  }

  private static InstancePlan instance(
      String name, String zone, String vSwitch, String group, int bandwidth) {
    return new InstancePlan(
        name,
        zone,
        vSwitch,
        group,
        "ecs.t5-lc1m2.small",
        "image",
        "cloud_efficiency",
        40,
        bandwidth);
  }

  private static KafkaPlan kafka(List<BrokerPlan> brokers) {
    int copies = Math.min(3, brokers.size());
    return new KafkaPlan(
        "BRl69zcmTFmiPaoaANybiw",
        new ArchivePlan("3.7.1", "http://mirror.example/kafka_2.13-3.7.1.tgz", "ab"),
        new ArchivePlan("22.0.2", "http://mirror.example/openjdk-22.0.2.tar.gz", "cd"),
        "1g",
        "linkspan",
        "kafka",
        false,
        29092,
        9092,
        39092,
        8099,
        copies,
        copies == 3 ? 2 : 1,
        brokers,
        Map.of());
  }

  private static ExposurePlan exposure(List<BrokerPlan> brokers) {
    List<ServerGroupPlan> groups = new ArrayList<>();
    groups.add(
        new ServerGroupPlan(
            "bootstrap",
            9092,
            brokers.stream().map(BrokerPlan::instance).toList(),
            Optional.empty()));
    brokers.forEach(
        b ->
            groups.add(
                new ServerGroupPlan(
                    "broker-" + b.nodeId(),
                    b.advertisedPort(),
                    List.of(b.instance()),
                    Optional.of(b.nodeId()))));
    return new ExposurePlan(
        "demo-nlb",
        ZONES.stream().map(z -> "broker-" + REGION + z).toList(),
        9092,
        new HealthCheckPlan(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 2),
        groups,
        "Kafka of demo");
  }
}
