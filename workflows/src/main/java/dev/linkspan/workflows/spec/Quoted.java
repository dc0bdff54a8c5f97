package dev.linkspan.workflows.spec;

import java.util.Optional;

/** Repeats what a user wrote in a message: on one line, visible, and cut if it is long. */
final class Quoted {
  private static final int LONGEST = 40;
  private static final int LONGEST_NAME = 100;

  private Quoted() {}

  /** A value, in quotes. */
  static String of(String text) {
    return "\"" + visible(text, LONGEST) + "\"";
  }

  /** The name of a field. */
  static String name(String text) {
    return visible(text, LONGEST_NAME);
  }

  /**
   * The first character outside of ASCII, by its place and its name; empty if there is none. People
   * don't see a no-break space, or that a letter is Cyrillic.
   */
  static Optional<String> unusualCharacter(String text) {
    int[] characters = text.codePoints().toArray();
    for (int i = 0; i < characters.length; i++) {
      if (characters[i] > 127) {
        String name = Character.getName(characters[i]);
        return Optional.of(
            "its character %d is U+%04X%s"
                .formatted(i + 1, characters[i], name == null ? "" : ", " + name));
      }
    }
    return Optional.empty();
  }

  private static String visible(String text, int longest) {
    String oneLine = text.replaceAll("\\p{Cntrl}+", " ");
    StringBuilder visible = new StringBuilder();
    oneLine.codePoints().limit(longest).forEach(c -> append(visible, c));
    return oneLine.codePointCount(0, oneLine.length()) > longest
        ? visible.append("…").toString()
        : visible.toString();
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
          text.append("\\u%04x".formatted(character));
      case Character.SPACE_SEPARATOR ->
          text.append(character == ' ' ? " " : "\\u%04x".formatted(character));
      default -> text.appendCodePoint(character);
    }
  }
}
