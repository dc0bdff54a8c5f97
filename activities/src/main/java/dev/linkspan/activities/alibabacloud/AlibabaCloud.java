package dev.linkspan.activities.alibabacloud;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.AcsResponse;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.exceptions.ServerException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.https.CloudCallListener;
import dev.linkspan.activities.https.HttpsClients;
import dev.linkspan.workflows.plan.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every request to Alibaba Cloud. Protocol and endpoint are set on each request: the SDK's
 * client uses plain HTTP by default, some of its requests insist on HTTPS, and its table of
 * endpoints belongs to the whole JVM.
 */
public final class AlibabaCloud implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlibabaCloud.class);
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP))
          .build();
  private static final Duration DEFAULT_READ_LAG = Duration.ofSeconds(60);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(1);
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);
  private static final String CLOUD = "alibaba-cloud";
  private static final String UNREADABLE = "SDK.RequestTryOrRetryFailed";

  /** The APIs whose actions are called by name, without the SDK's request classes. */
  enum Api {
    NLB("Nlb", "2022-04-30", true),
    PRIVATE_LINK("Privatelink", "2020-04-15", false);

    private final String product;
    private final String version;
    private final boolean formBody;

    Api(String product, String version, boolean formBody) {
      this.product = product;
      this.version = version;
      this.formBody = formBody;
    }

    String key() {
      return product.toLowerCase(Locale.ROOT);
    }
  }

  private record ClientKey(String credential, String region) {}

  private final AlibabaCloudSettings settings;
  private final AlibabaCredentials credentials;
  private final Duration readLag;
  private final Time time;
  private final ProtocolType protocol;
  private final SdkTransport transport;
  private final Map<ClientKey, DefaultAcsClient> clients = new ConcurrentHashMap<>();
  private final Map<String, CallRate> rates = new ConcurrentHashMap<>();
  private final UsualDurations usualDurations = new UsualDurations();
  private final SharedReads reads;
  private final Turns turns;
  private final CloudCallListener listener;

  public AlibabaCloud(AlibabaCloudSettings settings, AlibabaCredentials credentials) {
    this(settings, credentials, DEFAULT_READ_LAG);
  }

  /**
   * @param listener is told of every call
   */
  public AlibabaCloud(
      AlibabaCloudSettings settings, AlibabaCredentials credentials, CloudCallListener listener) {
    this(
        settings,
        credentials,
        DEFAULT_READ_LAG,
        HttpsClients.trusting(settings.certificateAuthority()),
        Time.SYSTEM,
        listener);
  }

  /**
   * @param readLag how long a read by id may miss a new resource
   */
  public AlibabaCloud(
      AlibabaCloudSettings settings, AlibabaCredentials credentials, Duration readLag) {
    this(
        settings,
        credentials,
        readLag,
        HttpsClients.trusting(settings.certificateAuthority()),
        Time.SYSTEM);
  }

  /**
   * With another HTTP client and another clock than the real ones.
   *
   * @param http closed with this
   */
  public AlibabaCloud(
      AlibabaCloudSettings settings,
      AlibabaCredentials credentials,
      Duration readLag,
      CloseableHttpClient http,
      Time time) {
    this(settings, credentials, readLag, http, time, CloudCallListener.NONE);
  }

  private AlibabaCloud(
      AlibabaCloudSettings settings,
      AlibabaCredentials credentials,
      Duration readLag,
      CloseableHttpClient http,
      Time time,
      CloudCallListener listener) {
    this.listener = listener;
    this.settings = settings;
    this.credentials = credentials;
    this.readLag = readLag;
    this.time = time;
    this.protocol = ProtocolType.valueOf(settings.protocol().toUpperCase(Locale.ROOT));
    this.transport = new SdkTransport(http);
    this.reads = new SharedReads(time);
    this.turns = new Turns(time);
  }

  SharedReads reads() {
    return reads;
  }

  Turns turns() {
    return turns;
  }

  UsualDurations usualDurations() {
    return usualDurations;
  }

  /** The rate of the calls of one account to one product. */
  private CallRate rate(Owner owner, String product) {
    return rates.computeIfAbsent(
        owner.credentials().alibabaCloud() + "/" + owner.region() + "/" + product,
        account -> new CallRate(time));
  }

  private <T> T atRate(CallRate rate, String action, Supplier<T> call) {
    rate.waitForNext();
    long started = time.nanoTime();
    try {
      T response = call.get();
      rate.succeeded();
      ended(action, CloudCallListener.OK, started);
      return response;
    } catch (AlibabaCloudException e) {
      ended(action, e.kind().name().toLowerCase(Locale.ROOT), started);
      if (e.is(ErrorKind.THROTTLED)) {
        rate.throttled(e.retryAfter().orElse(DEFAULT_RETRY_AFTER));
      }
      throw e;
    }
  }

  private void ended(String action, String outcome, long started) {
    listener.called(CLOUD, action, outcome, Duration.ofNanos(time.nanoTime() - started));
  }

  Duration readLag() {
    return readLag;
  }

  Duration listsLag() {
    return settings.listsLag();
  }

  Time time() {
    return time;
  }

  /**
   * Sends one request, once.
   *
   * @param request a new one: signing changes it
   * @throws AlibabaCloudException for every response but success, and for none
   */
  <T extends AcsResponse> T call(Owner owner, AcsRequest<T> request) {
    String product = request.getSysProduct().toLowerCase(Locale.ROOT);
    return atRate(
        rate(owner, product),
        product + ":" + request.getSysActionName(),
        () -> send(owner, product, request));
  }

  private <T extends AcsResponse> T send(Owner owner, String product, AcsRequest<T> request) {
    prepare(owner, product, request);
    try {
      T response = client(owner).getAcsResponse(request);
      LOG.debug("{}:{} succeeded", product, request.getSysActionName());
      return response;
    } catch (ClientException e) {
      throw failed(product, request.getSysActionName(), e);
    } catch (RuntimeException e) {
      throw unreadable(product, request.getSysActionName(), e);
    } finally {
      transport.takeLast();
    }
  }

  /**
   * Calls an action whose response the SDK has no class for, or an incomplete one.
   *
   * @param parameters by their names on the wire, e.g. {@code ZoneMappings.1.ZoneId}
   * @param type a record whose components are the response's fields, with a lower-case first letter
   * @throws AlibabaCloudException for every response but success, and for none
   */
  <T> T json(Owner owner, Api api, String action, Map<String, String> parameters, Class<T> type) {
    return atRate(
        rate(owner, api.key()),
        api.key() + ":" + action,
        () -> send(owner, api, action, parameters, type));
  }

  private <T> T send(
      Owner owner, Api api, String action, Map<String, String> parameters, Class<T> type) {
    CommonRequest request = new CommonRequest();
    request.setSysMethod(MethodType.POST);
    request.setSysProtocol(protocol);
    request.setSysProduct(api.product);
    request.setSysVersion(api.version);
    request.setSysAction(action);
    request.setSysRegionId(owner.region());
    request.setSysDomain(endpoint(api.key(), owner.region()));
    request.putQueryParameter("RegionId", owner.region());
    parameters.forEach(api.formBody ? request::putBodyParameter : request::putQueryParameter);
    try {
      T response = JSON.readValue(client(owner).getCommonResponse(request).getData(), type);
      LOG.debug("{}:{} succeeded", api.key(), action);
      return response;
    } catch (ClientException e) {
      throw failed(api.key(), action, e);
    } catch (JsonProcessingException e) {
      LOG.debug("{}:{} failed: its response is not the JSON expected", api.key(), action);
      throw new AlibabaCloudException(api.key(), action, UNREADABLE, 0, null, Optional.empty());
    } catch (RuntimeException e) {
      throw unreadable(api.key(), action, e);
    } finally {
      transport.takeLast();
    }
  }

  private <T extends AcsResponse> void prepare(Owner owner, String product, AcsRequest<T> request) {
    request.setSysProtocol(protocol);
    request.setSysRegionId(owner.region());
    if (settings.endpoints().containsKey(product) || !product.equals("ecs")) {
      request.setSysEndpoint(endpoint(product, owner.region()));
    }
  }

  /** Only ECS has regions whose endpoint does not follow the pattern; the SDK knows them. */
  private String endpoint(String product, String region) {
    return settings.endpoints().getOrDefault(product, product + "." + region + ".aliyuncs.com");
  }

  private DefaultAcsClient client(Owner owner) {
    return clients.computeIfAbsent(
        new ClientKey(owner.credentials().alibabaCloud(), owner.region()),
        key -> {
          DefaultProfile profile = DefaultProfile.getProfile(key.region());
          DefaultAcsClient client =
              new DefaultAcsClient(profile, credentials.named(key.credential()));
          client.setHttpClient(transport);
          return client;
        });
  }

  private static AlibabaCloudException foreign(
      String product, String action, SdkTransport.ResponseMetadata response) {
    LOG.debug("{}:{}: HTTP {} is not of the API", product, action, response.status());
    return AlibabaCloudException.foreign(
        product,
        action,
        response.status(),
        response.retryAfterMillis().map(AlibabaCloud::retryAfter));
  }

  /** The SDK's classes throw anything for a response with values that they do not expect. */
  private RuntimeException unreadable(String product, String action, RuntimeException e) {
    SdkTransport.ResponseMetadata response = transport.takeLast();
    if (response.status() == 0) {
      return e;
    }
    LOG.debug("{}:{}: unreadable: {}", product, action, e.getClass().getSimpleName());
    return foreign(product, action, response);
  }

  private AlibabaCloudException failed(String product, String action, ClientException e) {
    SdkTransport.ResponseMetadata response = transport.takeLast();
    if (response.foreign()) {
      return foreign(product, action, response);
    }
    int status = response.status() < 400 && e instanceof ServerException ? 500 : response.status();
    LOG.debug(
        "{}:{} failed: HTTP {}, {}, request {}",
        product,
        action,
        status,
        e.getErrCode(),
        e.getRequestId());
    // The SDK's exception does not become the cause: its message may quote the signed URL.
    return new AlibabaCloudException(
        product,
        action,
        e.getErrCode() == null ? localCode(status) : e.getErrCode(),
        status,
        e.getErrMsg(),
        response.retryAfterMillis().map(AlibabaCloud::retryAfter));
  }

  /** Where the SDK sets no code: there are no credentials, or it cannot read the response. */
  private static @Nullable String localCode(int status) {
    if (status >= 400) {
      return null;
    }
    return status == 0 ? "SDK.CredentialsUnavailable" : UNREADABLE;
  }

  private static Duration retryAfter(String millis) {
    try {
      long asked = Math.max(0, Long.parseLong(millis.trim()));
      return Duration.ofMillis(Math.min(LONGEST_RETRY_AFTER.toMillis(), asked));
    } catch (NumberFormatException e) {
      return DEFAULT_RETRY_AFTER;
    }
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
