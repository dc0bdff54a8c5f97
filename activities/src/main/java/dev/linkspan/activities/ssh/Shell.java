package dev.linkspan.activities.ssh;

import dev.linkspan.workflows.steps.Failures;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.connection.channel.direct.Session;

/** Runs bash scripts on one machine. */
public final class Shell {
  private static final ExecutorService READERS =
      Executors.newCachedThreadPool(DaemonThreads.named("ssh-output"));
  private static final byte[] NOTHING = {};

  /** A shell ends with this code or a higher one after a signal. */
  private static final int KILLED = 128;

  /**
   * What the startup files of the login shell print, such as a greeting, comes before this line.
   */
  private static final String BEGINNING = "linkspan: what the script prints begins here\n";

  private final Ssh ssh;
  private final Target target;

  Shell(Ssh ssh, Target target) {
    this.ssh = ssh;
    this.target = target;
  }

  /** The machine's name in the plan. */
  public String name() {
    return target.name();
  }

  /** Connects if necessary; returns the host key, {@code <type> <base64>}. */
  public String hostKey() {
    try (Ssh.Lease lease = ssh.lease(target)) {
      return lease.connection().hostKey();
    }
  }

  /** Runs a script that ends within {@code limit}; a failing command in the script ends it. */
  public Outcome run(String script, Duration limit) {
    return run(script, NOTHING, limit);
  }

  /**
   * Runs a script with this input.
   *
   * @throws UnreachableException when the connection cannot be made, breaks, or the limit passes
   * @throws NoShellException when the machine ran something else than the script
   */
  public Outcome run(String script, byte[] stdin, Duration limit) {
    String begun = "printf %s " + ShellWords.quote(BEGINNING) + "\n";
    String text = begun + "{ " + begun.strip() + "; } >&2\nset -euo pipefail\n" + script;
    String command = "exec bash -c " + ShellWords.quote(text);
    try (Ssh.Lease lease = ssh.lease(target);
        Session session = lease.connection().session()) {
      return ofScript(
          await(READERS.submit(() -> Connection.exec(session, command, stdin)), session, limit));
    } catch (IOException e) {
      throw unreachable("the connection to " + name() + " broke: " + e.getMessage(), e);
    }
  }

  /** Without what came before the script. */
  private Outcome ofScript(Outcome outcome) {
    if (!outcome.stdout().contains(BEGINNING)
        && outcome.exitCode() >= 0
        && outcome.exitCode() < KILLED) {
      throw new NoShellException(target.name(), target.user(), outcome.excerpt());
    }
    return new Outcome(outcome.exitCode(), begun(outcome.stdout()), begun(outcome.stderr()));
  }

  private static String begun(String output) {
    int beginning = output.indexOf(BEGINNING);
    return beginning < 0 ? output : output.substring(beginning + BEGINNING.length());
  }

  /**
   * Starts a script that answers questions line by line; its error output is part of the answers.
   *
   * @throws UnreachableException when the connection cannot be made, or breaks
   */
  public Conversation converse(String script) {
    String command = "exec 2>&1; set -euo pipefail\n" + script;
    return Conversation.begin(ssh.lease(target), name(), command);
  }

  private Outcome await(Future<Outcome> running, Session session, Duration limit)
      throws IOException {
    try {
      return running.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unreachable(name() + " did not finish a command within " + limit.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted while waiting for " + name(), e);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw unreachable("the connection to " + name() + " broke: " + cause.getMessage(), e);
    } finally {
      running.cancel(true);
      session.close();
    }
  }

  private static UnreachableException unreachable(String problem, Exception cause) {
    return new UnreachableException(problem, cause);
  }

  /**
   * Writes a file, and renames it to {@code path} once all of it has arrived. The path is absolute;
   * its folder is created.
   */
  public void upload(String path, byte[] content, Duration limit) {
    String part = ShellWords.quote(path) + ".part";
    Outcome outcome =
        run(
            "mkdir -p \"$(dirname "
                + ShellWords.quote(path)
                + ")\"; cat > "
                + part
                + "; test \"$(wc -c < "
                + part
                + ")\" -eq "
                + content.length
                + "; mv "
                + part
                + " "
                + ShellWords.quote(path),
            content,
            limit);
    if (outcome.foundNoRoom()) {
      throw Failures.needsPerson(
          "there is no room to write " + path + " on " + name() + ": " + outcome.excerpt(),
          "make room on that disk, then retry");
    }
    outcome.orThrow("cannot write " + path + " on " + name());
  }
}
