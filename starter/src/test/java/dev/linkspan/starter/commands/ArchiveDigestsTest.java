package dev.linkspan.starter.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveDigestsTest {
  private static final byte[] JDK = "a JDK".getBytes(StandardCharsets.UTF_8);

  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> said = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = files.getOrDefault(exchange.getRequestURI().getPath(), new byte[0]);
          exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, Math.max(body.length, -1));
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private String filled(String path) throws InterruptedException {
    String spec = "  java:\n    url: %s\n    # <- The digest.\n    sha512:\n  heap: 1g\n";
    return new ArchiveDigests(said::add).fillIn(spec.formatted(url(path)));
  }

  private static String digest(String algorithm) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(JDK));
  }

  @Test
  void theDigestThatApachePublishesIsTakenWithoutADownload() throws Exception {
    String groups = "ABCD 0123\n ".repeat(16);
    files.put("/kafka.tgz.sha512", ("kafka.tgz: " + groups).getBytes(StandardCharsets.UTF_8));

    assertThat(filled("/kafka.tgz"))
        .contains("    sha512: " + "abcd0123".repeat(16) + "\n  heap: 1g");
  }

  @ParameterizedTest
  @ValueSource(strings = {".sha256", ".sha256.txt"})
  void aDownloadCountsIfItMatchesThePublishedSha256(String suffix) throws Exception {
    files.put("/jdk.tgz", JDK);
    String published = digest("SHA-256") + "  jdk.tgz\n";
    files.put("/jdk.tgz" + suffix, published.getBytes(StandardCharsets.UTF_8));

    assertThat(filled("/jdk.tgz")).contains("    sha512: " + digest("SHA-512") + "\n");

    files.put("/jdk.tgz" + suffix, "0".repeat(64).getBytes(StandardCharsets.UTF_8));
    assertThat(filled("/jdk.tgz")).contains("    sha512:\n");
    assertThat(said).anyMatch(line -> line.contains("does not match"));
  }

  @Test
  void withoutAPublishedDigestTheFieldStaysEmptyAndThisIsSaid() throws Exception {
    files.put("/jdk.tgz", JDK);

    assertThat(filled("/jdk.tgz")).contains("    sha512:\n");
    assertThat(said).anyMatch(line -> line.contains("no digest is published"));
  }
}
