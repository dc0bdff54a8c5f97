package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CloudApi.Product;
import dev.linkspan.workflows.preflight.Preflight;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.steps.Step;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import io.temporal.client.WorkflowExecutionMetadata;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A tool, not a test: {@code ./test histories} runs setups on a real server and writes the recorded
 * histories to the folder from which the tests of {@code workflows} replay them. Each setup is one
 * case, and its name is the name of the file. The name of this class keeps it out of every other
 * run.
 */
class RecordHistories {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Path FOLDER =
      LocalStack.checkout().resolve("workflows/src/test/resources/histories");

  /**
   * Longer runs are not stored: they are filled with events until the server suggests a new run.
   */
  private static final int LONGEST = 3_000;

  private static LocalStack stack;

  @BeforeAll
  static void start() throws IOException {
    stack = LocalStack.start(24, "0.2");
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void approvedEarly() throws IOException {
    startSetup("approved-early", 3);
    approveEarly("approved-early");
    awaitPhase("approved-early", Phase.READY);
    linkspan("verify", "approved-early");
    destroyAndRecord("approved-early");
  }

  @Test
  void approvedLate() throws IOException {
    startSetup("approved-late", 3);
    awaitKafka("approved-late");
    awaitPhase("approved-late", Phase.AWAITING_APPROVAL);
    linkspan("approve", "approved-late", "--yes", "--by", "ada", "--reason", "ticket 42");
    awaitPhase("approved-late", Phase.READY);
    destroyAndRecord("approved-late");
  }

  @Test
  void rejectedAndThenApproved() throws IOException {
    startSetup("rejected", 1);
    awaitKafka("rejected");
    awaitPhase("rejected", Phase.AWAITING_APPROVAL);
    linkspan("reject", "rejected", "--yes", "--by", "bob", "--reason", "wrong day");
    awaitPhase("rejected", Phase.PARKED);
    linkspan("retry", "rejected");
    awaitPhase("rejected", Phase.AWAITING_APPROVAL);
    linkspan("approve", "rejected", "--yes", "--by", "ada");
    awaitPhase("rejected", Phase.READY);
    destroyAndRecord("rejected");
  }

  @Test
  void parkedAndRetried() throws IOException {
    for (String action : List.of("CreateVpc", "CreateServerGroup")) {
      stack
          .sandbox()
          .fault(
              """
              {"action": "%s", "nth": 1, "times": 1, "effect": "error",
               "status": 403, "code": "Forbidden.RAM", "message": "refused for the record"}
              """
                  .formatted(action));
    }
    startSetup("parked", 1);
    awaitPhase("parked", Phase.PARKED);
    linkspan("retry", "parked");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                stack.status("parked").parked().stream()
                    .anyMatch(parked -> parked.workflow().endsWith("-exposure")));
    linkspan("retry", "parked");
    approveEarly("parked");
    awaitPhase("parked", Phase.READY);
    destroyAndRecord("parked");
  }

  @Test
  void destroyedWhileItIsBuilt() throws IOException {
    startSetup("destroyed", 3);
    awaitPhase("destroyed", Phase.AWAITING_APPROVAL);
    destroyAndRecord("destroyed");
  }

  @Test
  void adoptedAndRestartedWithAPause() throws IOException {
    adopt("adopted", 25);
    awaitPhase("adopted", Phase.READY);
    var unused =
        stack
            .setup("adopted")
            .restart(new PrivateLinkSetup.Restart("ada", "for the record", false));
    await()
        .atMost(PATIENCE)
        .until(() -> stack.commandLine().run(PATIENCE, "pause", "adopted").exit() == 0);
    await().atMost(PATIENCE).until(() -> !stack.status("adopted").parked().isEmpty());
    linkspan("resume", "adopted");
    awaitPhase("adopted", Phase.READY);
    destroyAndRecord("adopted");
  }

  @Test
  void destroyedWhileABrokerIsDown() throws IOException {
    AdoptedCluster cluster = adopt("interrupted", 27);
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(30))
        .until(() -> stack.server().running(cluster.rollout()).contains("Broker_Stop"));
    destroyAndRecord("interrupted");
  }

  @Test
  void carriedOnByAnotherRun() throws IOException {
    startSetup("carried-on", 1);
    approveEarly("carried-on");
    awaitPhase("carried-on", Phase.READY);
    String first = runId("carried-on");
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> {
              stack.setup("carried-on").retry(new Command("ada", "nothing is parked"));
              return !runId("carried-on").equals(first);
            });
    linkspan("verify", "carried-on");
    destroyAndRecord("carried-on");
  }

  @Test
  void repairedAndUpdated() throws IOException {
    startSetup("repaired", 1);
    approveEarly("repaired");
    awaitPhase("repaired", Phase.READY);
    Link link = stack.status("repaired").inventory().link().orElseThrow();
    new CloudApi(stack)
        .call(
            Product.PRIVATE_LINK,
            "RemoveUserFromVpcEndpointService",
            Map.of(
                "ServiceId",
                link.endpointServiceId(),
                "UserId",
                link.network().whitelistAccount()));
    linkspan("repair", "repaired", "--verify", "--yes");
    Path spec = stack.spec("repaired", 1, "10001");
    Files.writeString(spec, Files.readString(spec).replace("every: 1h", "every: 2h"));
    linkspan("update", "-f", spec.toString(), "--yes");
    linkspan("update", "-f", stack.spec("repaired", 2, "10001").toString(), "--yes");
    linkspan("update", "-f", stack.spec("repaired", 1, "10001").toString(), "--yes");
    destroyAndRecord("repaired");
  }

  @Test
  void settingsAndHeapChangedByRollout() throws IOException {
    startSetup("tuned", 3);
    approveEarly("tuned");
    awaitPhase("tuned", Phase.READY);
    Path spec = stack.spec("tuned", 3, "10001");
    String heap = "  heap: 256m";
    String tuned = "  heap: 288m\n  settings:\n    log.retention.hours: 72";
    Files.writeString(spec, Files.readString(spec).replace(heap, tuned));
    linkspan("update", "-f", spec.toString(), "--yes");
    destroyAndRecord("tuned");
  }

  @Test
  void destroyedWithItsBrokersRestored() throws IOException {
    adopt("restored", 29);
    awaitPhase("restored", Phase.READY);
    destroyAndRecord("restored", "--restore-brokers");
  }

  @Test
  void checkedBeforeASetup() throws IOException {
    linkspan("doctor", "-f", stack.spec("checked", 3, "10001").toString());
    WorkflowExecutionMetadata run =
        stack.client().newUntypedWorkflowStub(Preflight.id("checked")).describe();
    Path folder = Files.createDirectories(FOLDER.resolve(run.getWorkflowType()));
    Files.writeString(folder.resolve("checked.json"), recorded(run, history(run)));
  }

  private static String runId(String name) {
    return stack
        .client()
        .newUntypedWorkflowStub(PrivateLinkSetup.id(name))
        .describe()
        .getExecution()
        .getRunId();
  }

  /**
   * Builds a cluster, and starts a setup with the same name that is approved before it asks.
   *
   * @param network second octet of the addresses of the cluster's machines
   */
  private static AdoptedCluster adopt(String name, int network) {
    AdoptedCluster cluster = AdoptedCluster.build(stack, name, "combined", network);
    up(cluster.spec(name, "10001"));
    approveEarly(name);
    return cluster;
  }

  private static void startSetup(String name, int brokers) {
    up(stack.spec(name, brokers, "10001"));
  }

  private static void up(Path spec) {
    linkspan("up", "--yes", "-f", spec.toString(), "--detach");
  }

  private static void approveEarly(String name) {
    linkspan("approve", name, "--yes", "--early", "--by", "ada");
  }

  private static void linkspan(String... arguments) {
    stack.commandLine().run(PATIENCE, arguments).expecting(0);
  }

  private static void awaitPhase(String name, Phase phase) {
    await().atMost(PATIENCE).until(() -> stack.status(name).phase() == phase);
  }

  private static void awaitKafka(String name) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                stack.setup(name).progress().steps().stream()
                    .anyMatch(
                        s -> s.name().equals("Kafka cluster") && s.state() == Step.State.DONE));
  }

  private static void destroyAndRecord(String name, String... options) throws IOException {
    linkspan(
        Stream.concat(Stream.of("destroy", name, "--yes"), Stream.of(options))
            .toArray(String[]::new));
    forget(name);
    Map<String, Integer> runs = new HashMap<>();
    for (WorkflowExecutionMetadata run : runsOf(name)) {
      int nth = runs.merge(run.getWorkflowType(), 1, Integer::sum);
      Path folder = Files.createDirectories(FOLDER.resolve(run.getWorkflowType()));
      String file = nth == 1 ? name + ".json" : name + "-" + nth + ".json";
      WorkflowExecutionHistory history = history(run);
      if (history.getEvents().size() < LONGEST) {
        Files.writeString(folder.resolve(file), recorded(run, history));
      }
    }
  }

  private static void forget(String name) throws IOException {
    try (Stream<Path> old = Files.walk(FOLDER)) {
      for (Path file : old.filter(Files::isRegularFile).toList()) {
        if (file.getFileName().toString().matches(name + "(-[0-9]+)?[.]json")) {
          Files.delete(file);
        }
      }
    }
  }

  private static WorkflowExecutionHistory history(WorkflowExecutionMetadata run) {
    return stack
        .client()
        .fetchHistory(run.getExecution().getWorkflowId(), run.getExecution().getRunId());
  }

  /** Waits until the server lists the setup and its children as closed; returns all their runs. */
  private static List<WorkflowExecutionMetadata> runsOf(String name) {
    String id = PrivateLinkSetup.id(name);
    String all = "(WorkflowId STARTS_WITH '%1$s' OR RootWorkflowId = '%1$s')".formatted(id);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                count("WorkflowId = '" + id + "' AND ExecutionStatus = 'Completed'") == 1
                    && count(all + " AND ExecutionStatus = 'Running'") == 0);
    return stack
        .client()
        .listExecutions(all)
        .sorted(Comparator.comparing(WorkflowExecutionMetadata::getStartTime))
        .toList();
  }

  private static long count(String query) {
    return stack.client().listExecutions(query).count();
  }

  private static String recorded(WorkflowExecutionMetadata run, WorkflowExecutionHistory history) {
    String bytes = new String(history.getHistory().toByteArray(), StandardCharsets.ISO_8859_1);
    for (String secret : new Secrets(stack.state()).all()) {
      assertThat(bytes).as("a secret in %s", run.getWorkflowType()).doesNotContain(secret);
    }
    return history.toJson(true).replaceAll("(\"identity\": )\"[^\"]*\"", "$1\"recorder\"");
  }
}
