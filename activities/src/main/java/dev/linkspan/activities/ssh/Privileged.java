package dev.linkspan.activities.ssh;

/** Scripts that need more rights than the SSH user may have: files and processes of others. */
public final class Privileged {
  private Privileged() {}

  /** Runs as root where the user is root or becomes it without a password; else as the user. */
  public static String text(Script script) {
    return "script="
        + ShellWords.quote("set -euo pipefail\n" + script.text())
        + "\n"
        + """
        if [ "$(id -u)" -ne 0 ] && sudo -n true 2> /dev/null; then
          exec sudo -n bash -c "$script"
        fi
        exec bash -c "$script"
        """;
  }
}
