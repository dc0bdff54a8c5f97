package dev.linkspan.starter.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Pieces of HTML. Pure. */
final class Html {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Html() {}

  /** The text as text, whatever it contains; a control character becomes a space. */
  static String text(String text) {
    StringBuilder html = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.appendCodePoint(Character.isISOControl(c) ? ' ' : c);
              }
            });
    return html.toString();
  }

  /** An element with a class, whose content is HTML already. */
  static String element(String name, String style, String content) {
    return "<%s class=\"%s\">%s</%s>".formatted(name, style, content, name);
  }

  /** In UTC, to the second. */
  static String time(Instant time) {
    return TIME.format(time) + " UTC";
  }

  /** For example {@code 12 ms}, {@code 4.2 s}, {@code 3 min 5 s}. */
  static String duration(Duration time) {
    if (time.toMillis() < 1_000) {
      return time.toMillis() + " ms";
    }
    if (time.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
    }
    return time.toHours() > 0
        ? time.toHours() + " h " + time.toMinutesPart() + " min"
        : time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  /** With commas between thousands. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
