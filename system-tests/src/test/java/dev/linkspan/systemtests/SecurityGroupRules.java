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

/** Changes the rules of a security group through the ECS API, as its owner would. */
final class SecurityGroupRules {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI cloud;
  private final Properties credentials = new Properties();
  private final String group;

  SecurityGroupRules(LocalStack stack, String group) {
    this.cloud = stack.sandbox().address();
    this.group = group;
    Path file = stack.state().resolve("credentials.properties");
    try (InputStream in = Files.newInputStream(file)) {
      credentials.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void allow(String ports, String source) {
    call("AuthorizeSecurityGroup", ports, source);
  }

  void revoke(String ports, String source) {
    call("RevokeSecurityGroup", ports, source);
  }

  private void call(String action, String ports, String source) {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("Action", action);
    parameters.put("Version", "2014-05-26");
    parameters.put("Format", "JSON");
    parameters.put("RegionId", "ap-southeast-1");
    parameters.put("SecurityGroupId", group);
    parameters.put("IpProtocol", "TCP");
    parameters.put("PortRange", ports);
    parameters.put("SourceCidrIp", source);
    parameters.put("AccessKeyId", credentials.getProperty("accessKeyId"));
    parameters.put("SignatureMethod", "HMAC-SHA1");
    parameters.put("SignatureVersion", "1.0");
    parameters.put("SignatureNonce", UUID.randomUUID().toString());
    parameters.put("Timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    String query =
        parameters.entrySet().stream()
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
