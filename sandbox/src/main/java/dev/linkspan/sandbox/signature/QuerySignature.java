package dev.linkspan.sandbox.signature;

import dev.linkspan.sandbox.api.MissingParameter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Signature version 1.0: HMAC-SHA1 with the secret and an ampersand as key, over method, path and
 * all parameters as they were sent, empty ones included.
 */
final class QuerySignature {
  private final Credentials credentials;
  private final ReplayProtection replayProtection;

  QuerySignature(Credentials credentials, ReplayProtection replayProtection) {
    this.credentials = credentials;
    this.replayProtection = replayProtection;
  }

  String verify(String method, Map<String, String> parameters) {
    String id = parameters.getOrDefault("AccessKeyId", "");
    if (id.isEmpty()) {
      throw new MissingParameter("AccessKeyId");
    }
    for (String needed : List.of("Signature", "SignatureNonce", "Timestamp")) {
      if (parameters.getOrDefault(needed, "").isEmpty()) {
        throw SignatureErrors.incomplete();
      }
    }
    if (!"HMAC-SHA1".equals(parameters.get("SignatureMethod"))
        || !"1.0".equals(parameters.get("SignatureVersion"))) {
      throw SignatureErrors.incomplete();
    }
    Credentials.Key key = credentials.find(id).orElseThrow(SignatureErrors::unknownKey);
    if (!parameters.getOrDefault("SecurityToken", "").isEmpty()) {
      throw SignatureErrors.unexpectedToken();
    }
    replayProtection.checkTime(parameters.get("Timestamp"));
    String text = stringToSign(method, parameters);
    String expected =
        Base64.getEncoder().encodeToString(Hashes.hmac("HmacSHA1", key.secret() + "&", text));
    if (!Hashes.same(expected, parameters.get("Signature"))) {
      throw SignatureErrors.mismatch(text);
    }
    replayProtection.checkNonce(id, parameters.get("SignatureNonce"));
    return key.account();
  }

  private static String stringToSign(String method, Map<String, String> parameters) {
    Map<String, String> signed = new HashMap<>(parameters);
    signed.remove("Signature");
    return method + "&%2F&" + Hashes.percentEncode(Hashes.canonical(signed));
  }
}
