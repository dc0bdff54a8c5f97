package dev.linkspan.sandbox.signature;

import dev.linkspan.sandbox.http.Request;
import java.time.Clock;
import java.util.Map;

/**
 * Verifies who signed a request: HMAC-SHA1 over the parameters (signature version 1.0), or
 * ACS3-HMAC-SHA256 in the {@code Authorization} header.
 */
public final class Signatures {
  private final QuerySignature query;
  private final HeaderSignature header;

  public Signatures(Credentials credentials, Clock clock) {
    ReplayProtection replayProtection = new ReplayProtection(clock);
    query = new QuerySignature(credentials, replayProtection);
    header = new HeaderSignature(credentials, replayProtection);
  }

  /**
   * Returns the id of the account that signed.
   *
   * @param parameters decoded, of query and form body together
   * @throws dev.linkspan.sandbox.api.ApiError with the cloud's code for each way to be wrong
   */
  public String verify(Request request, Map<String, String> parameters) {
    return request.header("Authorization").filter(a -> a.startsWith("ACS3-")).isPresent()
        ? header.verify(request)
        : query.verify(request.method(), parameters);
  }
}
