package dev.linkspan.activities.tidbcloud;

import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call to TiDB Cloud's API that failed. Its message holds no secret. */
public final class TidbCloudException extends RuntimeException {
  private static final Logger LOG = LoggerFactory.getLogger(TidbCloudException.class);
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(15);
  private static final Duration LONGEST_JITTER = Duration.ofSeconds(3);

  /** What an error means for the setup. */
  public enum Kind {
    THROTTLED,
    /** The call may have taken effect: read the state. */
    UNKNOWN_OUTCOME,
    AUTHENTICATION,
    PERMISSION,
    NOT_FOUND,
    CONFLICT,
    BAD_REQUEST
  }

  private final Kind kind;
  private final String text;
  private final transient Optional<Duration> retryAfter;

  /**
   * @param status of HTTP; 0 where there was no response
   * @param retryAfter how long the API asks to wait before the next call
   */
  TidbCloudException(int status, String text, Optional<Duration> retryAfter) {
    super(text, null, false, true);
    this.kind = kindOf(status);
    this.text = text;
    this.retryAfter = retryAfter;
  }

  static Kind kindOf(int status) {
    return switch (status) {
      case 0, 408 -> Kind.UNKNOWN_OUTCOME;
      case 401 -> Kind.AUTHENTICATION;
      case 403 -> Kind.PERMISSION;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      case 429 -> Kind.THROTTLED;
      default -> status >= 500 ? Kind.UNKNOWN_OUTCOME : Kind.BAD_REQUEST;
    };
  }

  public boolean is(Kind other) {
    return kind == other;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * The failure that the workflow gets: retry, or park and ask a person.
   *
   * @param credential the name of the API key that was used
   */
  public ApplicationFailure asFailure(String credential) {
    return switch (kind) {
      case THROTTLED -> throttled();
      case UNKNOWN_OUTCOME -> ApplicationFailure.newFailure(text, kind.name());
      case AUTHENTICATION ->
          Failures.needsPerson(
              text,
              "Give the worker a valid TiDB Cloud API key (public and private key) for the"
                  + " credentials \""
                  + credential
                  + "\", then retry.");
      case PERMISSION ->
          Failures.needsPerson(
              text,
              "Give the API key \""
                  + credential
                  + "\" a role that may manage this cluster (Project Owner) in TiDB Cloud, then"
                  + " retry.");
      case NOT_FOUND ->
          Failures.needsPerson(
              text,
              "Check that the cluster id of the spec is right and that the API key \""
                  + credential
                  + "\" belongs to its organization, then retry.");
      case CONFLICT ->
          Failures.needsPerson(
              text, "Remove or rename what is in the way in TiDB Cloud, then retry.");
      case BAD_REQUEST ->
          Failures.needsPerson(text, "Correct what TiDB Cloud's message names, then retry.");
    };
  }

  private ApplicationFailure throttled() {
    long jitter = ThreadLocalRandom.current().nextLong(LONGEST_JITTER.toMillis());
    Duration delay = retryAfter.orElse(DEFAULT_RETRY_AFTER).plusMillis(jitter);
    LOG.info(
        "TiDB Cloud throttles: next attempt in {} ms; the API asked for {}",
        delay.toMillis(),
        retryAfter.map(d -> d.toSeconds() + " s").orElse("nothing"));
    return ApplicationFailure.newBuilder()
        .setMessage(text)
        .setType(kind.name())
        .setCategory(ApplicationErrorCategory.BENIGN)
        .setNextRetryDelay(delay)
        .build();
  }
}
