package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.linkspan.workflows.WorkflowTypes;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.WorkflowInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays recorded runs with the current code. Each file under {@code histories/<workflow>} is one
 * run on a real server. CONTRIBUTING.md explains how to record them again.
 */
class RecordedHistoriesTest {
  private static final Path FOLDER = Path.of("src/test/resources/histories");
  private static TestWorkflowEnvironment environment;
  private static Worker worker;

  /** A busy computer takes more than the default second for the first replay. */
  @BeforeAll
  static void createWorker() {
    environment = TestWorkflowEnvironment.newInstance();
    worker =
        environment.newWorker(
            "replay",
            WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(60_000).build());
    worker.registerWorkflowImplementationTypes(WorkflowTypes.ALL.toArray(Class<?>[]::new));
  }

  @AfterAll
  static void closeWorker() {
    environment.close();
  }

  static Stream<Path> histories() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .map(FOLDER::relativize)
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("histories")
  void replays(Path history) throws IOException {
    String json = Files.readString(FOLDER.resolve(history));
    assertThatCode(() -> replay(json)).as("replay of %s", history).doesNotThrowAnyException();
  }

  /** Sums up all workflows of a case: a setup of one to three brokers, built and destroyed. */
  @Test
  void aSmallClusterHasSmallHistories() throws IOException {
    Map<String, Integer> events = new TreeMap<>();
    Map<String, Integer> bytes = new TreeMap<>();
    for (Path file : histories().toList()) {
      History recorded =
          WorkflowExecutionHistory.fromJson(Files.readString(FOLDER.resolve(file))).getHistory();
      String setup = file.getFileName().toString().replaceFirst("(-[0-9])?[.]json$", "");
      events.merge(setup, recorded.getEventsCount(), Integer::sum);
      bytes.merge(setup, recorded.getSerializedSize(), Integer::sum);
    }
    System.out.println("events of recorded setups " + events + ", bytes " + bytes);

    assertThat(events).allSatisfy((setup, n) -> assertThat(n).as(setup).isBetween(1, 1_500));
    // This one was also repaired, updated three times, and verified six times.
    assertThat(bytes.remove("repaired")).isBetween(1, 2 << 20);
    assertThat(bytes).allSatisfy((setup, n) -> assertThat(n).as(setup).isBetween(1, 1 << 20));
  }

  @Test
  void oneRunContinuesAnother() throws IOException {
    List<String> continued = new ArrayList<>();
    for (Path file : histories().toList()) {
      HistoryEvent first =
          WorkflowExecutionHistory.fromJson(Files.readString(FOLDER.resolve(file)))
              .getEvents()
              .get(0);
      if (!first
          .getWorkflowExecutionStartedEventAttributes()
          .getContinuedExecutionRunId()
          .isEmpty()) {
        continued.add(file.toString());
      }
    }
    assertThat(continued).isNotEmpty().allMatch(file -> file.startsWith("PrivateLinkSetup"));
  }

  private static void replay(String json) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(WorkflowExecutionHistory.fromJson(json), worker);
  }

  @Test
  void everyWorkflowHasRecordedRuns() throws IOException {
    try (Stream<Path> recorded = histories()) {
      assertThat(recorded.map(history -> history.getName(0).toString()).distinct())
          .containsExactlyInAnyOrderElementsOf(
              WorkflowTypes.ALL.stream().map(RecordedHistoriesTest::workflow).toList());
    }
  }

  private static String workflow(Class<?> implementation) {
    return Arrays.stream(implementation.getInterfaces())
        .filter(type -> type.isAnnotationPresent(WorkflowInterface.class))
        .map(Class::getSimpleName)
        .findFirst()
        .orElseThrow();
  }
}
