package dev.linkspan.sandbox;

import dev.linkspan.sandbox.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client with its own implementation of Digest, independent of the server's. */
final class DigestClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private String base;
  private final String user;
  private final String password;
  private String algorithm = "";
  private String nonce = "";
  private int count;

  DigestClient(String base, String user, String password) {
    this.base = base;
    this.user = user;
    this.password = password;
  }

  /** Keeps the nonce, but sends requests to another server from now on. */
  void moveTo(String otherBase) {
    base = otherBase;
  }

  record Answer(int status, Map<String, Object> body, HttpResponse<byte[]> raw) {
    String text(String field) {
      return String.valueOf(body.get(field));
    }
  }

  /**
   * Sends a request, and answers one challenge if the server does not accept the nonce.
   *
   * @param body sent as it is if it is text, otherwise as JSON; null for none
   */
  Answer send(String method, String target, Object body) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = once(method, target, body, !nonce.isEmpty());
    if (response.statusCode() == 401) {
      String challenge = response.headers().firstValue("WWW-Authenticate").orElseThrow();
      algorithm = field(challenge, "algorithm");
      nonce = field(challenge, "nonce");
      count = 0;
      response = once(method, target, body, true);
    }
    return new Answer(response.statusCode(), Json.object(response.body()), response);
  }

  /** Sends one request, with credentials for the last challenge if requested. */
  HttpResponse<byte[]> once(String method, String target, Object body, boolean signed)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + target))
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(
                        body instanceof String text
                            ? text.getBytes(StandardCharsets.UTF_8)
                            : Json.bytes(body)))
            .header("Content-Type", "application/json");
    if (signed) {
      request.header("Authorization", authorization(method, target));
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private String authorization(String method, String target) {
    String nc = "%08x".formatted(++count);
    String secret = hash(user + ":tidbcloud:" + password);
    String request = hash(method + ":" + target);
    String response = hash(String.join(":", secret, nonce, nc, "abc", "auth", request));
    return ("Digest username=\"%s\", realm=\"tidbcloud\", nonce=\"%s\", uri=\"%s\", cnonce=\"abc\","
            + " response=\"%s\", algorithm=%s, qop=auth, nc=%s")
        .formatted(user, nonce, target, response, algorithm, nc);
  }

  private String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String field(String challenge, String name) {
    Matcher matcher = Pattern.compile(name + "=\"?([^\",]+)").matcher(challenge);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + name + " in the challenge");
    }
    return matcher.group(1);
  }
}
