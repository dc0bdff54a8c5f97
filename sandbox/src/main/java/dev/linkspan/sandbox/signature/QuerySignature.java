package dev.linkspan.sandbox.signature;

import dev.linkspan.sandbox.api.MissingParameter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * Signature version 1.0: HMAC-SHA1 over the method and all parameters, including empty ones. The
 * key is the secret followed by an ampersand.
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
    String signature = required(parameters, "Signature");
    String nonce = required(parameters, "SignatureNonce");
    String timestamp = required(parameters, "Timestamp");
    if (!"HMAC-SHA1".equals(parameters.get("SignatureMethod"))
        || !"1.0".equals(parameters.get("SignatureVersion"))) {
      throw SignatureErrors.incomplete();
    }
    // Without them, headers that this signature does not cover would name the action.
    required(parameters, "Action");
    required(parameters, "Version");
    Credentials.Key key = credentials.find(id).orElseThrow(SignatureErrors::unknownKey);
    if (!parameters.getOrDefault("SecurityToken", "").isEmpty()) {
      throw SignatureErrors.unexpectedToken();
    }
    replayProtection.checkTime(timestamp);
    String text = stringToSign(method, parameters);
    String expected =
        Base64.getEncoder().encodeToString(Hashes.hmac("HmacSHA1", key.secret() + "&", text));
    if (!Hashes.same(expected, signature)) {
      throw SignatureErrors.mismatch(text);
    }
    replayProtection.checkNonce(id, nonce);
    return key.account();
  }

  private static String required(Map<String, String> parameters, String name) {
    String value = parameters.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw SignatureErrors.incomplete();
    }
    return value;
  }

  private static String stringToSign(String method, Map<String, String> parameters) {
    Map<String, String> signed = new HashMap<>(parameters);
    signed.remove("Signature");
    return method + "&%2F&" + Hashes.percentEncode(Hashes.canonical(signed));
  }
}
