package dev.linkspan.workflows.verification;

import java.time.Instant;
import java.util.List;

/**
 * A change of a link's health that people are told.
 *
 * @param id the same for each attempt to send it, and for no other change
 * @param from the health that was told before
 * @param at when the verification ended that confirmed the change
 * @param trigger who asked for that verification, see {@link Report}
 * @param findings one line each, at most {@link #MOST_FINDINGS}
 */
public record HealthChange(
    String id, Health from, Health to, Instant at, String trigger, List<String> findings) {
  /** Bounds the size of the event. */
  static final int MOST_FINDINGS = 20;
}
