package dev.linkspan.activities.ssh;

/** Quotes text for shell scripts. */
public final class ShellWords {
  private ShellWords() {}

  /** One word for a POSIX shell, whatever the text holds except a NUL byte. */
  public static String quote(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a shell word cannot hold a NUL byte");
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
