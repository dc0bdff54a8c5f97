package dev.linkspan.activities.verification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.WebhookPlan;
import dev.linkspan.workflows.verification.HealthChange;
import dev.linkspan.workflows.verification.Notice;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends changes of health and notices over HTTPS, as events in the JSON format of CloudEvents 1.0
 * (source: "JSON Event Format for CloudEvents" and "HTTP Protocol Binding", structured mode). The
 * header {@code Linkspan-Signature} is {@code sha256=} with the HMAC-SHA256 of the body in hex.
 */
public final class WebhookSender {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SIGNATURE = "Linkspan-Signature";
  private static final String ALGORITHM = "HmacSHA256";
  private static final ContentType EVENT =
      ContentType.create("application/cloudevents+json", StandardCharsets.UTF_8);

  private final Function<String, String> secrets;
  private final CloseableHttpClient http;

  /**
   * @param secrets the secrets that sign, by the name of the credential in a spec
   */
  public WebhookSender(Function<String, String> secrets, CloseableHttpClient http) {
    this.secrets = secrets;
    this.http = http;
  }

  /**
   * @throws ApplicationFailure if the receiver does not accept the event; it can be tried again
   */
  void send(Owner owner, WebhookPlan webhook, HealthChange change) {
    String host = post(webhook, event(owner, change));
    LOG.info("told {} that the health is {}: event {}", host, change.to(), change.id());
  }

  /**
   * @throws ApplicationFailure if the receiver does not accept the event; it can be tried again
   */
  void send(Owner owner, WebhookPlan webhook, Notice notice) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("setup", owner.setup());
    data.put("region", owner.region());
    data.put("text", notice.text());
    data.putAll(new TreeMap<>(notice.details()));
    String host = post(webhook, event(owner, notice.id(), notice.type(), notice.at(), data));
    LOG.info("told {} of {}: event {}", host, notice.type(), notice.id());
  }

  /** Returns the host of the receiver. */
  private String post(WebhookPlan webhook, String body) {
    HttpPost request = new HttpPost(URI.create(webhook.url()));
    request.setEntity(new StringEntity(body, EVENT));
    request.setHeader(SIGNATURE, "sha256=" + signature(secrets.apply(webhook.credential()), body));
    int status = status(request);
    if (status < 200 || status >= 300) {
      throw failure(request, "answered " + status);
    }
    return host(request);
  }

  private int status(HttpPost request) {
    try {
      return http.execute(request, response -> response.getCode());
    } catch (IOException e) {
      throw failure(request, "did not answer: " + e.getClass().getSimpleName());
    }
  }

  /** The path and query can hold a token, so the message has the host only. */
  private static ApplicationFailure failure(HttpPost request, String problem) {
    return ApplicationFailure.newFailure(
        "the webhook at " + host(request) + " " + problem, "WebhookFailed");
  }

  private static String host(HttpPost request) {
    return request.getAuthority().getHostName();
  }

  private static String event(Owner owner, HealthChange change) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("setup", owner.setup());
    data.put("region", owner.region());
    data.put("from", change.from().text());
    data.put("to", change.to().text());
    data.put("requestedBy", change.trigger());
    data.put("findings", change.findings());
    return event(owner, change.id(), "dev.linkspan.health.changed", change.at(), data);
  }

  private static String event(
      Owner owner, String id, String type, Instant at, Map<String, Object> data) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("specversion", "1.0");
    event.put("id", id);
    event.put("source", "/linkspan/setups/" + owner.setup());
    event.put("type", type);
    event.put("subject", owner.setup());
    event.put("time", at.toString());
    event.put("datacontenttype", "application/json");
    event.put("data", data);
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON", e);
    }
  }

  private static String signature(String secret, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
