package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Clients of Kafka that Linkspan has no part in: kcat, and the tools that come with Kafka. */
final class OrdinaryKafkaClients {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TIMEOUT_SECONDS = 120;

  /** The folder of a machine that has Kafka's own tools. */
  private final Optional<Path> machine;

  /**
   * @param machines folder of the machines, one of which has Kafka and Java
   */
  OrdinaryKafkaClients(Path machines) throws IOException {
    try (Stream<Path> files = Files.walk(machines)) {
      this.machine =
          files
              .filter(file -> file.endsWith("kafka/bin/kafka-console-consumer.sh"))
              .filter(file -> Files.isDirectory(javaHome(file)))
              .findFirst()
              .map(file -> file.getParent().getParent().getParent());
      assertThat(machine).as("a machine with Kafka and Java").isPresent();
    }
  }

  private OrdinaryKafkaClients() {
    this.machine = Optional.empty();
  }

  /** Only kcat: for machines without Kafka's own tools. */
  static OrdinaryKafkaClients onlyKcat() {
    return new OrdinaryKafkaClients();
  }

  private static Path javaHome(Path tool) {
    return tool.getParent().getParent().resolveSibling("jdk");
  }

  /** The addresses that the brokers advertise to who asks here, as kcat shows them. */
  List<String> brokers(String bootstrap) {
    List<String> names = new ArrayList<>();
    for (JsonNode broker : metadata(bootstrap).path("brokers")) {
      names.add(broker.path("name").asText());
    }
    return names;
  }

  private JsonNode metadata(String broker) {
    return json(run("", List.of("kcat", "-L", "-J", "-b", broker)));
  }

  /** Whether this broker knows the topic: it learns of a new one later than the controller. */
  boolean isKnown(String broker, String topic) {
    for (JsonNode known : metadata(broker).path("topics")) {
      if (known.path("topic").asText().equals(topic)) {
        return !known.path("partitions").isEmpty();
      }
    }
    return false;
  }

  /** Sends a message with kcat. */
  void send(String broker, String topic, String message) {
    run(message + "\n", List.of("kcat", "-P", "-b", broker, "-t", topic, "-X", "acks=all"));
  }

  /** Reads a topic from its beginning to its end with kcat. */
  String read(String broker, String topic) {
    return run("", List.of("kcat", "-C", "-e", "-q", "-b", broker, "-t", topic));
  }

  /** Creates a topic with three replicas with Kafka's own tool. */
  void create(String broker, String topic) {
    tool(
        "",
        "kafka-topics.sh",
        "--bootstrap-server",
        broker,
        "--create",
        "--topic",
        topic,
        "--partitions",
        "3",
        "--replication-factor",
        "3");
  }

  /** Sends a message with Kafka's own tool. */
  void sendWithKafkasTool(String broker, String topic, String message) {
    tool(
        message + "\n",
        "kafka-console-producer.sh",
        "--bootstrap-server",
        broker,
        "--topic",
        topic);
  }

  /** Deletes a topic with Kafka's own tool. */
  void delete(String broker, String topic) {
    tool("", "kafka-topics.sh", "--bootstrap-server", broker, "--delete", "--topic", topic);
  }

  private String tool(String input, String name, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(machine.orElseThrow().resolve("kafka/bin").resolve(name).toString()));
    command.addAll(List.of(arguments));
    return run(input, command);
  }

  private String run(String input, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    machine.ifPresent(
        folder ->
            builder
                .environment()
                .putAll(
                    Map.of(
                        "JAVA_HOME", folder.resolve("jdk").toString(),
                        "LOG_DIR", folder.toString(),
                        "KAFKA_HEAP_OPTS", "-Xmx128m")));
    try {
      Path errors = Files.createTempFile("client", ".err");
      Process process = builder.redirectError(errors.toFile()).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
      Files.delete(errors);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }
}
