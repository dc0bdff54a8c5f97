package dev.linkspan.workflows.steps;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a person sends with a signal or an update. Fields of another form than text count as absent,
 * because the request itself is in the signal's name.
 *
 * @param by who asks, recorded as claimed
 * @param reason why, recorded as claimed
 */
public record Command(@Nullable String by, @Nullable String reason) {

  /** Reads whatever was sent. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Command of(JsonNode input) {
    PersonalText text = new PersonalText(input);
    return new Command(text.name("by"), text.reason("reason"));
  }
}
