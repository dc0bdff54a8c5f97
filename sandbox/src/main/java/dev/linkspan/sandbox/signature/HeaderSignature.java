package dev.linkspan.sandbox.signature;

import dev.linkspan.sandbox.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * ACS3-HMAC-SHA256: signs the method, the path, the query, the headers that the signature lists,
 * and the hash of the body.
 */
final class HeaderSignature {
  private static final String ALGORITHM = "ACS3-HMAC-SHA256";
  private static final String CONTENT_HASH = "x-acs-content-sha256";

  private final Credentials credentials;
  private final ReplayProtection replayProtection;

  HeaderSignature(Credentials credentials, ReplayProtection replayProtection) {
    this.credentials = credentials;
    this.replayProtection = replayProtection;
  }

  String verify(Request request) {
    Map<String, String> parts = parts(request.header("Authorization").orElse(""));
    String id = required(parts, "Credential");
    List<String> signedHeaders =
        Arrays.stream(required(parts, "SignedHeaders").split(";", -1)).sorted().toList();
    if (!signedHeaders.containsAll(headersToSign(request))) {
      throw SignatureErrors.incomplete();
    }
    String signature = required(parts, "Signature");
    String date = header(request, "x-acs-date");
    String nonce = header(request, "x-acs-signature-nonce");
    Credentials.Key key = credentials.find(id).orElseThrow(SignatureErrors::unknownKey);
    if (request.header("x-acs-security-token").filter(t -> !t.isEmpty()).isPresent()) {
      throw SignatureErrors.unexpectedToken();
    }
    replayProtection.checkTime(date);
    String text = stringToSign(request, signedHeaders);
    String expected = Hashes.hex(Hashes.hmac("HmacSHA256", key.secret(), text));
    if (!Hashes.same(expected, signature) || !bodyIsAsSigned(request)) {
      throw SignatureErrors.mismatch(text);
    }
    replayProtection.checkNonce(id, nonce);
    return key.account();
  }

  /**
   * Returns the headers that decide what the request does: the host and every {@code x-acs-}
   * header, among them the hash of the body. Nobody can change or add one of them after the
   * signature.
   */
  private static Set<String> headersToSign(Request request) {
    Set<String> names = new HashSet<>(Set.of("host", CONTENT_HASH));
    request.headers().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> name.startsWith("x-acs-"))
        .forEach(names::add);
    return names;
  }

  private static Map<String, String> parts(String authorization) {
    if (!authorization.startsWith(ALGORITHM + " ")) {
      throw SignatureErrors.incomplete();
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : authorization.substring(ALGORITHM.length() + 1).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).trim(), part.substring(equals + 1).trim());
      }
    }
    return parts;
  }

  private static String required(Map<String, String> parts, String name) {
    String value = parts.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw SignatureErrors.incomplete();
    }
    return value;
  }

  private static String header(Request request, String name) {
    return request
        .header(name)
        .filter(value -> !value.isEmpty())
        .orElseThrow(SignatureErrors::incomplete);
  }

  private static boolean bodyIsAsSigned(Request request) {
    String hash = Hashes.hex(Hashes.sha256(request.body()));
    return Hashes.same(hash, request.header(CONTENT_HASH).orElse(""));
  }

  private static String stringToSign(Request request, List<String> signedHeaders) {
    String headers =
        signedHeaders.stream()
            .map(name -> name + ":" + request.header(name).orElse("").trim() + "\n")
            .collect(Collectors.joining());
    String canonical =
        String.join(
            "\n",
            request.method(),
            request.path(),
            Hashes.canonical(request.queryParameters()),
            headers,
            String.join(";", signedHeaders),
            request.header(CONTENT_HASH).orElse(""));
    byte[] hash = Hashes.sha256(canonical.getBytes(StandardCharsets.UTF_8));
    return ALGORITHM + "\n" + Hashes.hex(hash);
  }
}
