package dev.linkspan.sandbox.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
  @TempDir Path folder;
  private Path libs;
  private Path cache;

  @BeforeEach
  void libs() throws IOException {
    cache = folder.resolve("cache");
    libs = Files.createDirectory(folder.resolve("libs"));
    Files.writeString(libs.resolve("kafka_2.13-3.7.1.jar"), "server");
    Files.writeString(libs.resolve("kafka-clients-3.7.1.jar"), "clients");
  }

  private Mirror mirror() {
    return new Mirror(cache, "http://127.0.0.1:7480", List.of(new KafkaArchive(libs)));
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  @Test
  void archiveHoldsScriptsConfigurationAndJarsAsTheReleaseDoes() throws Exception {
    Path archive = mirror().file("kafka_2.13-3.7.1.tgz").orElseThrow();

    run("tar", "-xzf", archive.toString(), "-C", folder.toString());

    Path home = folder.resolve("kafka_2.13-3.7.1");
    assertThat(home.resolve("libs/kafka-clients-3.7.1.jar")).isRegularFile().hasContent("clients");
    assertThat(Files.isSymbolicLink(home.resolve("libs/kafka_2.13-3.7.1.jar"))).isFalse();
    assertThat(home.resolve("bin/kafka-server-start.sh")).isExecutable();
    assertThat(home.resolve("bin/kafka-storage.sh")).isExecutable();
    assertThat(home.resolve("config/log4j.properties")).isRegularFile();
  }

  @Test
  void kafka4HasItsOwnLoggingAndTools() throws Exception {
    Path newer = Files.createDirectory(folder.resolve("newer"));
    Files.writeString(newer.resolve("kafka_2.13-4.4.0.jar"), "server");
    Mirror both = new Mirror(cache, List.of(libs, newer), "http://127.0.0.1:7480");
    Path archive = both.file("kafka_2.13-4.4.0.tgz").orElseThrow();

    run("tar", "-xzf", archive.toString(), "-C", folder.toString());

    Path home = folder.resolve("kafka_2.13-4.4.0");
    assertThat(home.resolve("config/log4j2.yaml")).isRegularFile();
    assertThat(home.resolve("config/log4j.properties")).doesNotExist();
    assertThat(home.resolve("bin/kafka-server-start.sh")).isExecutable();
    assertThat(home.resolve("bin/kafka-broker-api-versions.sh"))
        .isExecutable()
        .content()
        .contains("org.apache.kafka.tools.BrokerApiVersionsCommand");
    assertThat(both.file("kafka_2.13-3.7.1.tgz")).isPresent();
  }

  @Test
  void entryHasVersionUrlAndRightChecksum() throws Exception {
    Mirror mirror = mirror();

    MirrorFile entry = mirror.files().get(0);

    Path archive = mirror.file(entry.name()).orElseThrow();
    String sha512 =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(archive)));
    assertThat(entry)
        .isEqualTo(
            new MirrorFile(
                "kafka_2.13-3.7.1.tgz",
                "3.7.1",
                "http://127.0.0.1:7480/mirror/kafka_2.13-3.7.1.tgz",
                sha512));
  }

  @Test
  void archiveIsAssembledOnceAndAgainForOtherJars() throws IOException {
    Path archive = mirror().file("kafka_2.13-3.7.1.tgz").orElseThrow();
    FileTime made = Files.getLastModifiedTime(archive);
    assertThat(mirror().file("kafka_2.13-3.7.1.tgz")).contains(archive);
    assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);

    Files.writeString(libs.resolve("another.jar"), "more");

    assertThat(mirror().file("kafka_2.13-3.7.1.tgz").orElseThrow()).isNotEqualTo(archive);
  }

  @Test
  void twoConcurrentRequestsAssembleOneCompleteArchive() throws IOException {
    List<CompletableFuture<Path>> asked =
        IntStream.range(0, 4)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> mirror().file("kafka_2.13-3.7.1.tgz").orElseThrow()))
            .toList();

    assertThat(asked.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    try (Stream<Path> left = Files.list(asked.get(0).join().getParent())) {
      assertThat(left.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder(
              ".lock", "kafka_2.13-3.7.1.tgz", "kafka_2.13-3.7.1.tgz.sha512");
    }
  }

  @Test
  void unknownFileIsEmptyAndAFolderWithoutKafkaIsRefused() throws IOException {
    assertThat(mirror().file("../secret")).isEmpty();
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> new KafkaArchive(empty))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no kafka");
  }
}
