package dev.linkspan.workflows.setup;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.workflows.steps.PersonalText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to put findings back as planned.
 *
 * @param by who asks; required
 * @param only keys or hops of the checks to repair; null or empty for all
 * @param problem why the input is not a request; null where it is one
 */
public record RepairRequest(
    @Nullable String by,
    @Nullable String reason,
    @Nullable List<String> only,
    @JsonIgnore @Nullable String problem) {

  /** A request in the right form. */
  public RepairRequest(@Nullable String by, @Nullable String reason, @Nullable List<String> only) {
    this(by, reason, only, null);
  }

  /** Reads whatever was sent; unknown fields are ignored. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static RepairRequest of(JsonNode input) {
    PersonalText text = new PersonalText(input);
    return new RepairRequest(
        text.name("by"), text.reason("reason"), text.names("only"), text.problem().orElse(null));
  }

  /** The checks to repair; none for all. */
  List<String> checks() {
    return only == null ? List.of() : only;
  }
}
