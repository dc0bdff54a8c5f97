package dev.linkspan.sandbox.mirror;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Kafka as it is released: scripts, logging configuration and JAR files. */
final class KafkaArchive implements Archive {
  private static final Pattern SERVER_JAR = Pattern.compile("kafka_(2\\.\\d+)-(\\d[\\w.]*)\\.jar");

  /** Files that are the same in every version. */
  private static final List<String> COMMON =
      List.of(
          "bin/kafka-run-class.sh",
          "bin/kafka-server-start.sh",
          "bin/kafka-server-stop.sh",
          "bin/kafka-storage.sh",
          "bin/kafka-topics.sh");

  private static final List<String> TOOLS =
      List.of(
          "bin/kafka-broker-api-versions.sh",
          "bin/kafka-console-consumer.sh",
          "bin/kafka-console-producer.sh");

  /** Kafka 4 logs with Log4j 2. */
  private static final List<String> LOGGING_3 =
      List.of("config/log4j.properties", "config/tools-log4j.properties");

  private static final List<String> LOGGING_4 =
      List.of("config/log4j2.yaml", "config/tools-log4j2.yaml");

  private final Path libs;
  private final Matcher server;

  /**
   * @throws IllegalArgumentException if the folder has no Kafka JAR file
   */
  KafkaArchive(Path libs) {
    this.libs = libs.toAbsolutePath();
    this.server =
        jars().stream()
            .map(jar -> SERVER_JAR.matcher(jar.getFileName().toString()))
            .filter(Matcher::matches)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no kafka_2.x jar in " + libs));
  }

  @Override
  public String fileName() {
    return top() + ".tgz";
  }

  @Override
  public String version() {
    return server.group(2);
  }

  @Override
  public String identity() throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    for (Path jar : jars()) {
      fingerprint.add(jar.getFileName() + " " + Files.size(jar));
    }
    for (String file : files()) {
      try (InputStream content = open(file)) {
        fingerprint.add(content.readAllBytes());
      }
    }
    return top() + "-" + fingerprint.value();
  }

  @Override
  public void layOut(Path content) throws IOException {
    Path home = Files.createDirectory(content.resolve(top()));
    for (String file : files()) {
      Path target = home.resolve(file);
      Files.createDirectories(target.getParent());
      try (InputStream source = open(file)) {
        Files.copy(source, target);
      }
      if (file.endsWith(".sh") && !target.toFile().setExecutable(true, false)) {
        throw new IOException("cannot make executable: " + file);
      }
    }
    Path libFolder = Files.createDirectory(home.resolve("libs"));
    for (Path jar : jars()) {
      Files.createSymbolicLink(libFolder.resolve(jar.getFileName()), jar);
    }
  }

  private String top() {
    return "kafka_" + server.group(1) + "-" + server.group(2);
  }

  private List<String> files() {
    List<String> logging = isKafka3() ? LOGGING_3 : LOGGING_4;
    return Stream.of(COMMON, TOOLS, logging).flatMap(List::stream).toList();
  }

  private boolean isKafka3() {
    return version().startsWith("3.");
  }

  private List<Path> jars() {
    if (!Files.isDirectory(libs)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(libs)) {
      return entries.filter(entry -> entry.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private InputStream open(String file) throws IOException {
    String folder = COMMON.contains(file) ? "kafka/" : isKafka3() ? "kafka-3/" : "kafka-4/";
    InputStream content = KafkaArchive.class.getResourceAsStream(folder + file);
    if (content == null) {
      throw new FileNotFoundException(file);
    }
    return content;
  }
}
