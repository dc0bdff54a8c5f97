package dev.linkspan.plan;

import dev.linkspan.plan.Plan.ArchivePlan;
import dev.linkspan.plan.Plan.BrokerPlan;
import dev.linkspan.plan.Plan.ConnectionPlan;
import dev.linkspan.plan.Plan.CredentialNames;
import dev.linkspan.plan.Plan.ExposurePlan;
import dev.linkspan.plan.Plan.HealthCheckPlan;
import dev.linkspan.plan.Plan.KafkaPlan;
import dev.linkspan.plan.Plan.ServerGroupPlan;
import dev.linkspan.plan.Plan.VerificationPlan;
import dev.linkspan.spec.Spec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
 * From a spec to its plan. Pure and total: every spec that {@link dev.linkspan.spec.SpecReader}
 * accepts has a plan, and always the same one.
 *
 * <p>Names are the guide's. What lies inside the VPC goes by its short key, since its tags tell
 * which setup it belongs to; what has to be told apart in the whole account (VPC, key pair, load
 * balancer) carries the setup's name.
 */
public final class Planner {
  private static final int MOST_COPIES = 3;

  private Planner() {}

  /** The plan that follows from a spec. */
  public static Plan plan(Spec spec) {
    List<BrokerPlan> brokers = brokers(spec);
    return new Plan(
        spec.name(),
        spec.region(),
        new CredentialNames(
            spec.credentials().alibabaCloud(),
            spec.credentials().tidbCloud(),
            spec.credentials().sshKey()),
        NetworkPlanning.plan(spec, brokers),
        kafka(spec, brokers),
        exposure(spec, brokers),
        new ConnectionPlan(spec.tidbCloud().clusterId(), spec.tidbCloud().connectionName()),
        new VerificationPlan(
            spec.verification().every().toSeconds(),
            "linkspan-test",
            10,
            spec.name() + "-proof",
            "linkspan-changefeed",
            spec.verification().table()));
  }

  private static List<BrokerPlan> brokers(Spec spec) {
    List<Spec.Broker> brokers =
        spec.kafka().brokers().stream().sorted(Comparator.comparingInt(Spec.Broker::id)).toList();
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
   * Three voters where there are three brokers, else one: a quorum of two survives no loss. They
   * are taken from the zones in turn, so the loss of a zone costs as few of them as possible.
   */
  private static Set<Integer> controllers(Spec spec, List<Spec.Broker> brokers) {
    int wanted = brokers.size() >= MOST_COPIES ? MOST_COPIES : 1;
    Map<String, List<Spec.Broker>> byZone = new HashMap<>();
    brokers.forEach(b -> byZone.computeIfAbsent(b.zone(), z -> new ArrayList<>()).add(b));
    Set<Integer> chosen = new HashSet<>();
    for (int round = 0; chosen.size() < wanted; round++) {
      for (Spec.Zone zone : spec.network().zones()) {
        List<Spec.Broker> here = byZone.getOrDefault(zone.zone(), List.of());
        if (round < here.size() && chosen.size() < wanted) {
          chosen.add(here.get(round).id());
        }
      }
    }
    return chosen;
  }

  private static KafkaPlan kafka(Spec spec, List<BrokerPlan> brokers) {
    Spec.Kafka kafka = spec.kafka();
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
        brokers);
  }

  private static ArchivePlan archive(Spec.Archive archive) {
    return new ArchivePlan(archive.version(), archive.url(), archive.sha512());
  }

  /** Two setups never share a Kafka cluster id, and planning twice gives the same one. */
  private static String clusterId(Spec spec) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  String.join(
                          "/", "kafka", spec.region(), spec.name(), spec.tidbCloud().clusterId())
                      .getBytes(StandardCharsets.UTF_8));
      byte[] id = Arrays.copyOf(digest, 16);
      // Keeps the first character from being a hyphen, which Kafka's tools take for an option.
      id[0] &= 0x7F;
      return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static ExposurePlan exposure(Spec spec, List<BrokerPlan> brokers) {
    int interval = spec.loadBalancer().healthCheckSeconds();
    return new ExposurePlan(
        spec.name() + "-nlb",
        spec.network().zones().stream().map(z -> NetworkPlanning.vSwitch(z.zone())).toList(),
        spec.kafka().ports().bootstrap(),
        new HealthCheckPlan(interval, Math.min(interval, 5), 2, 2),
        serverGroups(spec, brokers),
        "Kafka of the Linkspan setup " + spec.name());
  }

  private static List<ServerGroupPlan> serverGroups(Spec spec, List<BrokerPlan> brokers) {
    List<ServerGroupPlan> groups = new ArrayList<>();
    groups.add(
        new ServerGroupPlan(
            "bootstrap-server-group",
            spec.kafka().ports().bootstrap(),
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
