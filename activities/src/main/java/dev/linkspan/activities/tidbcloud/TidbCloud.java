package dev.linkspan.activities.tidbcloud;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.linkspan.activities.https.CloudCallListener;
import dev.linkspan.activities.https.HttpsClients;
import dev.linkspan.activities.tidbcloud.TidbCloudException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every request to TiDB Cloud's API: JSON over HTTPS with Digest authentication. The Digest
 * challenge counts as a request of its own, and an API key has 100 requests a minute: poll slowly.
 */
public final class TidbCloud implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TidbCloud.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP))
          .build();
  private static final String CLUSTERS = "/v1beta1/clusters/";
  private static final int LONGEST_MESSAGE = 400;
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(2);
  private static final String NOT_JSON = "TiDB Cloud's response is not the JSON expected";

  /** Whoever sends these need not send a body of the API: the status says it all. */
  private static final Set<Integer> CLEAR_WITHOUT_A_BODY = Set.of(401, 403, 404, 409, 429);

  private final URI endpoint;
  private final Function<String, ApiKey> keys;
  private final CloseableHttpClient http;
  private final CloudCallListener listener;

  /**
   * @param keys API keys by the name of the credentials in a spec
   */
  public TidbCloud(TidbCloudSettings settings, Function<String, ApiKey> keys) {
    this(settings, keys, CloudCallListener.NONE);
  }

  /**
   * @param listener is told of every call
   */
  public TidbCloud(
      TidbCloudSettings settings, Function<String, ApiKey> keys, CloudCallListener listener) {
    this(settings, keys, HttpsClients.trusting(settings.certificateAuthority()), listener);
  }

  /**
   * With another HTTP client than the real one.
   *
   * @param http closed with this
   */
  public TidbCloud(
      TidbCloudSettings settings, Function<String, ApiKey> keys, CloseableHttpClient http) {
    this(settings, keys, http, CloudCallListener.NONE);
  }

  private TidbCloud(
      TidbCloudSettings settings,
      Function<String, ApiKey> keys,
      CloseableHttpClient http,
      CloudCallListener listener) {
    this.listener = listener;
    this.endpoint = settings.endpoint();
    this.keys = keys;
    this.http = http;
  }

  /** A path below a cluster, e.g. {@code /changefeeds}; empty for the cluster itself. */
  public static String cluster(String clusterId, String rest) {
    return CLUSTERS + URLEncoder.encode(clusterId, StandardCharsets.UTF_8) + rest;
  }

  /**
   * Reads.
   *
   * @param credential name of the API key
   * @throws TidbCloudException for every response but success, and for none
   */
  public <T> T get(String credential, String path, Class<T> type) {
    String body = send(credential, "GET", path, Optional.empty());
    if (body.isBlank()) {
      throw new TidbCloudException(Kind.UNKNOWN_OUTCOME, NOT_JSON, Optional.empty());
    }
    return read(body, type);
  }

  /** Like {@link #get}; empty where the API answers "not found". */
  public <T> Optional<T> find(String credential, String path, Class<T> type) {
    try {
      return Optional.of(get(credential, path, type));
    } catch (TidbCloudException e) {
      if (e.is(TidbCloudException.Kind.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Creates, or runs a custom method.
   *
   * @param body written as JSON
   * @throws TidbCloudException for every response but success, and for none
   */
  public <T> T post(String credential, String path, Object body, Class<T> type) {
    try {
      return read(send(credential, "POST", path, Optional.of(JSON.writeValueAsString(body))), type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON", e);
    }
  }

  /**
   * Deletes; "not found" counts as deleted.
   *
   * @throws TidbCloudException for every other response but success, and for none
   */
  public void delete(String credential, String path) {
    try {
      send(credential, "DELETE", path, Optional.empty());
    } catch (TidbCloudException e) {
      if (!e.is(TidbCloudException.Kind.NOT_FOUND)) {
        throw e;
      }
    }
  }

  private static <T> T read(String body, Class<T> type) {
    try {
      T value = JSON.readValue(body.isBlank() ? "{}" : body, type);
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException e) {
      LOG.debug("{}: {}", NOT_JSON, e.getClass().getSimpleName());
    }
    throw new TidbCloudException(Kind.UNKNOWN_OUTCOME, NOT_JSON, Optional.empty());
  }

  private String send(String credential, String method, String path, Optional<String> body) {
    long started = System.nanoTime();
    String outcome = Kind.UNKNOWN_OUTCOME.name();
    try {
      String response = sendOnce(credential, method, path, body);
      outcome = CloudCallListener.OK;
      return response;
    } catch (TidbCloudException e) {
      outcome = e.kind().name();
      throw e;
    } finally {
      listener.called(
          "tidb-cloud",
          action(method, path),
          outcome.toLowerCase(Locale.ROOT),
          Duration.ofNanos(System.nanoTime() - started));
    }
  }

  /**
   * The method and path without IDs, for example {@code POST /clusters/{id}/changefeeds/{id}:stop}.
   */
  static String action(String method, String path) {
    String[] parts = path.replaceFirst("[?].*", "").split("/", -1);
    StringBuilder action = new StringBuilder(method).append(' ');
    // The path starts with a slash and the version; a name and an ID take turns after that.
    for (int i = 2; i < parts.length; i++) {
      boolean isId = i % 2 == 1;
      int verb = parts[i].indexOf(':');
      action
          .append('/')
          .append(isId ? "{id}" + (verb < 0 ? "" : parts[i].substring(verb)) : parts[i]);
    }
    return action.toString();
  }

  private String sendOnce(String credential, String method, String path, Optional<String> body) {
    HttpUriRequestBase request = new HttpUriRequestBase(method, endpoint.resolve(path));
    request.setHeader("Accept", "application/json");
    body.ifPresent(b -> request.setEntity(new StringEntity(b, ContentType.APPLICATION_JSON)));
    try {
      return http.execute(
          request, authenticated(keys.apply(credential)), response -> body(method, path, response));
    } catch (IOException e) {
      LOG.debug("TiDB Cloud: {} {} failed: {}", method, path, e.getClass().getSimpleName());
      throw new TidbCloudException(
          Kind.UNKNOWN_OUTCOME,
          "no response from TiDB Cloud to "
              + method
              + " "
              + path
              + ": "
              + e.getClass().getSimpleName(),
          Optional.empty());
    }
  }

  private HttpClientContext authenticated(ApiKey key) {
    BasicCredentialsProvider provider = new BasicCredentialsProvider();
    provider.setCredentials(
        new AuthScope(endpoint.getHost(), -1),
        new UsernamePasswordCredentials(key.publicKey(), key.privateKey().toCharArray()));
    HttpClientContext context = HttpClientContext.create();
    context.setCredentialsProvider(provider);
    return context;
  }

  private static String body(String method, String path, ClassicHttpResponse response)
      throws IOException {
    String body;
    try {
      body = response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity());
    } catch (ParseException e) {
      throw new IOException("unreadable response", e);
    }
    int status = response.getCode();
    LOG.debug("TiDB Cloud: {} {} returned {}", method, path, status);
    if (status < 300) {
      return body;
    }
    JsonNode error = error(body);
    String message = error.path("message").asText("");
    ApiError received =
        new ApiError(status, error.path("code").asText(""), message, remaining(response));
    boolean foreign = isForeign(status, body, error);
    throw new TidbCloudException(
        foreign ? Kind.UNKNOWN_OUTCOME : received.kind(),
        "TiDB Cloud returned "
            + status
            + " for "
            + method
            + " "
            + path
            + (foreign ? ", not in JSON: a proxy or a gateway may have answered" : shown(message)),
        retryAfter(response));
  }

  /**
   * Whether somebody between here and the API answered. A page of a proxy with the status 404 must
   * not look like a connection that is gone, nor one with 403 like a role that is missing.
   */
  private static boolean isForeign(int status, String body, JsonNode error) {
    if (error.isObject()) {
      return status < 400;
    }
    boolean clear = body.isBlank() ? CLEAR_WITHOUT_A_BODY.contains(status) : status == 401;
    return !clear && status != 429;
  }

  private static JsonNode error(String body) {
    try {
      JsonNode error = JSON.readTree(body);
      return error == null ? MissingNode.getInstance() : error;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static String shown(String message) {
    String shown =
        message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    return shown.isBlank() ? "" : ": " + shown;
  }

  private static OptionalInt remaining(ClassicHttpResponse response) {
    Header header = response.getFirstHeader("X-Ratelimit-Remaining-Minute");
    return header == null || !header.getValue().strip().matches("\\d{1,9}")
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(header.getValue().strip()));
  }

  /** The rate is counted by the minute: a longer pause would be an outage that nobody sees. */
  private static Optional<Duration> retryAfter(ClassicHttpResponse response) {
    return seconds(response, "Retry-After")
        .or(() -> seconds(response, "X-Ratelimit-Reset"))
        .map(asked -> asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked);
  }

  /** Seconds from now; {@code Retry-After} may also be a date. */
  private static Optional<Duration> seconds(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    String value = header == null ? "" : header.getValue().strip();
    if (value.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Math.max(1, Long.parseLong(value))));
    }
    try {
      Instant at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      Duration left = Duration.between(Instant.now(), at);
      return Optional.of(left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
