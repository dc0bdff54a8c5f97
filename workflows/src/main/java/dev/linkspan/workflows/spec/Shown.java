package dev.linkspan.workflows.spec;

/** How a value of the user's is repeated in a message: quoted, on one line, and cut. */
final class Shown {
  private static final int LONGEST = 40;

  private Shown() {}

  static String value(String text) {
    String oneLine = text.replaceAll("\\p{Cntrl}+", " ");
    return "\""
        + (oneLine.length() <= LONGEST ? oneLine : oneLine.substring(0, LONGEST) + "…")
        + "\"";
  }
}
