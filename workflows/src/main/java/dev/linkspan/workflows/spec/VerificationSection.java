package dev.linkspan.workflows.spec;

import dev.linkspan.workflows.plan.Cron;
import dev.linkspan.workflows.plan.Recurrence;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code verification}, a group that may be missing. */
final class VerificationSection {
  private static final Duration DEFAULT_PERIOD = Duration.ofHours(1);
  private static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(2);
  private static final Spec.ChangefeedUse DEFAULT_USE = Spec.ChangefeedUse.TEST_ONLY;
  private static final String DEFAULT_TABLE = "test.*";
  private static final String UTC = "UTC";
  private static final int LONGEST_CRON = 200;

  private final Optional<Fields> section;

  VerificationSection(Optional<Fields> section) {
    this.section = section;
  }

  Spec.Verification read() {
    Optional<Fields> changefeed = section.flatMap(s -> s.optionalSection("changefeed"));
    Spec.Verification verification =
        new Spec.Verification(
            section.map(VerificationSection::recurrence).orElse(Recurrence.every(DEFAULT_PERIOD)),
            section
                .flatMap(s -> s.optional("patience", Formats::verificationPatience).value())
                .orElse(DEFAULT_PATIENCE),
            section.flatMap(s -> s.optionalSection("webhook")).map(VerificationSection::webhook),
            changefeed
                .flatMap(s -> s.optional("use", VerificationSection::use).value())
                .orElse(DEFAULT_USE),
            changefeed
                .flatMap(s -> s.optional("table", Formats::tableFilter).value())
                .orElse(DEFAULT_TABLE),
            section
                .flatMap(s -> s.optional("repair", VerificationSection::repair).value())
                .orElse(Spec.RepairPolicy.ASK));
    changefeed.ifPresent(Fields::close);
    section.ifPresent(Fields::close);
    return verification;
  }

  private static Recurrence recurrence(Fields section) {
    String zone = section.optional("timeZone", VerificationSection::timeZone).or(UTC);
    if (!section.has("cron")) {
      if (section.has("timeZone")) {
        section.report("timeZone", "has no effect without cron", "Write cron, or leave it out.");
      }
      return Recurrence.every(section.optional("every", Formats::period).or(DEFAULT_PERIOD));
    }
    if (section.has("every")) {
      section.report("every", "contradicts cron", "Keep one of the two.");
    }
    return section
        .optional("cron", text -> cron(text, zone))
        .value()
        .map(Recurrence::at)
        .orElse(Recurrence.OFF);
  }

  private static Cron cron(String text, String zone) throws InvalidValueException {
    Formats.bounded(text, LONGEST_CRON);
    try {
      return Cron.of(text, zone);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          String.valueOf(e.getMessage()),
          "Write minute, hour, day of the month, month, and day of the week, for example \"0 6 * *"
              + " MON-FRI\".");
    }
  }

  private static String timeZone(String text) throws InvalidValueException {
    try {
      Cron.of("0 0 * * *", text);
      return text;
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not a time zone",
          "Write a name such as Asia/Singapore or UTC; for UTC+8, Etc/GMT-8.");
    }
  }

  private static Spec.Webhook webhook(Fields section) {
    Spec.Webhook webhook =
        new Spec.Webhook(
            section.required("url", Formats::webhookUrl, "an https address").or(""),
            section.optional("credential", Formats::credentialName).or("default"));
    section.close();
    return webhook;
  }

  private static Spec.RepairPolicy repair(String text) throws InvalidValueException {
    String written = Formats.oneOf("ask", "safe", "off").read(text);
    return Spec.RepairPolicy.valueOf(written.toUpperCase(Locale.ROOT));
  }

  private static Spec.ChangefeedUse use(String text) throws InvalidValueException {
    String written = Formats.oneOf("test-only", "temporary", "keep").read(text);
    return Spec.ChangefeedUse.valueOf(written.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
