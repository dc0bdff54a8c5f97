package dev.linkspan.sandbox.tidbcloud;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks the Digest credentials of requests, and creates challenges. */
final class Authenticator {
  static final String REALM = "tidbcloud";

  private final Map<String, String> privateKeys;
  private final Nonces nonces;
  private final Supplier<Algorithm> offered;

  /**
   * @param privateKeys private keys by public key
   * @param offered the algorithm in challenges; a client may use any known algorithm
   */
  Authenticator(Map<String, String> privateKeys, Nonces nonces, Supplier<Algorithm> offered) {
    this.privateKeys = Map.copyOf(privateKeys);
    this.nonces = nonces;
    this.offered = offered;
  }

  /** The result of a check. */
  sealed interface Outcome {
    /** The credentials are valid for this API key. */
    record Accepted(String publicKey) implements Outcome {}

    /** The request must be answered with 401 and this {@code WWW-Authenticate} header. */
    record Refused(String message, String challenge) implements Outcome {}
  }

  /**
   * @param target request target with path and query, as sent
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
