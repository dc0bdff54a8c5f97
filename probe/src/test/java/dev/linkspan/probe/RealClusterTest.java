package dev.linkspan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.examination.Examination;
import dev.linkspan.probe.inspection.Inspection;
import dev.linkspan.probe.listeners.ListenerChange;
import dev.linkspan.probe.listeners.ServedMetadata;
import dev.linkspan.probe.protocol.AlterListenersRequest;
import dev.linkspan.probe.protocol.AlterListenersResult;
import dev.linkspan.probe.protocol.ClusterMode;
import dev.linkspan.probe.protocol.ExamineRequest;
import dev.linkspan.probe.protocol.ExamineResult;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.InspectRequest.Until;
import dev.linkspan.probe.protocol.InspectResult;
import dev.linkspan.probe.protocol.MetadataRequest;
import dev.linkspan.probe.protocol.QuorumVoter;
import dev.linkspan.probe.protocol.SurveyRequest;
import dev.linkspan.probe.protocol.SurveyResult;
import dev.linkspan.probe.survey.Survey;
import dev.linkspan.probe.topics.LeaderTopic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the probe finds on real brokers, before and during a restart. */
@Tag("system")
class RealClusterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<Integer, String> THREE =
      new TreeMap<>(Map.of(1, "127.88.1.11", 2, "127.88.2.11", 3, "127.88.3.11"));
  private static final List<String> BOOTSTRAP =
      THREE.values().stream().map(a -> a + ":9092").toList();
  private static final String ALONE = "127.88.9.11";

  @TempDir Path folder;

  private static InspectResult inspect(Until until, Integer nodeId, int seconds) throws Exception {
    return Inspection.run(
        new InspectRequest(
            THREE,
            List.of(1, 2, 3),
            9092,
            until,
            seconds,
            2,
            null,
            null,
            "INTERNAL",
            nodeId,
            null));
  }

  private Path audits() {
    return folder.resolve("audit");
  }

  private Process startAudit(KafkaProcesses kafka, String name) throws Exception {
    var request =
        Map.of("bootstrap", BOOTSTRAP, "brokers", THREE.keySet(), "folder", audits().toString());
    Path file = folder.resolve(name + ".json");
    JSON.writeValue(file.toFile(), request);
    return kafka.startProbe(name, "audit", file);
  }

  private void window(String label) throws Exception {
    Files.writeString(Files.createDirectories(audits()).resolve("window"), label);
  }

  private JsonNode report() throws Exception {
    return JSON.readTree(Files.readAllBytes(audits().resolve("audit.json")));
  }

  private void awaitConsumed(String label, int messages) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> report().at("/windows/" + label + "/consumed").asInt() >= messages);
  }

  @Test
  void aRestartIsSeenAndLosesNoMessage() throws Exception {
    try (KafkaProcesses kafka = new KafkaProcesses(folder)) {
      for (int id : THREE.keySet()) {
        kafka.formatKraft(id, THREE);
        kafka.startNode(id);
      }
      await().atMost(PATIENCE).until(() -> inspect(Until.REGISTERED, null, 5).met());
      try (Admin admin = KafkaClients.admin(BOOTSTRAP)) {
        NewTopic rows = new NewTopic("rows", 3, (short) 3);
        rows.configs(Map.of("min.insync.replicas", "2"));
        admin
            .createTopics(List.of(rows, new NewTopic("single", Map.of(0, List.of(3)))))
            .all()
            .get();
      }
      survey();
      assertThat(examine().outOfSync()).isEmpty();
      controllersAnswerWhereBrokersDoNot();
      window("before");
      Process first = startAudit(kafka, "first");
      awaitConsumed("before", 40);
      InspectResult gate = inspect(Until.GATE, 2, 30);
      assertThat(gate.reasons()).isEmpty();
      assertThat(gate.health().quorumAllows()).containsExactly(1, 2, 3);
      assertThat(gate.health().offsetLag()).containsOnlyKeys(1, 2, 3);

      window("restart");
      kafka.stopNode(2);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                InspectResult seen = inspect(Until.GATE, 1, 0);
                assertThat(seen.met()).isFalse();
                assertThat(seen.health().blocked().get(1)).contains("rows-0", "rows-1", "rows-2");
                assertThat(seen.reasons())
                    .contains("Broker 2 is not registered.", "The quorum needs controller 1 now.")
                    .anyMatch(r -> r.contains("too few in-sync replicas without broker 1"));
              });
      ExamineResult without = examine();
      assertThat(without.brokers()).containsExactly(1, 3);
      assertThat(without.outOfSync()).containsOnlyKeys(2);
      assertThat(without.leaderless()).isEmpty();
      assertThat(without.laggingVoters()).containsExactly(2);
      assertThat(without.notServed()).containsOnlyKeys(2);
      assertThat(first.destroyForcibly().waitFor()).isNotZero();
      Process second = startAudit(kafka, "second");
      await().atMost(PATIENCE).until(() -> report().get("interrupted").asInt() == 1);
      kafka.startNode(2);
      await().atMost(PATIENCE).until(() -> inspect(Until.GATE, 3, 10).met());
      window("after");
      awaitConsumed("after", 40);
      assertThat(residentMebibytes(second)).isLessThan(160);

      second.destroy();
      assertThat(second.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      auditIsClean(kafka.output("second"));
      assertThatThrownBy(
              () ->
                  ListenerChange.run(
                      new AlterListenersRequest(
                          BOOTSTRAP, 1, null, List.of("advertised.listeners"), null)))
          .hasMessageContaining("KRaft");
      aTopicWithOneCopyGetsPartitionsForBrokersThatJoined();
    }
  }

  /** A cluster that had one broker when its topic was created. */
  private static void aTopicWithOneCopyGetsPartitionsForBrokersThatJoined() throws Exception {
    try (Admin admin = KafkaClients.admin(BOOTSTRAP)) {
      admin.createTopics(List.of(new NewTopic("grown", Map.of(0, List.of(1))))).all().get();
      assertThat(new LeaderTopic(admin, "grown", THREE.keySet()).ensure())
          .containsOnlyKeys(1, 2, 3);
    }
  }

  private static ExamineResult examine() throws Exception {
    ExamineResult seen =
        Examination.run(
            new ExamineRequest(
                THREE,
                List.of(1, 2, 3),
                9092,
                9092,
                null,
                null,
                List.of("num.io.threads", "log.dirs", "no.such.setting")));
    assertThat(seen.problems()).isEmpty();
    assertThat(seen.activeController()).isPositive();
    assertThat(seen.belowMinIsr()).isEmpty();
    assertThat(seen.failedLogDirs()).isEmpty();
    assertThat(seen.running())
        .anySatisfy(
            broker -> {
              assertThat(broker.id()).isEqualTo(3);
              assertThat(broker.advertisedListeners()).isEqualTo("INTERNAL://127.88.3.11:9092");
              assertThat(broker.logDirs()).hasSize(1);
              assertThat(broker.settings()).containsOnlyKeys("num.io.threads", "log.dirs");
              assertThat(broker.dynamicSettings()).isEmpty();
            });
    assertThat(seen.served().get(3)).containsEntry(1, "127.88.1.11:9092");
    return seen;
  }

  private static void survey() throws Exception {
    SurveyResult seen = Survey.run(new SurveyRequest(BOOTSTRAP, ClusterMode.ZOOKEEPER, null, null));
    assertThat(seen.mode()).isEqualTo(ClusterMode.KRAFT);
    assertThat(seen.kafkaVersion()).isEqualTo("3.7");
    assertThat(seen.problems())
        .containsExactly("The cluster runs in kraft mode, not in zookeeper mode.");
    assertThat(seen.topics()).isEqualTo(2);
    assertThat(seen.partitions()).isEqualTo(4);
    assertThat(seen.autoCreate()).isTrue();
    assertThat(seen.atRisk()).extracting(SurveyResult.TopicAtRisk::topic).containsExactly("single");
    assertThat(seen.voters()).extracting(QuorumVoter::id).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(seen.controllers())
        .isEqualTo(Map.of(1, "127.88.1.11:29092", 2, "127.88.2.11:29092", 3, "127.88.3.11:29092"));
    SurveyResult.Broker broker = seen.brokers().get(1);
    assertThat(broker.id()).isEqualTo(2);
    assertThat(broker.rack()).isEqualTo("zone-2");
    assertThat(broker.processRoles()).isEqualTo("broker,controller");
    assertThat(broker.advertisedListeners()).isEqualTo("INTERNAL://127.88.2.11:9092");
    assertThat(broker.sources()).containsEntry("listeners", "STATIC_BROKER_CONFIG");
    assertThat(broker.dynamic()).isFalse();
  }

  private static void controllersAnswerWhereBrokersDoNot() throws Exception {
    Map<Integer, String> controllers = new TreeMap<>();
    THREE.forEach((id, address) -> controllers.put(id, address + ":29092"));
    InspectResult seen =
        Inspection.run(
            new InspectRequest(
                Map.of(1, ALONE),
                List.of(1, 2, 3),
                9092,
                Until.REGISTERED,
                0,
                1,
                ClusterMode.KRAFT,
                controllers,
                null,
                null,
                null));
    assertThat(seen.health().activeController()).isBetween(1, 3);
    assertThat(seen.health().quorumAllows()).containsExactly(1, 2, 3);
    assertThat(seen.reasons())
        .hasSize(2)
        .contains("Broker 1 is not registered.")
        .anyMatch(r -> r.startsWith("The cluster does not answer: "));
  }

  private void auditIsClean(String output) throws Exception {
    JsonNode report = report();
    assertThat(report.get("ended").asBoolean()).as(output).isTrue();
    JsonNode total = report.get("total");
    for (String none : List.of("lost", "duplicated", "failed")) {
      assertThat(total.get(none).asInt()).as(none + report).isZero();
    }
    assertThat(total.get("consumed").asLong()).isGreaterThanOrEqualTo(total.get("acked").asLong());
    assertThat(report.get("interrupted").asInt()).isEqualTo(1);
    String last = output.lines().reduce((a, b) -> b).orElseThrow();
    assertThat(JSON.readTree(last).at("/result/total")).isEqualTo(total);
  }

  private static long residentMebibytes(Process process) throws Exception {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    Optional<String> line =
        Files.readAllLines(status).stream().filter(l -> l.startsWith("VmRSS:")).findFirst();
    return Long.parseLong(line.orElseThrow().replaceAll("\\D", "")) >> 10;
  }

  @Test
  void inZooKeeperModeListenersChangeWhileABrokerRuns() throws Exception {
    try (KafkaProcesses kafka = new KafkaProcesses(folder)) {
      kafka.startZooKeeper(ALONE);
      kafka.configureWithZooKeeper(1, ALONE);
      kafka.startNode(1);
      await().atMost(PATIENCE).until(() -> inspectAlone(Until.REGISTERED, 5).met());
      List<String> bootstrap = List.of(ALONE + ":9092");
      SurveyResult survey = Survey.run(new SurveyRequest(bootstrap, null, null, null));
      assertThat(survey.mode()).isEqualTo(ClusterMode.ZOOKEEPER);
      assertThat(survey.kafkaVersion()).isEqualTo("3.7");
      assertThat(survey.activeController()).isEqualTo(1);
      assertThat(survey.problems()).isEmpty();
      assertThat(survey.acls()).isEqualTo(new SurveyResult.Acls(false, "", List.of()));

      Map<String, String> external =
          Map.of(
              "listeners",
              "INTERNAL://%1$s:9092,TIDB://%1$s:39092".formatted(ALONE),
              "advertised.listeners",
              "INTERNAL://%s:9092,TIDB://b1.x:9093".formatted(ALONE),
              "listener.security.protocol.map",
              "INTERNAL:PLAINTEXT,TIDB:PLAINTEXT");
      AlterListenersResult changed =
          ListenerChange.run(new AlterListenersRequest(bootstrap, 1, external, null, "TIDB"));
      assertThat(changed.values()).isEqualTo(external);
      MetadataRequest metadata = new MetadataRequest(null, 0, List.of(ALONE + ":39092"));
      assertThat(ServedMetadata.run(metadata).servedAt().values())
          .containsExactly(Map.of(1, "b1.x:9093"));
      InspectResult gate = inspectAlone(Until.GATE, 5);
      assertThat(gate.reasons()).isEmpty();
      assertThat(gate.health().dynamicListeners()).containsExactly(1);
      assertThat(gate.health().advertisedExternal()).containsEntry(1, "b1.x:9093");
      assertThat(Survey.run(new SurveyRequest(bootstrap, null, null, "TIDB")).problems()).isEmpty();
      assertThat(Survey.run(new SurveyRequest(bootstrap, null, null, null)).problems())
          .singleElement()
          .asString()
          .startsWith("Broker 1 has dynamic listener configs, which override its file: advertised")
          .contains("--entity-name 1 --delete-config advertised.listeners,listener");

      List<String> keys = List.copyOf(external.keySet());
      ListenerChange.run(new AlterListenersRequest(bootstrap, 1, null, keys, null));
      assertThat(inspectAlone(Until.ONCE, 0).health().dynamicListeners()).containsExactly(1);
      ListenerChange.run(new AlterListenersRequest(bootstrap, 1, null, keys, "TIDB"));
      assertThat(inspectAlone(Until.ONCE, 0).health().dynamicListeners()).isEmpty();
      await().until(() -> ServedMetadata.run(metadata).servedAt().isEmpty());
    }
  }

  private static InspectResult inspectAlone(Until until, int seconds) throws Exception {
    return Inspection.run(
        new InspectRequest(
            Map.of(1, ALONE),
            null,
            9092,
            until,
            seconds,
            1,
            ClusterMode.ZOOKEEPER,
            null,
            "TIDB",
            1,
            null));
  }
}
