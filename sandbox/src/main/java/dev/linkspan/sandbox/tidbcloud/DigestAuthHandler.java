package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.settings.Settings.Setting;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Requires Digest authentication and limits the rate of requests. The next handler sees only
 * authenticated requests.
 */
public final class DigestAuthHandler implements Handler {
  private static final Duration NONCE_LIFETIME = Duration.ofMinutes(5);
  private static final int UNKNOWN_KEY = 49_900_001;
  private static final int TOO_MANY = 49_900_007;

  private final Authenticator authenticator;
  private final RateLimit limit;
  private final Settings settings;
  private final Handler inside;

  /**
   * @param privateKeys private keys by public key
   */
  public DigestAuthHandler(Map<String, String> privateKeys, Settings settings, Handler inside) {
    this(privateKeys, settings, inside, Clock.systemUTC());
  }

  DigestAuthHandler(
      Map<String, String> privateKeys, Settings settings, Handler inside, Clock clock) {
    this.authenticator =
        new Authenticator(
            privateKeys,
            new Nonces(clock, NONCE_LIFETIME),
            () -> Algorithm.named(settings.text(Setting.DIGEST_ALGORITHM)).orElse(Algorithm.MD5));
    this.limit = new RateLimit(clock);
    this.settings = settings;
    this.inside = inside;
  }

  @Override
  public Reply handle(Request request) {
    String target = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
    Authenticator.Outcome outcome =
        authenticator.check(request.method(), target, request.header("Authorization").orElse(""));
    if (outcome instanceof Authenticator.Outcome.Refused refused) {
      return challenge(refused);
    }
    String key = ((Authenticator.Outcome.Accepted) outcome).publicKey();
    RateLimit.Taken taken = limit.take(key, settings.integer(Setting.REQUESTS_PER_MINUTE));
    Reply reply =
        taken.allowed()
            ? inside.handle(request)
            : Reply.json(429, status(TOO_MANY, "too many requests in this minute"));
    return reply instanceof Reply.Answer answer ? counted(answer, taken) : reply;
  }

  private static Reply challenge(Authenticator.Outcome.Refused refused) {
    Reply.Answer answer = Reply.json(401, status(UNKNOWN_KEY, refused.message()));
    return answer.with("WWW-Authenticate", refused.challenge());
  }

  private static Reply counted(Reply.Answer answer, RateLimit.Taken taken) {
    return answer
        .with("X-Ratelimit-Limit-Minute", Integer.toString(taken.limit()))
        .with("X-Ratelimit-Remaining-Minute", Integer.toString(taken.remaining()))
        .with("X-Ratelimit-Reset", Long.toString(taken.resetSeconds()))
        .with("X-Debug-Trace-Id", UUID.randomUUID().toString());
  }

  /** Returns the body of an error. */
  static Map<String, Object> status(int code, String message) {
    return Map.of("code", code, "message", message, "details", List.of());
  }
}
