package dev.linkspan.activities.tidbcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TidbCloudTest {
  private static final String PATH =
      "/v1beta1/clusters/1/privateLinkConnections/plc-1:attachDomains";

  private HttpServer server;
  private TidbCloud cloud;
  private String algorithm = "MD5";
  private int status = 200;
  private final Map<String, String> headers = new HashMap<>();
  private String body = "{\"answer\": 42, \"unknown\": null}";

  record Reply(int answer) {}

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    cloud =
        new TidbCloud(
            new TidbCloudSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Optional.empty()),
            name -> new ApiKey("public", name));
  }

  @AfterEach
  void stop() {
    cloud.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean known = authorization != null && isSignedWithTheGoodKey(exchange, authorization);
    if (!known) {
      exchange
          .getResponseHeaders()
          .add(
              "WWW-Authenticate",
              "Digest realm=\"r\", qop=\"auth\", nonce=\"n\", algorithm=" + algorithm);
    }
    byte[] bytes =
        (known ? body : "{\"message\": \"unauthenticated\"}").getBytes(StandardCharsets.UTF_8);
    headers.forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(known ? status : 401, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private boolean isSignedWithTheGoodKey(HttpExchange exchange, String authorization) {
    String secret = hash("public:r:good");
    String request = hash(exchange.getRequestMethod() + ":" + exchange.getRequestURI().toString());
    String expected =
        hash(
            String.join(
                ":",
                secret,
                "n",
                field(authorization, "nc"),
                field(authorization, "cnonce"),
                "auth",
                request));
    return expected.equals(field(authorization, "response"));
  }

  private static String field(String header, String name) {
    Matcher matcher = Pattern.compile("[ ,]" + name + "=\"?([^\",]+)").matcher(header);
    return matcher.find() ? matcher.group(1) : "";
  }

  private String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256"})
  void answersADigestChallengeWithEitherAlgorithm(String kind) {
    algorithm = kind;
    assertThat(cloud.post("good", PATH, Map.of("validateOnly", true), Reply.class).answer())
        .isEqualTo(42);
  }

  @Test
  void eachCallIsReportedOnceWithoutIdsWithItsOutcome() {
    List<String> calls = new ArrayList<>();
    TidbCloudSettings settings =
        new TidbCloudSettings(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Optional.empty());
    try (TidbCloud reporting =
        new TidbCloud(
            settings,
            name -> new ApiKey("public", name),
            (at, action, outcome, time) -> calls.add(at + " " + action + " " + outcome))) {
      var unused = reporting.get("good", TidbCloud.cluster("10001", "?view=FULL"), Reply.class);
      status = 429;
      String feed = TidbCloud.cluster("10001", "/changefeeds/cf-1:start");
      assertThatThrownBy(() -> reporting.post("good", feed, Map.of(), Reply.class))
          .isInstanceOf(TidbCloudException.class);
    }

    assertThat(calls)
        .containsExactly(
            "tidb-cloud GET /clusters/{id} ok",
            "tidb-cloud POST /clusters/{id}/changefeeds/{id}:start throttled");
  }

  @Test
  void aWrongKeyIsAnAuthenticationErrorThatDoesNotShowIt() {
    assertThatThrownBy(() -> cloud.get("canary", PATH, Reply.class))
        .isInstanceOfSatisfying(
            TidbCloudException.class,
            e -> assertThat(e.is(TidbCloudException.Kind.AUTHENTICATION)).isTrue())
        .hasMessageContaining("unauthenticated")
        .hasMessageNotContaining("canary");
  }

  @Test
  void notFoundIsEmptyForAReadAndSuccessForADeletion() {
    status = 404;
    body = "{\"code\": 5, \"message\": \"not found\"}";
    assertThat(cloud.find("good", PATH, Reply.class)).isEmpty();
    cloud.delete("good", PATH);
  }

  @Test
  void aBadRequestKeepsTheServersMessage() {
    status = 400;
    body = "{\"code\": 3, \"message\": \"service name is malformed\"}";
    assertThatThrownBy(() -> cloud.get("good", PATH, Reply.class))
        .hasMessageContaining("service name is malformed");
  }

  @Test
  void aResponseThatIsNotJsonHasAnUnknownOutcome() {
    body = "<html>";
    assertThatThrownBy(() -> cloud.get("good", PATH, Reply.class))
        .isInstanceOfSatisfying(
            TidbCloudException.class,
            e -> assertThat(e.is(TidbCloudException.Kind.UNKNOWN_OUTCOME)).isTrue());
  }

  @ParameterizedTest
  @CsvSource({
    "200, null",
    "200, ''",
    "302, ''",
    "400, ''",
    "403, <html>Blocked by policy</html>",
    "404, <html>Not Found</html>",
    "404, 404 page not found",
    "407, <html>",
    "409, [1]",
    "502, <html>"
  })
  void anAnswerThatTheApiDidNotSendSaysNothingAboutAResource(int answered, String text) {
    status = answered;
    body = text;
    assertThatThrownBy(() -> cloud.find("good", PATH, Reply.class))
        .isInstanceOfSatisfying(
            TidbCloudException.class,
            e -> assertThat(e.kind()).isEqualTo(TidbCloudException.Kind.UNKNOWN_OUTCOME))
        .hasMessageNotContaining("html");
  }

  @ParameterizedTest
  @CsvSource({
    "Retry-After, 30, 30",
    "Retry-After, 0, 1",
    "Retry-After, 86400, 120",
    "Retry-After, 'Fri, 01 Jan 2100 00:00:00 GMT', 120",
    "Retry-After, 'Thu, 01 Jan 2026 00:00:00 GMT', 1",
    "Retry-After, soon, 15",
    "X-Ratelimit-Reset, 7, 7"
  })
  void theNextAttemptIsWhenTheApiAsksForItButNotAfterHours(
      String header, String value, int seconds) {
    status = 429;
    body = "{\"code\": 49900007, \"message\": \"limit\"}";
    headers.put(header, value);
    assertThatThrownBy(() -> cloud.get("good", PATH, Reply.class))
        .isInstanceOfSatisfying(
            TidbCloudException.class,
            e ->
                assertThat(e.asFailure("good").getNextRetryDelay())
                    .isBetween(Duration.ofSeconds(seconds), Duration.ofSeconds(seconds + 3)));
  }

  @Test
  void aListWithAnEmptyPlaceIsReadWithoutIt() {
    body =
        """
        {"privateLinkConnections": [null, {"privateLinkConnectionId": "plc-1", "displayName": "a",
          "type": "ALICLOUD_ENDPOINT_SERVICE", "state": "NEW_STATE", "updateTime": null,
          "attachedDomains": [null, {"type": "TIDBCLOUD_MANAGED", "uniqueName": "abc",
            "domains": [null, {"name": "*.abc.example", "state": null}]}]}],
         "totalSize": "1", "nextPageToken": ""}
        """;
    assertThat(new PrivateLinkConnections(cloud, "good", "1").named("a"))
        .singleElement()
        .satisfies(
            connection ->
                assertThat(connection.managedDomains().orElseThrow().names())
                    .containsExactly("*.abc.example"));
  }

  @Test
  void noResponseHasAnUnknownOutcome() {
    server.stop(0);
    assertThatThrownBy(() -> cloud.get("good", PATH, Reply.class))
        .isInstanceOfSatisfying(
            TidbCloudException.class,
            e -> assertThat(e.is(TidbCloudException.Kind.UNKNOWN_OUTCOME)).isTrue());
  }
}
