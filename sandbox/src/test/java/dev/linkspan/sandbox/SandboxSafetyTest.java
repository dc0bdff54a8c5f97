package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.sandbox.control.ControlToken;
import dev.linkspan.sandbox.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the sandbox refuses. */
class SandboxSafetyTest {
  @TempDir private static Path state;
  private static RunningSandbox sandbox;

  @BeforeAll
  static void start() throws Exception {
    sandbox = new RunningSandbox(state, 95, true);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  /** Sends a request as it is, and returns the response. */
  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.httpPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      ByteArrayOutputStream response = new ByteArrayOutputStream();
      try {
        socket.getInputStream().transferTo(response);
      } catch (SocketException e) {
        // The sandbox has closed the connection without reading the whole request.
        assertThat(response.size()).isPositive();
      }
      return response.toString(StandardCharsets.UTF_8);
    }
  }

  private static String send(String line, String body, String... headers) throws IOException {
    return raw(
        line
            + " HTTP/1.1\r\n"
            + "Connection: close\r\n"
            + String.join("\r\n", headers)
            + "\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body);
  }

  private static int status(String response) {
    return Integer.parseInt(response.split(" ", 3)[1]);
  }

  private static int withToken(String line, String body) throws IOException {
    return status(send(line, body, "Host: localhost", sandbox.token()));
  }

  @Test
  void onlyTheOwnerCanReadTheStateFolder() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
    assertThat(state.resolve(ControlToken.FILE)).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /_sandbox/resources",
        "GET /_sandbox/calls",
        "GET /_sandbox/mirror",
        "GET /_sandbox/settings",
        "GET /_sandbox/points",
        "GET /_sandbox/clusters",
        "GET /_sandbox/unknown",
        "GET /_sandbox/light/probe/survey",
        "POST /_sandbox/faults",
        "POST /_sandbox/settings",
        "POST /_sandbox/points",
        "POST /_sandbox/clusters",
        "POST /_sandbox/stop",
        "POST /_sandbox/instances/i-1/stop",
        "POST /_sandbox/instances/i-1/disk",
        "POST /_sandbox/light/serve",
        "POST /_sandbox/health",
        "DELETE /_sandbox/faults"
      })
  void everyControlCallNeedsTheToken(String line) throws IOException {
    assertThat(status(send(line, "{}", "Host: localhost"))).isEqualTo(401);
    assertThat(status(send(line, "{}", "Host: localhost", "Authorization: Bearer x")))
        .isEqualTo(401);
  }

  @Test
  void theHealthNeedsNoTokenAndOtherCallsAreAllowedWithIt() throws IOException {
    assertThat(status(send("GET /_sandbox/health", "", "Host: localhost"))).isEqualTo(200);
    assertThat(withToken("GET /_sandbox/resources", "")).isEqualTo(200);
    assertThat(withToken("GET /_sandbox/unknown", "")).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/_sandbox/health", "/_sandbox/faults", "/", "/v1beta1/clusters", "/mirror/x"})
  void noPathAnswersRequestsFromForeignPages(String path) throws IOException {
    for (String header :
        new String[] {
          "Host: evil.example:7480",
          "Host: localhost\r\nOrigin: http://evil.example",
          "Host: localhost\r\nOrigin: null",
          "Host: localhost\r\nSec-Fetch-Site: cross-site",
          "Host: localhost\r\nSec-Fetch-Site: same-site"
        }) {
      assertThat(status(send("GET " + path, "", header, sandbox.token()))).isEqualTo(403);
      assertThat(status(send("POST " + path, "{}", header, sandbox.token()))).isEqualTo(403);
    }
  }

  @Test
  void aConfiguredHostNameIsAccepted() throws IOException {
    assertThat(status(send("GET /_sandbox/health", "", "Host: sandbox.example:7480")))
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/_sandbox/faults", "/", "/v1beta1/clusters/10001"})
  void aBodyThatIsTooLongIsRefusedBeforeItIsRead(String path) throws IOException {
    String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n";

    assertThat(status(raw(head + "Content-Length: 99999999999\r\n\r\n" + "x".repeat(140_000))))
        .isEqualTo(413);
    assertThat(
            status(
                raw(
                    head
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + ("8000\r\n" + "x".repeat(0x8000) + "\r\n").repeat(5))))
        .isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "faults|null",
        "faults|[]",
        "faults|not JSON",
        "faults|{\"nth\":\"soon\"}",
        "faults|{\"nth\":99999999999}",
        "faults|{\"nth\":0}",
        "faults|{\"action\":[\"a\"]}",
        "faults|{\"effect\":\"strange\"}",
        "faults|{\"status\":9}",
        "settings|null",
        "settings|7",
        "settings|{\"tidbcloud.zones\":[]}",
        "settings|{\"unknown\":1}",
        "points|null",
        "points|{}",
        "points|{\"name\":\"p\",\"about\":\"x\",\"side\":\"middle\"}",
        "instances/i-1/ssh/cut|null",
        "instances/i-1/ssh/cut|{\"nth\":-1}",
        "instances/i-1/disk|{\"full\":\"perhaps\"}"
      })
  void aMalformedBodyIsRefusedInASentence(String path, String body) throws IOException {
    String response = send("POST /_sandbox/" + path, body, "Host: localhost", sandbox.token());

    assertThat(status(response)).isEqualTo(400);
    assertIsSentence(response);
  }

  @ParameterizedTest
  @ValueSource(strings = {"calls?limit=many", "calls?limit=-1"})
  void aMalformedQueryIsRefusedInASentence(String path) throws IOException {
    String response = send("GET /_sandbox/" + path, "", "Host: localhost", sandbox.token());

    assertThat(status(response)).isEqualTo(400);
    assertIsSentence(response);
  }

  private static void assertIsSentence(String response) {
    String body = response.substring(response.indexOf("\r\n\r\n") + 4);
    assertThat(String.valueOf(Json.object(body.getBytes(StandardCharsets.UTF_8)).get("error")))
        .isNotEqualTo("null")
        .doesNotContain("Exception", "dev.linkspan", "com.", "java.", "\n", "Source:");
    assertThat(response).doesNotContainIgnoringCase("X-Debug-Trace-Id");
  }

  @Test
  void theScriptsOfLightMachinesSendTheToken() throws Exception {
    Map<String, Object> mirror = sandbox.control("GET", "mirror", 200, Map.of());
    Object jdk =
        ((List<?>) mirror.get("files"))
            .stream()
                .map(file -> ((Map<?, ?>) file).get("url"))
                .filter(url -> String.valueOf(url).contains("openjdk"))
                .findFirst()
                .orElseThrow();
    Path machine = Files.createDirectories(state.resolve("machines/i-1"));
    ProcessBuilder script =
        new ProcessBuilder(
            "bash", "-c", "curl -s " + jdk + " | tar -xz && echo {} | openjdk/bin/java elect");
    script.directory(machine.toFile());
    script.environment().put("LINKSPAN_MACHINE_FOLDER", machine.toString());
    Process process = script.start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("{\"result\":{\"notElected\":{}}}");
  }

  @Test
  void caseC13AClusterOnLightMachinesIsRefusedWithTheReason() {
    assertThat(sandbox.control("POST", "clusters", 409, Map.of("name", "orders")).get("error"))
        .isEqualTo("A Kafka cluster needs real machines: start the sandbox with --machines real.");
  }
}
