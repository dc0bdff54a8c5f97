package dev.linkspan.starter.report;

import dev.linkspan.workflows.connection.Decision;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.planning.Planner;
import dev.linkspan.workflows.rollout.AuditActivities.AcknowledgementSeries;
import dev.linkspan.workflows.rollout.AuditActivities.Acknowledgements;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import dev.linkspan.workflows.rollout.AuditActivities.Figures;
import dev.linkspan.workflows.rollout.RolloutReport;
import dev.linkspan.workflows.rollout.RolloutReport.BrokerRestart;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.spec.NewClusterSpec;
import dev.linkspan.workflows.spec.Spec.Archive;
import dev.linkspan.workflows.spec.SpecReader;
import dev.linkspan.workflows.spec.SpecReading;
import dev.linkspan.workflows.spec.SpecTemplate;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Finding;
import dev.linkspan.workflows.verification.PastVerification;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.Standing;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import dev.linkspan.workflows.verification.VerificationActivities.LinkNetwork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A made-up link of three brokers that was verified often and rolled once. */
final class ReportedSetup {
  static final Instant BEGUN = Instant.parse("2026-11-24T00:00:00Z");
  private static final List<String> ZONES =
      List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c");

  private ReportedSetup() {}

  static Plan plan() {
    Archive kafka =
        new Archive("3.7.1", "http://127.0.0.1:1/kafka_2.13-3.7.1.tgz", "0".repeat(128));
    Archive java = new Archive("17.0.15", "http://127.0.0.1:1/openjdk.tar.gz", "1".repeat(128));
    SpecReading reading =
        SpecReader.read(SpecTemplate.demo("orders", "127.10", kafka, java, 3, ZONES, "10001"));
    return Planner.plan((NewClusterSpec) ((SpecReading.Accepted) reading).spec());
  }

  /** The link, with the checks of its newest verification. */
  static SetupStatus status(List<Check> checks) {
    return status(checks, 40);
  }

  /** The same after this many earlier verifications. */
  static SetupStatus status(List<Check> checks, int earlier) {
    Report report = new Report(BEGUN.plusSeconds(900), "schedule", checks);
    List<Finding> findings = Finding.after(report, List.of());
    Standing standing = Standing.NEW.after(report, findings);
    return new SetupStatus(
        "orders",
        "ap-southeast-1",
        "setup-id",
        report.healthy() ? Phase.READY : Phase.BROKEN,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.of(new Decision(true, "ada", "ticket 42", "ep-t4n1", BEGUN.plusSeconds(60), null)),
        new Inventory(
            List.of(
                new Resource("endpoint", "com.aliyuncs.privatelink", "ep-t4n1"),
                new Resource("TiDB Cloud connection", "orders", "plc-1")),
            Optional.of(link())),
        Optional.of(report),
        findings,
        history(report, earlier),
        Optional.of(rollout()),
        Optional.empty(),
        standing.health(),
        standing);
  }

  private static List<PastVerification> history(Report newest, int earlier) {
    List<PastVerification> past = new ArrayList<>();
    for (int i = 0; i < earlier; i++) {
      boolean broken = i == 20;
      past.add(
          0,
          new PastVerification(
              BEGUN.minusSeconds(3_600L * (earlier - i)),
              "schedule",
              !broken,
              broken ? List.of("listener 9093 (broker 1)") : List.of()));
    }
    return PastVerification.after(newest, past);
  }

  private static Link link() {
    Plan plan = plan();
    Node bastion =
        new Node(
            new NodeAddress("bastion-node", "root", "127.110.0.11", 22, Optional.empty(), ""),
            "127.10.100.10",
            "/root");
    return new Link(
        plan,
        "setup-id",
        new LinkNetwork("vpc-t4n1", List.of(), List.of(), "5500000000000001"),
        new ClusterAccess(bastion, Mode.COMBINED, Map.of(), List.of(), Map.of(), 9092, 39092),
        List.of(),
        new LoadBalancer(
            "nlb-1",
            "nlb-1.ap-southeast-1.nlb.aliyuncs.com",
            List.of(
                new ZoneAddress("ap-southeast-1a", "127.10.1.200"),
                new ZoneAddress("ap-southeast-1b", "127.10.2.200"))),
        List.of(),
        "epsrv-t4n1",
        "ep-t4n1",
        "plc-1",
        BrokerDomains.ofGuide("mz7qx"));
  }

  /** Every broker stops for six seconds, and its clients wait for two. */
  private static RolloutReport rollout() {
    List<BrokerRestart> restarts = new ArrayList<>();
    List<Acknowledgements> points = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      boolean slow = i % 30 >= 6 && i % 30 < 9;
      points.add(
          new Acknowledgements(
              i, Duration.ofMillis(slow ? 2_300 - i : 3 + i % 5), 20, i == 37 ? 1 : 0));
    }
    for (int broker = 1; broker <= 3; broker++) {
      restarts.add(
          new BrokerRestart(
              broker,
              "new JVM",
              false,
              BEGUN.plusSeconds(30L * (broker - 1)),
              Duration.ofSeconds(6),
              Duration.ofSeconds(2),
              Duration.ofSeconds(4),
              Duration.ofSeconds(8),
              Duration.ofSeconds(5),
              Duration.ofSeconds(25)));
    }
    Figures all =
        new Figures(1_240, 1_240, 0, 0, 1, Duration.ofMillis(2_294), Duration.ofMillis(2_600));
    return new RolloutReport(
        "new JVM",
        "ada",
        BEGUN,
        BEGUN.plusSeconds(90),
        Optional.empty(),
        restarts,
        Optional.of(
            new Audit(
                all,
                Map.of("start", all, "broker 1", all),
                0,
                Optional.of(new AcknowledgementSeries(BEGUN, Duration.ofSeconds(1), points)))),
        Duration.ZERO,
        List.of());
  }

  /** What a verification of a healthy link says. */
  static List<Check> passed() {
    List<Check> checks = new ArrayList<>();
    for (String hop :
        List.of(
            "TiDB Cloud connection",
            "domains",
            "connectivity test of TiDB Cloud",
            "endpoint connection",
            "endpoint zone ap-southeast-1a",
            "endpoint service",
            "whitelist",
            "load balancer",
            "cross-zone forwarding")) {
      checks.add(Check.passed(Optional.empty(), hop, hop + " is as planned"));
    }
    for (ServerGroupPlan group : plan().exposure().serverGroups()) {
      checks.add(Check.passed(group.nodeId(), "listener " + group.listenerPort(), "Running"));
      checks.add(Check.passed(group.nodeId(), group.name(), "sgp-1 is Available"));
      checks.add(Check.passed(group.nodeId(), "members of " + group.name(), "all"));
    }
    for (int broker = 1; broker <= 3; broker++) {
      checks.add(Check.passed(Optional.of(broker), "Kafka broker", "runs as process 4711"));
      checks.add(Check.passed(Optional.of(broker), "listener EXTERNAL", "as planned"));
      checks.add(
          Check.passed(
              Optional.of(broker),
              "rows from TiDB Cloud via broker " + broker,
              "12 arrived during this check"));
    }
    checks.add(Check.passed(Optional.empty(), "VPC", "vpc-t4n1 is Available"));
    checks.add(Check.passed(Optional.empty(), "versions", "Kafka 3.7.1, Java 17.0.15"));
    return checks;
  }
}
