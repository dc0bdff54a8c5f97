package dev.linkspan.workflows.setup;

import com.fasterxml.jackson.annotation.JsonCreator;
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
 */
public record DestroyRequest(
    @Nullable String by,
    @Nullable String reason,
    @Nullable String setup,
    @Nullable Boolean restoreBrokers) {

  /** Leaves brokers of an existing cluster as they are. */
  public DestroyRequest(@Nullable String by, @Nullable String reason, @Nullable String setup) {
    this(by, reason, setup, null);
  }

  /** Reads whatever was sent; unknown fields are ignored. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static DestroyRequest of(JsonNode input) {
    PersonalText text = new PersonalText(input);
    return new DestroyRequest(
        text.name("by"), text.reason("reason"), text.name("setup"), text.flag("restoreBrokers"));
  }

  /** Whether the brokers are to lose the listener. */
  boolean restores() {
    return Boolean.TRUE.equals(restoreBrokers);
  }

  /** Why the request does not count for the setup with this name; empty if it does. */
  static Optional<String> problem(@Nullable DestroyRequest request, String name) {
    return request != null && name.equals(request.setup())
        ? Optional.empty()
        : Optional.of(
            "destroy counts only with the name of the setup: {\"by\": \"your name\", \"setup\": \""
                + name
                + "\"}");
  }
}
