package dev.linkspan.workflows.setup;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.workflows.steps.PersonalText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request to remove everything. In the Temporal UI, {@code destroy} stands in the same list as
 * {@code approve}, so it counts only with the name of the setup.
 *
 * @param by who asks, recorded as claimed
 * @param reason why, recorded as claimed
 * @param setup the name of the setup, as a confirmation
 * @param restoreBrokers whether brokers of an existing cluster lose the listener for TiDB Cloud
 *     first, by a rolling restart; null means no
 * @param problem why it cannot be told what is asked for; null where it can
 */
public record DestroyRequest(
    @Nullable String by,
    @Nullable String reason,
    @Nullable String setup,
    @Nullable Boolean restoreBrokers,
    @JsonIgnore @Nullable String problem) {

  /** A request in the right form. */
  public DestroyRequest(
      @Nullable String by,
      @Nullable String reason,
      @Nullable String setup,
      @Nullable Boolean restoreBrokers) {
    this(by, reason, setup, restoreBrokers, null);
  }

  /** Leaves brokers of an existing cluster as they are. */
  public DestroyRequest(@Nullable String by, @Nullable String reason, @Nullable String setup) {
    this(by, reason, setup, null, null);
  }

  /** Reads whatever was sent; unknown fields are ignored. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static DestroyRequest of(JsonNode input) {
    PersonalText text = new PersonalText(input);
    // Whether brokers are restored first cannot be corrected later; who asks and why can be lost.
    PersonalText consequences = new PersonalText(input);
    Boolean restoreBrokers = consequences.flag("restoreBrokers");
    return new DestroyRequest(
        text.name("by"),
        text.reason("reason"),
        text.name("setup"),
        restoreBrokers,
        consequences.problem().orElse(null));
  }

  /** Whether the brokers are to lose the listener. */
  boolean restores() {
    return Boolean.TRUE.equals(restoreBrokers);
  }

  /** Why the request does not count for the setup with this name; empty if it does. */
  static Optional<String> problem(@Nullable DestroyRequest request, String name) {
    if (request == null || !name.equals(request.setup())) {
      return Optional.of(
          "destroy counts only with the name of the setup: {\"by\": \"your name\", \"setup\": \""
              + name
              + "\"}");
    }
    return Optional.ofNullable(request.problem())
        .map(problem -> "destroy does not count: " + problem);
  }
}
