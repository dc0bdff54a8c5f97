package dev.linkspan.workflows.spec;

/** Repeats a user's value in a message: in quotes, on one line, and cut if it is long. */
final class Quoted {
  private static final int LONGEST = 40;

  private Quoted() {}

  static String of(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}+", " ");
    return "\""
        + (oneLine.length() <= LONGEST ? oneLine : oneLine.substring(0, LONGEST) + "…")
        + "\"";
  }
}
