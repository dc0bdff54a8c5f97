package dev.linkspan.sandbox.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LightNodesTest {
  private static final String ADDRESS = "127.78.40.11";
  private static final String BROKER =
      """
      node.id=3
      cluster.id=BRl69zcmTFmiPaoaANybiw
      listeners=INTERNAL://127.78.40.11:9092,EXTERNAL://127.78.40.11:39092
      advertised.listeners=INTERNAL://127.78.40.11:9092,EXTERNAL://b3.name.example:9095
      listener.security.protocol.map=INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT
      log.dirs=/data
      """;

  @TempDir private Path folder;
  private final LightNodes nodes = new LightNodes();
  private Process process;

  @BeforeEach
  void start() throws IOException {
    process = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
    nodes.close();
  }

  private Map<String, Object> post(String path, String query, String body) {
    Request request =
        new Request(
            "POST",
            LightNodes.PREFIX + path,
            query,
            Map.of("Folder", List.of(folder.toString())),
            body.getBytes(StandardCharsets.UTF_8));
    return Json.object(((Reply.Answer) nodes.handle(request)).body());
  }

  private Map<?, ?> inspected() {
    String body = "{\"brokers\":{\"3\":\"" + ADDRESS + "\"},\"port\":9092,\"seconds\":0}";
    return (Map<?, ?>) post("probe/inspect", "", body).get("result");
  }

  @Test
  void aBrokerIsRegisteredForAsLongAsItsProcessLives() {
    assertThat(inspected().get("met")).isEqualTo(false);
    assertThat(post("broker", "pid=" + process.pid(), BROKER)).containsEntry("done", true);
    assertThat(inspected().get("met")).isEqualTo(true);
    assertThat(((Map<?, ?>) inspected().get("health")).get("advertisedExternal"))
        .isEqualTo(Map.of("3", "b3.name.example:9095"));
    process.destroyForcibly();
    await().until(() -> inspected().get("met").equals(false));
  }

  @Test
  void anExaminationShowsWhatTheRunningBrokersHave() {
    post("broker", "pid=" + process.pid(), BROKER);
    String body = "{\"brokers\":{\"3\":\"" + ADDRESS + "\",\"4\":\"127.78.40.12\"},\"port\":9092}";
    Map<?, ?> result = (Map<?, ?>) post("probe/examine", "", body).get("result");
    assertThat(result.get("brokers")).asString().startsWith("[3");
    assertThat(result.get("served").toString()).contains("b3.name.example:9095");
    assertThat(result.get("running").toString())
        .contains("EXTERNAL://b3.name.example:9095", "EXTERNAL://127.78.40.11:39092", "/data");
  }

  @Test
  void aPortShowsWhichBrokerIsBehindIt() {
    post("broker", "pid=" + process.pid(), BROKER);
    String body =
        """
        {"addresses":[{"zone":"a","address":"127.78.40.11"}],"bootstrapPort":9092,
         "brokers":[{"nodeId":3,"port":39092},{"nodeId":4,"port":39092},{"nodeId":5,"port":39093}]}
        """;
    Map<?, ?> result = (Map<?, ?>) post("probe/link", "", body).get("result");
    List<Object> passed = new ArrayList<>();
    ((List<?>) result.get("hops")).forEach(hop -> passed.add(((Map<?, ?>) hop).get("passed")));
    assertThat(passed).containsExactly(true, true, false, false);
  }

  @Test
  void archivesAreServed() throws IOException {
    Files.writeString(folder.resolve("kafka.tgz"), "content");
    post("serve", "pid=" + process.pid() + "&address=" + ADDRESS + "&port=8099", "");
    var client = java.net.URI.create("http://" + ADDRESS + ":8099/kafka.tgz").toURL();
    try (var in = client.openStream()) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("content");
    }
    assertThat(post("serve", "pid=" + process.pid() + "&address=" + ADDRESS + "&port=8099", ""))
        .containsKey("error");
  }
}
