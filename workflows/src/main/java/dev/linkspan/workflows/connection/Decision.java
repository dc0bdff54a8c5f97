package dev.linkspan.workflows.connection;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.workflows.steps.PersonalText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person's answer to an endpoint's request, as sent by the signals {@code approve} and {@code
 * reject} and the update {@code decide}. All fields are claims, recorded as given.
 *
 * @param approved null: the signal's name decides; the update refuses it
 * @param by who decides; required by the update
 * @param endpointId which endpoint; null means the one that asks to connect
 * @param at when the setup took it, whatever was sent; null in an answer that is not taken yet
 * @param problem why the input is not an answer; null where it is one
 */
public record Decision(
    @Nullable Boolean approved,
    @Nullable String by,
    @Nullable String reason,
    @Nullable String endpointId,
    @Nullable Instant at,
    @JsonIgnore @Nullable String problem) {

  /** Stands in place of a person's name where Linkspan itself has decided. */
  public static final String AUTOMATIC = "automatic";

  /** An answer in the right form. */
  public Decision(
      @Nullable Boolean approved,
      @Nullable String by,
      @Nullable String reason,
      @Nullable String endpointId) {
    this(approved, by, reason, endpointId, null, null);
  }

  /** Reads whatever was sent; unknown fields are ignored. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Decision of(JsonNode input) {
    PersonalText text = new PersonalText(input);
    String endpointId = text.name("endpointId");
    return new Decision(
        text.flag("approved"),
        text.name("by"),
        text.reason("reason"),
        // The name of the option of the commands.
        endpointId == null ? text.name("endpoint") : endpointId,
        text.instant("at"),
        text.problem().orElse(null));
  }

  /** An approval without a person, for this reason. */
  static Decision automatic(String reason, String endpointId) {
    return new Decision(true, AUTOMATIC, reason, endpointId);
  }

  /** Whether Linkspan itself has decided. */
  public boolean automatic() {
    return AUTOMATIC.equals(by);
  }

  /** Whether it approves; null counts as no. */
  public boolean approves() {
    return Boolean.TRUE.equals(approved);
  }

  /** The same decision, approved or rejected. */
  public Decision as(boolean yes) {
    return new Decision(yes, by, reason, endpointId, at, problem);
  }

  /** The same decision, taken at this time. */
  public Decision takenAt(@Nullable Instant time) {
    return new Decision(approved, by, reason, endpointId, time, problem);
  }

  /** The same decision about this endpoint. */
  Decision about(String endpoint) {
    return new Decision(approved, by, reason, endpoint, at, problem);
  }
}
