package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The demo, from its start to its removal. */
@Tag("system")
@Order(2)
@ResourceLock(LocalStack.NEW_CLUSTER)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoTest {
  private static LocalStack stack;
  private static Result demo;
  private static Plan plan;
  private static Link link;

  @BeforeAll
  static void runTheDemo() {
    stack = LocalStack.start(10, "1");
    demo = stack.commandLine().run(Duration.ofMinutes(8), "demo", "--yes");
    demo.expecting(0);
    SetupStatus status = stack.status("demo");
    assertThat(status.phase()).isEqualTo(Phase.READY);
    link = status.inventory().link().orElseThrow();
    plan = link.plan();
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  @Order(1)
  void everyPlannedResourceExistsOnce() {
    Expected.assertExactly(plan, stack.sandbox());
    assertThat(link.domains().uniqueName()).matches("[a-z2-7]{26}");
  }

  @Test
  @Order(2)
  void everyBrokerAdvertisesTheUniqueName() throws IOException {
    List<Path> files = serverProperties();
    assertThat(files).hasSameSizeAs(plan.kafka().brokers());
    for (var broker : plan.kafka().brokers()) {
      String external =
          "EXTERNAL://" + broker.advertisedHost(link.domains()) + ":" + broker.advertisedPort();
      assertThat(files).anySatisfy(f -> assertThat(Files.readString(f)).contains(external));
    }
  }

  @Test
  @Order(3)
  void theReportHasEveryHopOfEveryBroker() {
    var report = stack.status("demo").lastReport().orElseThrow();
    assertThat(report.healthy()).isTrue();
    for (var broker : plan.kafka().brokers()) {
      assertThat(report.checks())
          .filteredOn(c -> c.nodeId().equals(java.util.Optional.of(broker.nodeId())))
          .hasSizeGreaterThanOrEqualTo(5);
    }
  }

  @Test
  @Order(4)
  void ordinaryClientsSeeTheBrokersByTheirNamesAndExchangeMessages() throws IOException {
    var clients = new OrdinaryKafkaClients(stack.state().resolve("sandbox").resolve("machines"));
    List<String> advertised =
        plan.kafka().brokers().stream()
            .map(broker -> broker.advertisedHost(link.domains()) + ":" + broker.advertisedPort())
            .toList();
    for (var zone : link.loadBalancer().addresses()) {
      assertThat(clients.brokers(zone.address() + ":" + plan.exposure().bootstrapPort()))
          .containsExactlyInAnyOrderElementsOf(advertised);
    }

    List<String> brokers =
        link.cluster().brokers().values().stream()
            .map(address -> address + ":" + link.cluster().internalPort())
            .toList();
    String broker = brokers.get(0);
    clients.create(broker, "ordinary");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> brokers.stream().allMatch(each -> clients.isKnown(each, "ordinary")));
    clients.send(broker, "ordinary", "from kcat");
    clients.sendWithKafkasTool(broker, "ordinary", "from Kafka's tool");
    assertThat(clients.read(broker, "ordinary").lines())
        .containsExactlyInAnyOrder("from kcat", "from Kafka's tool");
    clients.delete(broker, "ordinary");
  }

  @Test
  @Order(5)
  void noSecretIsInAnyFileHistoryLogOrCommandLine() {
    Secrets secrets = new Secrets(stack.state());
    // Checks the search itself first: this text is in the history database.
    assertThat(secrets.filesWith(plan.exposure().endpointServiceDescription()))
        .anyMatch(f -> f.toString().startsWith("temporal.db"));
    for (String secret : secrets.all()) {
      assertThat(secret).hasSizeGreaterThan(10);
      assertThat(secrets.filesWith(secret)).isEmpty();
      assertThat(Secrets.commandLinesWith(secret)).isEmpty();
      assertThat(demo.out() + demo.err()).doesNotContain(secret);
    }
  }

  @Test
  @Order(6)
  void aCutLinkIsReportedAndHealthyAgainAfterItIsRestored() {
    stack.sandbox().cut(link.connectionId());
    Result broken = stack.commandLine().run(Duration.ofMinutes(3), "verify", "demo").expecting(5);
    assertThat(broken.out()).contains("rows from TiDB Cloud");
    assertThat(stack.status("demo").phase()).isEqualTo(Phase.BROKEN);
    stack.sandbox().restore(link.connectionId());
    stack.commandLine().run(Duration.ofMinutes(3), "verify", "demo").expecting(0);
    assertThat(stack.status("demo").phase()).isEqualTo(Phase.READY);
  }

  @Test
  @Order(7)
  void theSandboxSurvivesAKill() {
    stack.commandLine().run(Duration.ofMinutes(1), "dev", "kill", "sandbox").expecting(0);
    stack.commandLine().run(Duration.ofMinutes(2), "dev", "up").expecting(0);
    Expected.assertExactly(plan, stack.sandbox());
    stack.commandLine().run(Duration.ofMinutes(3), "verify", "demo").expecting(0);
  }

  @Test
  @Order(8)
  void destroyLeavesNothing() throws IOException {
    stack.commandLine().run(Duration.ofMinutes(5), "destroy", "demo", "--yes").expecting(0);
    Expected.assertNothingLeft(stack.sandbox());
    assertThat(serverProperties()).isEmpty();
    assertThat(Secrets.commandLinesWith(stack.state().resolve("sandbox").resolve("machines") + "/"))
        .isEmpty();
  }

  private static List<Path> serverProperties() throws IOException {
    try (Stream<Path> files = Files.walk(stack.state().resolve("sandbox"))) {
      return files
          .filter(f -> f.endsWith("config/server.properties"))
          .filter(f -> !f.toString().contains("/kafka/config/"))
          .toList();
    }
  }
}
