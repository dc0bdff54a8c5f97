package dev.linkspan.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Calls Alibaba Cloud's API in the sandbox, as the owner of an account would. */
final class CloudApi {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI cloud;
  private final Properties credentials = new Properties();

  CloudApi(LocalStack stack) {
    this.cloud = stack.sandbox().address();
    Path file = stack.state().resolve("credentials.properties");
    try (InputStream in = Files.newInputStream(file)) {
      credentials.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A product of Alibaba Cloud, with the version of its API. */
  enum Product {
    ECS("2014-05-26"),
    NLB("2022-04-30"),
    PRIVATE_LINK("2020-04-15");

    private final String version;

    Product(String version) {
      this.version = version;
    }
  }

  /** Calls an action with these parameters; fails unless it succeeds. */
  void call(Product product, String action, Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("Action", action);
    all.put("Version", product.version);
    all.put("Format", "JSON");
    all.put("RegionId", "ap-southeast-1");
    all.put("AccessKeyId", credentials.getProperty("accessKeyId"));
    all.put("SignatureMethod", "HMAC-SHA1");
    all.put("SignatureVersion", "1.0");
    all.put("SignatureNonce", UUID.randomUUID().toString());
    all.put("Timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    String query =
        all.entrySet().stream()
            .map(p -> encoded(p.getKey()) + "=" + encoded(p.getValue()))
            .collect(Collectors.joining("&"));
    String signed = query + "&Signature=" + encoded(signature("GET&%2F&" + encoded(query)));
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(cloud.resolve("/?" + signed)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new AssertionError(action + ": " + response.body());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private String signature(String text) {
    try {
      String key = credentials.getProperty("accessKeySecret") + "&";
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
