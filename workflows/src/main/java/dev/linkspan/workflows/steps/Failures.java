package dev.linkspan.workflows.steps;

import io.temporal.failure.ApplicationFailure;

/**
 * The failures that activities throw, sorted once at the edge where the provider's exception is
 * caught. All others (transient, throttling, not yet) are ordinary retryable failures.
 */
public final class Failures {
  /** A person must act: the step parks. Message: what is wrong. First detail: what to do. */
  public static final String NEEDS_PERSON = "NeedsPerson";

  private Failures() {}

  /** A failure that parks the step until {@code retry}; neither text may hold a secret. */
  public static ApplicationFailure needsPerson(String problem, String remedy) {
    return ApplicationFailure.newNonRetryableFailure(problem, NEEDS_PERSON, remedy);
  }
}
