package dev.linkspan.activities.ssh;

/** Puts text into shell scripts so that it stays text. */
public final class ShellWords {
  private ShellWords() {}

  /** One word for a POSIX shell, whatever is in it; a NUL byte is refused. */
  public static String quote(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a shell word cannot hold a NUL byte");
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
