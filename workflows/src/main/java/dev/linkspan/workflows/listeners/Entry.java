package dev.linkspan.workflows.listeners;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One key with its value, and their places in the text of the file.
 *
 * @param start where its first physical line begins
 * @param valueStart where the value begins, which may be on a continuation line
 * @param end just before the newline that ends it, or the end of the text
 * @param separated whether {@code =} or {@code :} stands between key and value
 * @param key with its escapes resolved
 * @param pieces the characters of the value, in order
 */
record Entry(
    int start, int valueStart, int end, Separator separated, String key, List<Piece> pieces) {

  /** What stands between a key and its value. */
  enum Separator {
    SIGN,
    BLANK,
    NONE
  }

  /**
   * One character of a value and the span of the text that means it; between two spans lie only
   * continuations.
   */
  record Piece(char character, int from, int to) {}

  Entry {
    pieces = List.copyOf(pieces);
  }

  String value() {
    return pieces.stream()
        .map(piece -> String.valueOf(piece.character()))
        .collect(Collectors.joining());
  }

  /** The end of the last significant character. */
  int valueEnd() {
    return pieces.isEmpty() ? valueStart : pieces.get(pieces.size() - 1).to();
  }
}
