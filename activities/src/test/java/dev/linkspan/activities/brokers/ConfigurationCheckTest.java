package dev.linkspan.activities.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.listeners.ListenerChange;
import dev.linkspan.workflows.listeners.PropertiesText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks real Kafka, as on a broker's machine. */
class ConfigurationCheckTest {
  private static final Path LIBS = Path.of("../sandbox/kafka-distribution/target/libs");
  @TempDir Path folder;

  private String check(String file, String classPath, String... overrides) throws IOException {
    return check(file, List.of(), classPath, overrides);
  }

  private String check(String file, List<String> settings, String classPath, String... overrides)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:TieredStopAtLevel=1"));
    command.add("-Dlinkspan.settings=" + String.join(",", settings));
    command.add("-cp");
    command.add("target/classes:" + classPath);
    command.add("dev.linkspan.activities.brokers.ConfigurationCheck");
    command.addAll(List.of(overrides));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile());
    builder.environment().put("NODE_IP", "127.0.0.1");
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(file.getBytes(StandardCharsets.ISO_8859_1));
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private String file(String protocols, String more) {
    return """
    process.roles=broker,controller
    node.id=1
    controller.quorum.voters=1@127.0.0.1:9093
    listeners=INTERNAL://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
    listener.security.protocol.map=%s
    controller.listener.names=CONTROLLER
    log.dirs=%s
    %s
    """
        .formatted(protocols, folder.resolve("data"), more);
  }

  @Test
  void kafkaSaysWhatItWouldStartWithAndTouchesNothing() throws IOException {
    assumeTrue(Files.isDirectory(LIBS), "the module kafka-distribution is not packaged");
    String kafka = LIBS + "/*";
    String name = "inter.broker.listener.name=INTERNAL";
    String protocols = "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT";

    assertThat(check(file(protocols, name), kafka)).isEqualTo("accepted");
    assertThat(check(file(protocols, ""), kafka, name)).isEqualTo("accepted");
    assertThat(check(file(protocols, name), kafka, "num.io.threads=-1"))
        .startsWith("refused: Invalid value -1 for configuration num.io.threads");
    // C2: no inter-broker key, though the default listener is only in the map.
    assertThat(check(file(protocols + ",PLAINTEXT:PLAINTEXT", ""), kafka))
        .startsWith("refused: requirement failed: inter.broker.listener.name must be a listener");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void kafkaSaysWhichOfTheSpecsSettingsItDoesNotKnow() throws IOException {
    assumeTrue(Files.isDirectory(LIBS), "the module kafka-distribution is not packaged");
    String file =
        file(
            "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "inter.broker.listener.name=INTERNAL\nlog.retention.hours=72\nlog.retenton.hours=1");

    assertThat(check(file, List.of(), LIBS + "/*")).isEqualTo("accepted");
    assertThat(
            check(file, List.of("log.retention.hours", "controller.quota.window.num"), LIBS + "/*"))
        .isEqualTo("accepted");
    assertThat(check(file, List.of("log.retention.hours", "log.retenton.hours"), LIBS + "/*"))
        .isEqualTo("refused: this version of Kafka does not know the setting log.retenton.hours");
    assertThat(check(file + "log.retention.hours=x\n", List.of(), LIBS + "/*"))
        .startsWith("refused: Invalid value x for configuration log.retention.hours");
  }

  @Test
  void c9KafkaAcceptsAListenerBesideAPlaceholder() throws IOException {
    assumeTrue(Files.isDirectory(LIBS), "the module kafka-distribution is not packaged");
    String file =
        file(
                "INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
                """
                inter.broker.listener.name=INTERNAL
                config.providers=env
                config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider
                """)
            .replace("INTERNAL://127.0.0.1", "INTERNAL://${env:NODE_IP}");
    ListenerChange change =
        ListenerChange.of(
            PropertiesText.parse(file),
            new ExternalListener(
                "EXTERNAL", "127.0.0.1", 39092, "b1.example.org", 9093, "PLAINTEXT"));

    String changed = ((ListenerChange.Change) change).after().text();
    assertThat(changed)
        .contains("advertised.listeners=INTERNAL://${env:NODE_IP}:9092,EXTERNAL://b1.example.org");
    assertThat(check(file, LIBS + "/*")).isEqualTo("accepted");
    assertThat(check(changed, LIBS + "/*")).isEqualTo("accepted");
  }

  @Test
  void withoutKafkaNothingIsKnown() throws IOException {
    assertThat(check(file("", ""), "nothing.jar")).startsWith("unknown: ").contains("KafkaConfig");
  }
}
