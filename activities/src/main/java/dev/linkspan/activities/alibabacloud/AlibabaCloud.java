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
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.https.HttpsClients;
import dev.linkspan.workflows.plan.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * The one place where calls to Alibaba Cloud are made. Protocol and endpoint are set on every
 * request: the SDK's client speaks plain HTTP unless told, some of its requests insist on HTTPS,
 * and its table of endpoints belongs to the whole JVM.
 */
public final class AlibabaCloud implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final Duration USUAL_LAG = Duration.ofSeconds(60);
  private static final String UNREADABLE = "SDK.RequestTryOrRetryFailed";

  /** The APIs that are called by name. */
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

    private String key() {
      return product.toLowerCase(Locale.ROOT);
    }
  }

  private record ClientKey(String credential, String region) {}

  private final AlibabaCloudSettings settings;
  private final AlibabaCredentials credentials;
  private final Duration lag;
  private final Time time;
  private final ProtocolType protocol;
  private final SdkTransport transport;
  private final Map<ClientKey, DefaultAcsClient> clients = new ConcurrentHashMap<>();

  public AlibabaCloud(AlibabaCloudSettings settings, AlibabaCredentials credentials) {
    this(settings, credentials, USUAL_LAG);
  }

  /**
   * @param lag how long a read may not show what was just made
   */
  public AlibabaCloud(AlibabaCloudSettings settings, AlibabaCredentials credentials, Duration lag) {
    this(
        settings,
        credentials,
        lag,
        HttpsClients.trusting(settings.certificateAuthority()),
        Time.SYSTEM);
  }

  /**
   * With another way to the clouds, and another time, than the real ones.
   *
   * @param http closed with this
   */
  public AlibabaCloud(
      AlibabaCloudSettings settings,
      AlibabaCredentials credentials,
      Duration lag,
      CloseableHttpClient http,
      Time time) {
    this.settings = settings;
    this.credentials = credentials;
    this.lag = lag;
    this.time = time;
    this.protocol = ProtocolType.valueOf(settings.protocol().toUpperCase(Locale.ROOT));
    this.transport = new SdkTransport(http);
  }

  Duration lag() {
    return lag;
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
   * @param request fresh: signing changes it
   * @throws AlibabaCloudException sorted
   */
  <T extends AcsResponse> T call(Owner owner, AcsRequest<T> request) {
    String product = request.getSysProduct().toLowerCase(Locale.ROOT);
    prepare(owner, product, request);
    try {
      return client(owner).getAcsResponse(request);
    } catch (ClientException e) {
      throw sorted(product, request.getSysActionName(), e);
    } finally {
      transport.takeLast();
    }
  }

  /**
   * Calls an API whose answers the SDK has no, or too small, classes for.
   *
   * @param parameters by their names on the wire, e.g. {@code ZoneMappings.1.ZoneId}
   * @param reply a record whose components are the reply's fields, with a small first letter
   * @throws AlibabaCloudException sorted
   */
  <T> T json(Owner owner, Api api, String action, Map<String, String> parameters, Class<T> reply) {
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
      return JSON.readValue(client(owner).getCommonResponse(request).getData(), reply);
    } catch (ClientException e) {
      throw sorted(api.key(), action, e);
    } catch (JsonProcessingException e) {
      throw new AlibabaCloudException(api.key(), action, UNREADABLE, 0, null, Optional.empty());
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

  /** ECS alone has regions whose endpoint does not follow the pattern; the SDK knows them. */
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

  private AlibabaCloudException sorted(String product, String action, ClientException e) {
    SdkTransport.Answer answer = transport.takeLast();
    int status = answer.status() < 400 && e instanceof ServerException ? 500 : answer.status();
    // The SDK's exception is no cause of ours: its message may quote the signed URL.
    return new AlibabaCloudException(
        product,
        action,
        e.getErrCode() == null ? localCode(status) : e.getErrCode(),
        status,
        e.getErrMsg(),
        answer.retryAfterMillis().map(AlibabaCloud::millis));
  }

  /** What the SDK gives no code for: no credentials to be had, or an answer it cannot read. */
  private static String localCode(int status) {
    if (status >= 400) {
      return null;
    }
    return status == 0 ? "SDK.CredentialsUnavailable" : UNREADABLE;
  }

  private static Duration millis(String text) {
    try {
      return Duration.ofMillis(Math.max(0, Math.min(60_000, Long.parseLong(text.trim()))));
    } catch (NumberFormatException e) {
      return Duration.ofSeconds(5);
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
