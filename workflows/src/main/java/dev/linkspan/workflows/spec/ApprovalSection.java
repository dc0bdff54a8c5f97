package dev.linkspan.workflows.spec;

import java.time.Duration;
import java.util.Optional;

/** Reads {@code approval}, a group that may be missing. */
final class ApprovalSection {
  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofDays(30);

  private ApprovalSection() {}

  /**
   * @param hasWebhook whether reminders reach anybody
   */
  static Spec.Approval read(Optional<Fields> section, boolean hasWebhook) {
    if (section.isEmpty()) {
      return Spec.Approval.UNLIMITED;
    }
    Fields fields = section.get();
    if (fields.has("remindEvery") && !hasWebhook) {
      fields.report(
          "remindEvery",
          "has no effect without verification.webhook",
          "Write verification.webhook, which gets the reminders, or leave it out.");
    }
    Spec.Approval approval =
        new Spec.Approval(
            fields.optional("automatic", ApprovalSection::automatic).or(false),
            fields.optional("remindEvery", ApprovalSection::duration).value(),
            fields.optional("deadline", ApprovalSection::duration).value());
    fields.close();
    return approval;
  }

  private static Boolean automatic(String text) throws InvalidValueException {
    return Formats.oneOf("never", "when-verified").read(text).equals("when-verified");
  }

  private static Duration duration(String text) throws InvalidValueException {
    return Formats.within(SHORTEST, LONGEST, text, "4h or 2d", "5m to 30d");
  }
}
