package dev.linkspan.workflows.connection;

import org.jspecify.annotations.Nullable;

/**
 * A person's answer to an endpoint's request, as sent by the signals {@code approve} and {@code
 * reject} and the update {@code decide}. All fields are claims, recorded as given.
 *
 * @param approved null: the signal's name decides; the update refuses it
 * @param by who decides; required by the update
 * @param endpointId which endpoint; null means the one that asks to connect
 */
public record Decision(
    @Nullable Boolean approved,
    @Nullable String by,
    @Nullable String reason,
    @Nullable String endpointId) {

  /** Whether it approves; null counts as no. */
  public boolean approves() {
    return Boolean.TRUE.equals(approved);
  }

  /** The same decision, approved or rejected. */
  public Decision as(boolean yes) {
    return new Decision(yes, by, reason, endpointId);
  }
}
