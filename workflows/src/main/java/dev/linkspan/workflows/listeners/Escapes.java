package dev.linkspan.workflows.listeners;

/** Escapes keys and values for a properties file, and only where that is necessary. */
final class Escapes {
  private Escapes() {}

  static String key(String key) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (c == ' ' || c == '=' || c == ':' || c == '#' || c == '!') {
        escaped.append('\\').append(c);
      } else {
        append(escaped, c);
      }
    }
    return escaped.toString();
  }

  /** Escapes text that follows the separator or begins a line, where blanks and signs are lost. */
  static String value(String value) {
    int start = 0;
    StringBuilder escaped = new StringBuilder();
    while (start < value.length() && value.charAt(start) == ' ') {
      escaped.append("\\ ");
      start++;
    }
    if (start < value.length() && (value.charAt(start) == '=' || value.charAt(start) == ':')) {
      escaped.append('\\');
    }
    return escaped.append(within(value.substring(start))).toString();
  }

  /** Escapes text in the middle of a value. */
  static String within(String value) {
    StringBuilder escaped = new StringBuilder();
    value.chars().forEach(c -> append(escaped, (char) c));
    return escaped.toString();
  }

  /** A unicode escape for everything but ASCII: it is the same in every encoding. */
  private static void append(StringBuilder to, char c) {
    switch (c) {
      case '\\' -> to.append("\\\\");
      case '\t' -> to.append("\\t");
      case '\n' -> to.append("\\n");
      case '\r' -> to.append("\\r");
      case '\f' -> to.append("\\f");
      default -> {
        if (c < 0x20 || c > 0x7e) {
          to.append(String.format("\\u%04x", (int) c));
        } else {
          to.append(c);
        }
      }
    }
  }
}
