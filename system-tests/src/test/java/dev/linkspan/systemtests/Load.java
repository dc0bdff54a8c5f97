package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A producer and a consumer of a topic of their own, beside everything that a test does. They are
 * the audit of the probe, in a process of the test.
 */
final class Load implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Process process;

  private Load(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts to send and to read over all brokers; returns once messages arrive. */
  static Load start(LocalStack stack, String topic, ClusterAccess access) {
    Path folder = stack.state().resolve(topic);
    List<String> bootstrap =
        access.brokers().values().stream().map(a -> a + ":" + access.internalPort()).toList();
    Process process =
        Probe.start(
            "audit",
            Map.of(
                "bootstrap",
                bootstrap,
                "brokers",
                access.brokers().keySet(),
                "topic",
                topic,
                "ratePerSecond",
                50,
                "folder",
                folder.toString()));
    Load load = new Load(folder, process);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> load.report().at("/total/consumed").asLong() > 0);
    return load;
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode report() {
    try {
      return JSON.readTree(Files.readAllBytes(folder.resolve("audit.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it; every message was acknowledged, and read once. */
  void endWithNothingLost() {
    close();
    JsonNode total = report().path("total");
    assertThat(total.path("acked").asLong()).as("acknowledged").isGreaterThan(500);
    assertThat(total.path("failed").asLong()).as("failed sends").isZero();
    assertThat(total.path("lost").asLong()).as("lost messages").isZero();
    assertThat(total.path("consumed").asLong()).isEqualTo(total.path("acked").asLong());
  }

  /** Ends it, after everything that was acknowledged is read. */
  @Override
  public void close() {
    write("stop", "");
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }
}
