package dev.linkspan.sandbox.tidbcloud;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The credentials in an {@code Authorization: Digest ...} header (RFC 7616) with the quality of
 * protection {@code auth}.
 *
 * @param countText {@code nc} as sent
 * @param nonceCount how often the client has used the nonce, from 1
 */
record Digest(
    Algorithm algorithm,
    String username,
    String realm,
    String nonce,
    String uri,
    String clientNonce,
    String countText,
    long nonceCount,
    String response) {

  private static final Pattern FIELD = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))");
  private static final String SCHEME = "digest ";

  /** Parses a header; empty if it is not a complete Digest header that this server can check. */
  static Optional<Digest> parse(@Nullable String header) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    Matcher matcher = FIELD.matcher(header.substring(SCHEME.length()));
    while (matcher.find()) {
      String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      fields.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
    }
    return complete(fields) ? build(fields) : Optional.empty();
  }

  private static boolean complete(Map<String, String> fields) {
    return "auth".equals(fields.get("qop"))
        && fields.getOrDefault("nc", "").matches("[0-9a-fA-F]{8}")
        && List.of("username", "realm", "nonce", "uri", "cnonce", "response").stream()
            .allMatch(fields::containsKey);
  }

  private static Optional<Digest> build(Map<String, String> fields) {
    return Algorithm.named(fields.getOrDefault("algorithm", Algorithm.MD5.wireName()))
        .map(
            algorithm ->
                new Digest(
                    algorithm,
                    fields.getOrDefault("username", ""),
                    fields.getOrDefault("realm", ""),
                    fields.getOrDefault("nonce", ""),
                    fields.getOrDefault("uri", ""),
                    fields.getOrDefault("cnonce", ""),
                    fields.getOrDefault("nc", ""),
                    Long.parseLong(fields.getOrDefault("nc", ""), 16),
                    fields.getOrDefault("response", "")));
  }

  /** Whether the response proves that the client knows the password. */
  boolean proves(String method, String password) {
    String secret = algorithm.hash(username + ":" + realm + ":" + password);
    String request = algorithm.hash(method + ":" + uri);
    String expected =
        algorithm.hash(String.join(":", secret, nonce, countText, clientNonce, "auth", request));
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII),
        response.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
  }
}
