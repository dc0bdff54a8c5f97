package dev.linkspan.activities.ssh;

/** Scripts that need root for files and processes of other users. */
public final class Privileged {
  private Privileged() {}

  /** Runs as root if the user is root or may use sudo without a password; otherwise as the user. */
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
