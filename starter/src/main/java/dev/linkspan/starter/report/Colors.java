package dev.linkspan.starter.report;

import dev.linkspan.starter.report.Hop.Condition;

/** The colors of conditions; a sign always stands beside them. */
final class Colors {
  private Colors() {}

  /** Light, for dark text on it. */
  static String fill(Condition condition) {
    return switch (condition) {
      case BROKEN -> "#fde0dc";
      case DRIFTED -> "#fff0c2";
      case UNCHECKED -> "#ece7f7";
      case HEALTHY -> "#dff3e3";
      case UNKNOWN -> "#eeeeee";
    };
  }

  /** Dark, for text and lines on white. */
  static String line(Condition condition) {
    return switch (condition) {
      case BROKEN -> "#b3261e";
      case DRIFTED -> "#8a5a00";
      case UNCHECKED -> "#5e45a0";
      case HEALTHY -> "#1b7a33";
      case UNKNOWN -> "#666666";
    };
  }
}
