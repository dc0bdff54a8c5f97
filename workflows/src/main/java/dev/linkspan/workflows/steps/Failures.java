package dev.linkspan.workflows.steps;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;

/**
 * Failures that only a person can resolve. An activity classifies a provider's exception where it
 * catches it; all other failures (transient, throttled, not ready yet) are retryable.
 */
public final class Failures {
  /** The step parks. Message: what is wrong. First detail: what a person does about it. */
  public static final String NEEDS_PERSON = "NeedsPerson";

  private Failures() {}

  /** A failure that parks the step until {@code retry}. Neither text may contain a secret. */
  public static ApplicationFailure needsPerson(String problem, String remedy) {
    return ApplicationFailure.newNonRetryableFailure(problem, NEEDS_PERSON, remedy);
  }

  /** What is wrong, in the words that a parked step shows. */
  public static String problem(TemporalFailure failure) {
    return ParkReason.of(failure).problem();
  }

  /** What a person does about it, in the words that a parked step shows. */
  public static String remedy(TemporalFailure failure) {
    return ParkReason.of(failure).remedy();
  }
}
