package dev.linkspan.sandbox.tidbcloud;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides whether a request carries a good Digest, and writes the challenges when it does not. */
final class Authenticator {
  static final String REALM = "tidbcloud";

  private final Map<String, String> privateKeys;
  private final Nonces nonces;
  private final Supplier<Algorithm> offered;

  /**
   * @param privateKeys private key by public key
   * @param offered the algorithm named in challenges; an answer may use any that is known
   */
  Authenticator(Map<String, String> privateKeys, Nonces nonces, Supplier<Algorithm> offered) {
    this.privateKeys = Map.copyOf(privateKeys);
    this.nonces = nonces;
    this.offered = offered;
  }

  /** The answer to a request's credentials. */
  sealed interface Outcome {
    /** Goes on as the owner of this API key. */
    record Accepted(String publicKey) implements Outcome {}

    /** Has to be answered with 401 and this {@code WWW-Authenticate}. */
    record Refused(String message, String challenge) implements Outcome {}
  }

  /**
   * @param target the request target as sent, path and query
   */
  Outcome check(String method, String target, String authorization) {
    Optional<Digest> parsed = Digest.parse(authorization);
    if (parsed.isEmpty()) {
      return refused("credentials are required", false);
    }
    Digest digest = parsed.get();
    String privateKey = privateKeys.get(digest.username());
    if (privateKey == null) {
      return refused("public_key not found", false);
    }
    if (!digest.realm().equals(REALM)
        || !digest.uri().equals(target)
        || !digest.proves(method, privateKey)) {
      return refused("the digest does not match", false);
    }
    return nonces.take(digest.nonce(), digest.nonceCount())
        ? new Outcome.Accepted(digest.username())
        : refused("the nonce is stale", true);
  }

  private Outcome.Refused refused(String message, boolean stale) {
    String challenge =
        "Digest realm=\"%s\", qop=\"auth\", algorithm=%s, nonce=\"%s\"%s"
            .formatted(REALM, offered.get().wireName(), nonces.next(), stale ? ", stale=true" : "");
    return new Outcome.Refused(message, challenge);
  }
}
