package dev.linkspan.activities.tidbcloud;

import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A call to TiDB Cloud's API that did not succeed, sorted. Its text holds no secret. */
public final class TidbCloudException extends RuntimeException {
  private static final Duration THROTTLED_PAUSE = Duration.ofSeconds(15);

  /** What an error means for us. */
  public enum Kind {
    THROTTLED,
    /** It may have happened or not. */
    UNKNOWN_OUTCOME,
    AUTHENTICATION,
    PERMISSION,
    NOT_FOUND,
    CONFLICT,
    BAD_REQUEST
  }

  private final Kind kind;
  private final transient Optional<Duration> retryAfter;

  /**
   * @param status of HTTP; 0 where there was no answer
   */
  TidbCloudException(int status, String text, Optional<Duration> retryAfter) {
    super(text, null, false, true);
    this.kind = kindOf(status);
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

  public boolean is(Kind some) {
    return kind == some;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * What the workflow is told: try again, or ask a person and how.
   *
   * @param credential the name of the API key that was used
   */
  public ApplicationFailure asFailure(String credential) {
    return switch (kind) {
      case THROTTLED -> throttled();
      case UNKNOWN_OUTCOME -> ApplicationFailure.newFailure(getMessage(), kind.name());
      case AUTHENTICATION ->
          Failures.needsPerson(
              getMessage(),
              "Give the worker a valid TiDB Cloud API key (public and private half) for the"
                  + " credentials \""
                  + credential
                  + "\", then retry.");
      case PERMISSION ->
          Failures.needsPerson(
              getMessage(),
              "Give the API key \""
                  + credential
                  + "\" a role that may manage this cluster (Project Owner) in TiDB Cloud, then"
                  + " retry.");
      case NOT_FOUND ->
          Failures.needsPerson(
              getMessage(),
              "Check that the cluster id of the spec is right and that the API key \""
                  + credential
                  + "\" belongs to its organization, then retry.");
      case CONFLICT ->
          Failures.needsPerson(
              getMessage(), "Remove or rename what stands in the way in TiDB Cloud, then retry.");
      case BAD_REQUEST ->
          Failures.needsPerson(
              getMessage(), "Correct what TiDB Cloud's message names, then retry.");
    };
  }

  private ApplicationFailure throttled() {
    long pause = retryAfter.orElse(THROTTLED_PAUSE).toMillis();
    return ApplicationFailure.newBuilder()
        .setMessage(getMessage())
        .setType(kind.name())
        .setCategory(ApplicationErrorCategory.BENIGN)
        .setNextRetryDelay(Duration.ofMillis(pause + ThreadLocalRandom.current().nextLong(3_000)))
        .build();
  }
}
