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
    /** The organization or the cluster may have no more of something. */
    QUOTA,
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
   * @param retryAfter how long the API asks to wait before the next call
   */
  TidbCloudException(Kind kind, String text, Optional<Duration> retryAfter) {
    super(text, null, false, true);
    this.kind = kind;
    this.text = text;
    this.retryAfter = retryAfter;
  }

  public boolean is(Kind other) {
    return kind == other;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether the same call may succeed in seconds. */
  public static boolean mayPass(RuntimeException failure) {
    return failure instanceof TidbCloudException error
        && (error.is(Kind.UNKNOWN_OUTCOME) || error.is(Kind.THROTTLED));
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
                  + "\" and restart it, then retry.");
      case PERMISSION ->
          Failures.needsPerson(
              text,
              "Two causes are possible. Either the API key \""
                  + credential
                  + "\" lacks a role that may manage this cluster: Organization Owner, Project"
                  + " Owner of its project, or Instance Manager of the cluster. Or the feature is"
                  + " not enabled: TiDB Cloud's support enables changefeeds on request, and"
                  + " verification.changefeed.use: test-only creates none. Fix that, then retry.");
      case QUOTA ->
          Failures.needsPerson(
              text,
              "Delete in TiDB Cloud what is no longer needed, or ask TiDB Cloud's support for a"
                  + " larger quota, then retry.");
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
