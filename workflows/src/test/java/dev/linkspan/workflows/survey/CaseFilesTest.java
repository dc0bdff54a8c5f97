package dev.linkspan.workflows.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.BrokerActivities.ListenerEdit;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterFacts;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.network.NetworkActivities.NetworkFacts;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.plan.ClusterPlan.SshAddress;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import dev.linkspan.workflows.survey.ClusterSurvey.AskedBroker;
import dev.linkspan.workflows.survey.ClusterSurvey.SurveyRequest;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that people found brokers with, and what the survey says about each: the diff, or why it
 * refuses the file. The broker's address in the spec is 10.0.0.1; clients are told that it is
 * kafka-1.internal, where its file does not say another host. {@code c1} to {@code c10} in a name
 * is the number of the case. NAME.expected is for a listener EXTERNAL, NAME.named-tidb.expected for
 * one that the spec calls TIDB.
 */
class CaseFilesTest {
  private static final String ADDRESS = "10.0.0.1";
  private static final String NAMED_TIDB = ".named-tidb.expected";

  static List<String> names() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".properties"))
          .map(name -> name.replace(".properties", ""))
          .sorted()
          .toList();
    }
  }

  /** The cases in which another name of the listener makes a difference. */
  static List<String> namesWithAnotherName() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(NAMED_TIDB))
          .map(name -> name.replace(NAMED_TIDB, ""))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void isTakenOrRefusedAsExpected(String name) throws Exception {
    assertThat(result(new FileBroker(ADDRESS, FileBroker.text(name), 1), "EXTERNAL"))
        .isEqualTo(Files.readString(folder().resolve(name + ".expected")))
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @MethodSource("namesWithAnotherName")
  void c8IsTakenOrRefusedAsExpectedWithAnotherName(String name) throws Exception {
    assertThat(result(new FileBroker(ADDRESS, FileBroker.text(name), 1), "TIDB"))
        .isEqualTo(Files.readString(folder().resolve(name + NAMED_TIDB)));
  }

  private static String result(FileBroker broker, String name) {
    try {
      BrokerFacts facts = broker.facts();
      SurveyValidation validation = new SurveyValidation(request(name), List.of(facts));
      validation.refuseUnlessReadable();
      ClusterFacts cluster = cluster(facts.nodeId(), broker);
      SurveyValidation resolved = validation.resolvedBy(cluster);
      resolved.refuseUnlessSound(cluster, network());
      ListenerEdit edit = broker.preview(resolved.wanted(0, cluster, ""));
      return edit.changes() ? edit.diff() : "Unchanged\n";
    } catch (ApplicationFailure refusal) {
      return "Refused: "
          + refusal.getOriginalMessage()
          + "\n"
          + refusal.getDetails().get(0, String.class)
          + "\n";
    }
  }

  private static SurveyRequest request(String name) {
    AskedBroker asked =
        new AskedBroker(
            new SshAddress("root", ADDRESS, 22),
            new BrokerService(FileBroker.PATH, new SystemdUnit("kafka.service")),
            9093);
    Owner owner = new Owner("orders", "id", "r", new CredentialNames("a", "t", "s"));
    return new SurveyRequest(
        Optional.empty(), owner, "vpc", List.of(), Optional.empty(), List.of(asked), 39092, name);
  }

  private static NetworkFacts network() {
    FoundInstance instance = new FoundInstance(ADDRESS, "i-1", "zone");
    return new NetworkFacts("10.0.0.0/8", List.of(instance), List.of());
  }

  private static ClusterFacts cluster(int nodeId, FileBroker broker) {
    return new ClusterFacts(
        "cluster",
        List.of(nodeId),
        nodeId,
        List.of(),
        Map.of(),
        1,
        1,
        List.of(),
        List.of(),
        Map.of(nodeId, "kafka-1.internal"),
        List.of(broker.running(nodeId)),
        Optional.empty());
  }

  private static Path folder() throws URISyntaxException {
    return Path.of(CaseFilesTest.class.getResource("cases").toURI());
  }
}
