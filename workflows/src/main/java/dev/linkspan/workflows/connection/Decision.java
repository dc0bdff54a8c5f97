package dev.linkspan.workflows.connection;

/**
 * A person's answer to an endpoint's request, as sent by the signals {@code approve} and {@code
 * reject} and the update {@code decide}. All fields are claims, recorded as given.
 *
 * @param approved left out or null: the signal's name decides; the update refuses it
 * @param by who decides; may be left out in a signal
 * @param endpointId the endpoint meant; left out or null: the one that asks
 */
public record Decision(Boolean approved, String by, String reason, String endpointId) {
  /** The same decision as a yes or a no. */
  public Decision as(boolean yes) {
    return new Decision(yes, by, reason, endpointId);
  }
}
