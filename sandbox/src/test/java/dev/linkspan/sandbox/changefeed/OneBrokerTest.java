package dev.linkspan.sandbox.changefeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linkspan.sandbox.forwarding.Backend;
import dev.linkspan.sandbox.forwarding.Health;
import dev.linkspan.sandbox.forwarding.HealthCheck;
import dev.linkspan.sandbox.forwarding.TcpEndpoints;
import dev.linkspan.sandbox.forwarding.TcpListeners;
import dev.linkspan.sandbox.mirror.Mirror;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A broker from the mirror's archives gets the rows of a changefeed through endpoint, load balancer
 * and advertised name.
 */
@Tag("system")
@Execution(ExecutionMode.CONCURRENT)
class OneBrokerTest {
  private static final Path LIBS = Path.of("kafka-distribution", "target", "libs");
  private static final String BROKER = "127.77.20.12";
  private static final String BALANCER = "127.77.20.60";
  private static final String ENDPOINT = "127.77.21.11";
  private static final String DOMAIN = "demo1.ap-southeast-1.alicloud.plc.tidbcloud.com";
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  @TempDir Path folder;
  private final TcpListeners listeners = new TcpListeners();
  private final TcpEndpoints endpoints = new TcpEndpoints();
  private final List<Status> statuses = Collections.synchronizedList(new ArrayList<>());
  private Process broker;

  @AfterEach
  void close() throws InterruptedException {
    endpoints.close();
    listeners.close();
    if (broker != null) {
      broker.destroyForcibly().waitFor();
    }
  }

  @Test
  void rowsOfAChangefeedReachABrokerThatTheArchivesRun() throws Exception {
    assumeTrue(Files.isDirectory(LIBS), "the module kafka-distribution has not been packaged");
    install();
    startBroker("b1." + DOMAIN);
    try (ChangefeedProcesses changefeeds = new ChangefeedProcesses(folder.resolve("changefeeds"))) {
      changefeeds.start(spec(DOMAIN), statuses::add);
      await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(last()).isEqualTo(new Status(Status.State.RUNNING, "")));
      assertThat(consumed()).contains("\"database\":\"test\"", "\"type\":\"INSERT\"", "\"_tidb\"");

      endpoints.close("ep");
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () -> {
                assertThat(last().state()).isEqualTo(Status.State.WARNING);
                assertThat(last().text()).contains(ENDPOINT);
              });
      openEndpoint();
      await()
          .atMost(TIMEOUT)
          .untilAsserted(() -> assertThat(last().state()).isEqualTo(Status.State.RUNNING));

      changefeeds.stop("cf");
      changefeeds.start(spec("other.example"), statuses::add);
      await()
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(last().text())
                      .isEqualTo(
                          "broker 1 advertises b1.%s:9093, which is not under the attached domain %s"
                              .formatted(DOMAIN, "*.other.example")));
    }
  }

  private static ChangefeedSpec spec(String domain) {
    return new ChangefeedSpec(
        "cf",
        List.of(ENDPOINT),
        List.of(new ChangefeedSpec.Domain("*." + domain, List.of(ENDPOINT))),
        9092,
        "rows",
        1,
        1,
        RowFormat.CANAL_JSON_WITH_TIDB);
  }

  private Status last() {
    return statuses.isEmpty()
        ? new Status(Status.State.WARNING, "")
        : statuses.get(statuses.size() - 1);
  }

  private void openEndpoint() {
    endpoints.open(
        "ep", List.of(ENDPOINT), Map.of(9092, List.of(BALANCER), 9093, List.of(BALANCER)));
  }

  private void install() throws Exception {
    Path cache = Path.of("target", "mirror").toAbsolutePath();
    Mirror mirror = new Mirror(cache, List.of(LIBS), "http://localhost");
    for (String part : List.of("kafka", "jdk")) {
      Files.createDirectory(folder.resolve(part));
    }
    unpack(mirror.file(mirror.files().get(0).name()).orElseThrow(), "kafka");
    unpack(mirror.file(mirror.files().get(1).name()).orElseThrow(), "jdk");
  }

  private void unpack(Path archive, String into) throws Exception {
    run("tar", "-xzf", archive.toString(), "-C", into, "--strip-components=1");
  }

  private void startBroker(String advertised) throws Exception {
    Files.writeString(
        folder.resolve("server.properties"),
        """
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@%1$s:29092
        listeners=INTERNAL://%1$s:9092,CONTROLLER://%1$s:29092,EXTERNAL://%1$s:39092
        advertised.listeners=INTERNAL://%1$s:9092,EXTERNAL://%2$s:9093
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=INTERNAL
        listener.security.protocol.map=INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,EXTERNAL:PLAINTEXT
        log.dirs=%3$s
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        """
            .formatted(BROKER, advertised, folder.resolve("data")));
    run(
        "kafka/bin/kafka-storage.sh",
        "format",
        "-t",
        "BRl69zcmTFmiPaoaANybiw",
        "-c",
        "server.properties");
    broker =
        builder("kafka/bin/kafka-server-start.sh", "server.properties")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("broker.out").toFile())
            .start();
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(folder.resolve("log/server.log"))
                    .content()
                    .contains("Kafka Server started"));
    for (int port : List.of(9092, 9093)) {
      Backend backend = new Backend("i-1", BROKER, 39092);
      String listener = "lsn-" + port;
      listeners.listen(
          listener, List.of(BALANCER), port, new HealthCheck(1, 1, 1, 1), List.of(backend));
      await()
          .untilAsserted(
              () -> assertThat(listeners.health(listener)).containsEntry(backend, Health.HEALTHY));
    }
    openEndpoint();
    try (Socket socket = new Socket(ENDPOINT, 9092)) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  private String consumed() throws Exception {
    return run(
        "kafka/bin/kafka-console-consumer.sh",
        "--bootstrap-server",
        BROKER + ":9092",
        "--topic",
        "rows",
        "--from-beginning",
        "--max-messages",
        "2",
        "--timeout-ms",
        "30000");
  }

  private ProcessBuilder builder(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("KAFKA_HEAP_OPTS", "-Xmx256m");
    builder.environment().put("LOG_DIR", folder.resolve("log").toString());
    return builder;
  }

  private String run(String... command) throws IOException, InterruptedException {
    Process process = builder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return out;
  }
}
