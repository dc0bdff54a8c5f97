package dev.linkspan.activities.nodes;

import com.sun.net.httpserver.HttpServer;
import dev.linkspan.workflows.kafka.NodeActivities.Archives;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Archives that are structured like the real ones: a JDK that runs the probe of this build, and a
 * Kafka that formats its storage, logs and handles signals like the real one.
 */
final class FakeArchives implements AutoCloseable {
  static final int SERVING_PORT = 8099;
  static final int OTHER_PORT = 8098;
  private static final Map<String, String> KAFKA =
      Map.of(
          "bin/kafka-storage.sh",
          """
          #!/bin/bash
          [ "$1 $2 $4" = "format -t -c" ] || exit 2
          dirs=$(sed -n 's/^log.dirs=//p' "$5")
          mkdir -p "$dirs"
          node=$(sed -n 's/^node.id=//p' "$5")
          printf 'node.id=%s\\nversion=1\\ncluster.id=%s\\n' "$node" "$3" > "$dirs/meta.properties"
          echo x >> "$LOG_DIR/formats"
          """,
          "bin/kafka-server-start.sh",
          """
          #!/bin/bash
          if grep -q '^broken=' "$1"; then
            echo "[$(date '+%Y-%m-%d %H:%M:%S,000')] ERROR broken on purpose (kafka.Kafka$)" \\
              >> "$LOG_DIR/server.log"
            exit 1
          fi
          exec "$(dirname "$0")/../../jdk/bin/java" "-Dkafka.logs.dir=$LOG_DIR" kafka.Kafka "$1"
          """);

  private final HttpServer server;
  private final AtomicInteger downloads = new AtomicInteger();
  private final ArchivePlan jdk;
  private final ArchivePlan kafka;

  FakeArchives(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
    String java =
        """
        #!/bin/bash
        flags=()
        while [ "$1" != -jar ] && [ "$1" != kafka.Kafka ]; do flags+=("$1"); shift; done
        program=("$@")
        [ "$1" != -jar ] || program=(dev.linkspan.probe.Probe "${@:3}")
        exec %s/bin/java "${flags[@]}" -cp '%s' "${program[@]}"
        """
            .formatted(System.getProperty("java.home"), System.getProperty("java.class.path"));
    Path jdkFile = tar(folder, "jdk-17", "openjdk.tar.gz", Map.of("bin/java", java));
    Path kafkaFile = tar(folder, "kafka_2.13-3.7.1", "kafka.tgz", KAFKA);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          downloads.incrementAndGet();
          Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
          if (Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(200, Files.size(file));
            Files.copy(file, exchange.getResponseBody());
          } else {
            exchange.sendResponseHeaders(404, -1);
          }
          exchange.close();
        });
    server.start();
    jdk = new ArchivePlan("17", url(jdkFile), sha512(jdkFile));
    kafka = new ArchivePlan("3.7.1", url(kafkaFile), sha512(kafkaFile));
  }

  private String url(Path file) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + file.getFileName();
  }

  private static Path tar(Path folder, String top, String name, Map<String, String> scripts)
      throws IOException, InterruptedException {
    for (var script : scripts.entrySet()) {
      Path file = folder.resolve(top).resolve(script.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, script.getValue());
      if (!file.toFile().setExecutable(true)) {
        throw new IOException("cannot make executable: " + file);
      }
    }
    Process tar =
        new ProcessBuilder("tar", "-czf", name, top)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    if (tar.waitFor() != 0) {
      throw new IOException("tar failed");
    }
    return folder.resolve(name);
  }

  private static String sha512(Path file) throws IOException, GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }

  Archives archives() {
    return new Archives(kafka, jdk, SERVING_PORT, "linkspan");
  }

  Archives onOtherPort() {
    return new Archives(kafka, jdk, OTHER_PORT, "linkspan");
  }

  Archives withWrongChecksum() {
    ArchivePlan wrong = new ArchivePlan("3.7.1", kafka.url(), "0".repeat(128));
    return new Archives(wrong, jdk, SERVING_PORT, "linkspan");
  }

  Archives withUnknownUrl() {
    ArchivePlan unknown = new ArchivePlan("3.7.1", kafka.url() + ".old", "0".repeat(128));
    return new Archives(unknown, jdk, SERVING_PORT, "linkspan");
  }

  /** The number of requests so far. */
  int downloads() {
    return downloads.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
