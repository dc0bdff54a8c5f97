package dev.linkspan.workflows.setup;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.steps.CompleteRecord;
import dev.linkspan.workflows.steps.PersonalText;
import org.jspecify.annotations.Nullable;

/**
 * A request to give a finished link another plan.
 *
 * @param by who asks; required
 * @param plan required
 * @param problem why the input is not a request; null where it is one
 */
public record UpdateRequest(
    @Nullable String by,
    @Nullable String reason,
    @Nullable Plan plan,
    @JsonIgnore @Nullable String problem) {

  /** A request in the right form. */
  public UpdateRequest(@Nullable String by, @Nullable String reason, Plan plan) {
    this(by, reason, plan, null);
  }

  /** Reads whatever was sent; unknown fields are ignored. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static UpdateRequest of(JsonNode input) {
    PersonalText text = new PersonalText(input);
    String by = text.name("by");
    String reason = text.reason("reason");
    try {
      Plan plan = CompleteRecord.read(input.path("plan"), Plan.class);
      return new UpdateRequest(by, reason, plan, text.problem().orElse(null));
    } catch (IllegalArgumentException unreadable) {
      return new UpdateRequest(
          by, reason, null, text.problem().orElse("\"plan\" is not the JSON of a plan"));
    }
  }
}
