package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.nlb20220430.Client;
import com.aliyun.nlb20220430.models.DescribeZonesRequest;
import com.aliyun.tea.TeaException;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.sts.model.v20150401.GetCallerIdentityRequest;
import com.aliyuncs.sts.model.v20150401.GetCallerIdentityResponse;
import dev.linkspan.sandbox.api.Action;
import dev.linkspan.sandbox.api.Product;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignaturesTest {
  @TempDir Path folder;
  private TestCloud cloud;

  @BeforeEach
  void start() {
    cloud = new TestCloud(folder);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void theJavaSdkGetsItsIdentity() throws ClientException {
    GetCallerIdentityResponse identity = cloud.call(new GetCallerIdentityRequest());

    assertThat(identity.getAccountId()).isEqualTo("1600000000000001");
    assertThat(identity.getIdentityType()).isEqualTo("RAMUser");
    assertThat(identity.getRequestId()).matches("[0-9A-F-]{36}");
  }

  @Test
  void anUnknownKeyIsNotFound() {
    ClientException e =
        catchThrowableOfType(
            ClientException.class,
            () -> cloud.call(new GetCallerIdentityRequest(), "other", TestCloud.SECRET));

    assertThat(e.getErrCode()).isEqualTo("InvalidAccessKeyId.NotFound");
  }

  @Test
  void aWrongSecretIsRecognizedByTheSdkFromTheQuotedString() {
    ClientException e =
        catchThrowableOfType(
            ClientException.class,
            () -> cloud.call(new GetCallerIdentityRequest(), TestCloud.KEY_ID, "wrong"));

    assertThat(e.getErrCode()).isEqualTo("SDK.InvalidAccessKeySecret");
  }

  @Test
  void theSameRequestTwiceUsesItsNonceTwice() throws Exception {
    String query = signedQuery(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());

    assertThat(get(query).statusCode()).isEqualTo(200);
    HttpResponse<String> again = get(query);

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("\"Code\":\"SignatureNonceUsed\"");
  }

  @Test
  void anOldTimestampIsExpiredAndAMalformedOneIllegal() throws Exception {
    String old = signedQuery("2020-01-01T00:00:00Z");
    String strange = signedQuery("yesterday");

    assertThat(get(old).body()).contains("\"Code\":\"InvalidTimeStamp.Expired\"");
    assertThat(get(strange).body()).contains("\"Code\":\"IllegalTimestamp\"");
  }

  @Test
  void aRequestWithoutSignatureIsIncompleteOrMissesItsKey() throws Exception {
    assertThat(get("Action=GetCallerIdentity&Version=2015-04-01").body())
        .contains("\"Code\":\"MissingParameter\"");
    assertThat(get("Action=GetCallerIdentity&Version=2015-04-01&AccessKeyId=test-key").body())
        .contains("\"Code\":\"IncompleteSignature\"");
  }

  @Test
  void theSignatureInTheHeaderIsVerified() throws Exception {
    cloud.cloud.api().add(new OneZone());

    assertThat(
            tea(TestCloud.SECRET)
                .describeZones(new DescribeZonesRequest().setRegionId("cn-hongkong"))
                .getBody()
                .getZones())
        .singleElement()
        .satisfies(zone -> assertThat(zone.getLocalName()).isEqualTo("区 = <a> & 'b'"));
    TeaException e =
        catchThrowableOfType(
            TeaException.class, () -> tea("wrong").describeZones(new DescribeZonesRequest()));

    assertThat(e.getCode()).isEqualTo("SignatureDoesNotMatch");
    assertThat(e.getStatusCode()).isEqualTo(400);
  }

  @Test
  void theCertificateIsSignedByTheAuthorityInTheFolder() throws Exception {
    HttpResponse<String> health =
        HttpClient.newBuilder()
            .sslContext(trusting(folder.resolve("ca.pem")))
            .build()
            .send(
                HttpRequest.newBuilder(
                        URI.create("https://localhost:" + cloud.httpsPort() + "/_sandbox/health"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(health.body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ca.key"))))
        .isEqualTo("rw-------");
  }

  private Client tea(String secret) throws Exception {
    return new Client(
        SdkClients.newer(
            "127.0.0.1:" + cloud.httpPort(), TestCloud.REGION, TestCloud.KEY_ID, secret));
  }

  private HttpResponse<String> get(String query) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + cloud.httpPort() + "/?" + query))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static String signedQuery(String timestamp) throws Exception {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("Timestamp", timestamp);
    parameters.putAll(
        Map.of(
            "Action", "GetCallerIdentity",
            "Version", "2015-04-01",
            "AccessKeyId", TestCloud.KEY_ID,
            "SignatureMethod", "HMAC-SHA1",
            "SignatureVersion", "1.0",
            "SignatureType", "",
            "SignatureNonce", UUID.randomUUID().toString()));
    String canonical =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + p.getValue().replace(":", "%3A"))
            .collect(Collectors.joining("&"));
    String text =
        "GET&%2F&" + canonical.replace("%", "%25").replace("=", "%3D").replace("&", "%26");
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(
        new SecretKeySpec((TestCloud.SECRET + "&").getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    String signature =
        Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    return canonical
        + "&Signature="
        + signature.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D");
  }

  private static SSLContext trusting(Path certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static final class OneZone implements Product {
    @Override
    public String name() {
      return "Nlb";
    }

    @Override
    public String version() {
      return "2022-04-30";
    }

    @Override
    public Map<String, Action> actions() {
      return Map.of(
          "DescribeZones",
          call ->
              Map.of(
                  "Zones", List.of(Map.of("ZoneId", call.region(), "LocalName", "区 = <a> & 'b'"))));
    }
  }
}
