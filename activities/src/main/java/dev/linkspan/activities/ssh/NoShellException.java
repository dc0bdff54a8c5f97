package dev.linkspan.activities.ssh;

import dev.linkspan.activities.execution.Advised;

/**
 * A machine accepts a login, but runs something else than the script that it was asked to run: the
 * account has another shell or no shell, a forced command, or bash is not installed.
 */
public final class NoShellException extends RuntimeException implements Advised {

  /**
   * @param machine its name
   * @param user the account
   * @param answer what it printed instead; may be blank
   */
  NoShellException(String machine, String user, String answer) {
    super(
        "%s does not run bash scripts for user %s%s"
            .formatted(machine, user, answer.isBlank() ? "" : ": it answered " + answer));
  }

  @Override
  public String remedy() {
    return "give this user bash as login shell, without a forced command (ForceCommand, or command= in"
        + " authorized_keys), a menu, or an `exec` of another shell in its startup files, or name"
        + " another user in the spec; then retry";
  }
}
