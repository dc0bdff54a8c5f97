package dev.linkspan.sandbox.signature;

import dev.linkspan.sandbox.http.Request;
import java.time.Clock;
import java.util.Map;

/**
 * Verifies request signatures: HMAC-SHA1 over the parameters (signature version 1.0), or
 * ACS3-HMAC-SHA256 in the {@code Authorization} header.
 */
public final class Signatures {
  private final QuerySignature query;
  private final HeaderSignature header;

  /** Creates a verification that forgets the used nonces at a restart. */
  public Signatures(Credentials credentials, Clock clock) {
    this(credentials, clock, UsedNonces.inMemory());
  }

  public Signatures(Credentials credentials, Clock clock, UsedNonces usedNonces) {
    ReplayProtection replayProtection = new ReplayProtection(clock, usedNonces);
    query = new QuerySignature(credentials, replayProtection);
    header = new HeaderSignature(credentials, replayProtection);
  }

  /**
   * Verifies the signature and returns the id of the account that signed.
   *
   * @param parameters decoded parameters of query and form body
   * @throws dev.linkspan.sandbox.api.ApiError if the signature is not valid; the code says why
   */
  public String verify(Request request, Map<String, String> parameters) {
    return request.header("Authorization").filter(a -> a.startsWith("ACS3-")).isPresent()
        ? header.verify(request)
        : query.verify(request.method(), parameters);
  }
}
