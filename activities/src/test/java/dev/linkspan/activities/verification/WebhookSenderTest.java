package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.linkspan.activities.https.HttpsClients;
import dev.linkspan.sandbox.http.PrivateCa;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import dev.linkspan.workflows.verification.Health;
import dev.linkspan.workflows.verification.HealthChange;
import dev.linkspan.workflows.verification.Notice;
import io.temporal.failure.ApplicationFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSenderTest {
  private static final Owner OWNER =
      new Owner("demo", "run-1", "ap-southeast-1", new CredentialNames("a", "b", "c"));
  private static final HealthChange CHANGE =
      new HealthChange(
          "run-1-1",
          Health.HEALTHY,
          Health.BROKEN,
          Instant.parse("2026-11-24T12:00:00Z"),
          "schedule",
          List.of("listener 9093 (broker 1): connection refused"));

  private record Received(String contentType, String signature, String body) {}

  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  @TempDir private Path folder;
  private HttpsServer receiver;
  private volatile int answer = 204;

  @BeforeEach
  void startReceiver() throws Exception {
    receiver = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.setHttpsConfigurator(new HttpsConfigurator(PrivateCa.in(folder).serverContext()));
    receiver.createContext(
        "/hook",
        exchange -> {
          received.add(
              new Received(
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  exchange.getRequestHeaders().getFirst("Linkspan-Signature"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stopReceiver() {
    receiver.stop(0);
  }

  private void send(Optional<Path> certificateAuthority) {
    String url = "https://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?token=abc";
    new WebhookSender(name -> "key of " + name, HttpsClients.trusting(certificateAuthority))
        .send(OWNER, new WebhookPlan(url, "pager"), CHANGE);
  }

  private Optional<Path> trusted() {
    return Optional.of(folder.resolve("ca.pem"));
  }

  @Test
  void theEventIsACloudEventSignedWithTheNamedSecret() throws Exception {
    send(trusted());

    Received event = received.take();
    assertThat(event.contentType()).startsWith("application/cloudevents+json");
    JsonNode json = JsonMapper.builder().build().readTree(event.body());
    assertThat(json.path("specversion").asText()).isEqualTo("1.0");
    assertThat(json.path("id").asText()).isEqualTo("run-1-1");
    assertThat(json.path("type").asText()).isEqualTo("dev.linkspan.health.changed");
    assertThat(json.path("time").asText()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(json.path("data").path("from").asText()).isEqualTo("healthy");
    assertThat(json.path("data").path("to").asText()).isEqualTo("broken");
    assertThat(json.path("data").path("findings").get(0).asText()).contains("listener 9093");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("key of pager".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signature = mac.doFinal(event.body().getBytes(StandardCharsets.UTF_8));
    assertThat(event.signature()).isEqualTo("sha256=" + HexFormat.of().formatHex(signature));
  }

  @Test
  void aNoticeIsACloudEventOfItsOwnType() throws Exception {
    String url = "https://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    new WebhookSender(name -> "key of " + name, HttpsClients.trusting(trusted()))
        .send(
            OWNER,
            new WebhookPlan(url, "pager"),
            new Notice(
                "run-1-7",
                Notice.STEP_PARKED,
                Instant.parse("2026-11-24T12:00:00Z"),
                "VPC is parked",
                Map.of("step", "VPC")));

    JsonNode json = JsonMapper.builder().build().readTree(received.take().body());
    assertThat(json.path("type").asText()).isEqualTo("dev.linkspan.step.parked");
    assertThat(json.path("id").asText()).isEqualTo("run-1-7");
    assertThat(json.path("data").path("text").asText()).isEqualTo("VPC is parked");
    assertThat(json.path("data").path("step").asText()).isEqualTo("VPC");
  }

  @Test
  void anotherAttemptSendsTheSameEvent() throws Exception {
    answer = 500;
    assertThatThrownBy(() -> send(trusted()))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("127.0.0.1 answered 500")
        .matches(e -> !((ApplicationFailure) e).isNonRetryable())
        .hasMessageNotContaining("token");
    answer = 200;
    send(trusted());

    assertThat(received.take()).isEqualTo(received.take());
  }

  @Test
  void aReceiverWithACertificateThatIsNotTrustedGetsNothing() {
    assertThatThrownBy(() -> send(Optional.empty()))
        .isInstanceOf(ApplicationFailure.class)
        .hasMessageContaining("did not answer");
    assertThat(received).isEmpty();
  }
}
