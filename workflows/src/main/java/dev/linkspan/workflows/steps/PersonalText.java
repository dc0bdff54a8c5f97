package dev.linkspan.workflows.steps;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the texts in what a person sends: leniently, since an unknown field is no reason to lose an
 * answer, and bounded, since everything is shown to other people. Pure.
 */
public final class PersonalText {
  /** The longest name or id that is kept, in characters. */
  private static final int LONGEST_NAME = 100;

  private static final int LONGEST_REASON = 1_000;
  private static final int MOST_NAMES = 100;

  private final JsonNode input;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param input what was sent; anything but an object and null is a problem
   */
  public PersonalText(JsonNode input) {
    this.input = input;
    if (!input.isObject() && !input.isNull() && !input.isMissingNode()) {
      problems.add("the input is not a JSON object such as {\"by\": \"ada\"}");
    }
  }

  /**
   * The value of a field. Its name counts in any case, and with hyphens and underscores: an answer
   * with {@code "EndpointID"} must not count as one about any endpoint.
   */
  private JsonNode value(String field) {
    JsonNode exact = input.path(field);
    if (!exact.isMissingNode()) {
      return exact;
    }
    Iterator<String> names = input.fieldNames();
    while (names.hasNext()) {
      String name = names.next();
      if (name.length() <= LONGEST_NAME && isLike(name, field)) {
        return input.path(name);
      }
    }
    return exact;
  }

  private static boolean isLike(String name, String field) {
    return name.replaceAll("[-_ ]", "").equalsIgnoreCase(field);
  }

  /** A name or an id. */
  public @Nullable String name(String field) {
    return text(field, LONGEST_NAME);
  }

  /** One name or a list of names; null where it is absent. */
  public @Nullable List<String> names(String field) {
    JsonNode value = value(field);
    if (isAbsent(value)) {
      return null;
    }
    List<String> names = new ArrayList<>();
    boolean fits = value.isTextual() || (value.isArray() && value.size() <= MOST_NAMES);
    for (JsonNode name : value.isArray() ? value : List.of(value)) {
      fits &= name.isTextual();
      if (fits) {
        names.add(clean(name.textValue(), LONGEST_NAME));
      }
    }
    if (!fits) {
      problems.add("\"" + field + "\" is not a list of at most " + MOST_NAMES + " texts");
    }
    return List.copyOf(names);
  }

  /** A sentence. */
  public @Nullable String reason(String field) {
    return text(field, LONGEST_REASON);
  }

  /** True or false; null where it is absent. */
  public @Nullable Boolean flag(String field) {
    JsonNode value = value(field);
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (!isAbsent(value)) {
      problems.add("\"" + field + "\" is neither true nor false");
    }
    return null;
  }

  /** A time that a workflow wrote; null where it is absent or something else. */
  public @Nullable Instant instant(String field) {
    try {
      return Instant.parse(value(field).asText());
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** What is wrong with the input; empty where nothing is. */
  public Optional<String> problem() {
    return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
  }

  private @Nullable String text(String field, int longest) {
    JsonNode value = value(field);
    if (value.isTextual()) {
      return clean(value.textValue(), longest);
    }
    if (!isAbsent(value)) {
      problems.add("\"" + field + "\" is not a text");
    }
    return null;
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  /**
   * The text in one line, cut to this many characters. Characters that control a terminal or the
   * direction of text are written as their escapes.
   */
  public static String clean(String text, int longest) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().limit(longest).forEach(c -> append(clean, c));
    return text.codePointCount(0, text.length()) > longest
        ? clean.append("…").toString()
        : clean.toString();
  }

  private static void append(StringBuilder text, int character) {
    switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          text.append("\\u").append("%04x".formatted(character));
      default -> text.appendCodePoint(character);
    }
  }
}
