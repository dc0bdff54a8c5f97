package dev.linkspan.activities.ssh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.connection.channel.direct.Session;

/**
 * A command that answers questions, one line each, and keeps running between them. Its input ends,
 * and so should the command, when the conversation is closed or the worker dies. Not thread-safe.
 */
public final class Conversation implements AutoCloseable {
  private static final ExecutorService READERS =
      Executors.newCachedThreadPool(DaemonThreads.named("ssh-conversation"));

  private final Ssh.Lease lease;
  private final String machine;
  private final Session session;
  private final OutputStream questions;
  private final BufferedReader answers;

  private Conversation(Ssh.Lease lease, String machine, Session session, Session.Command running) {
    this.lease = lease;
    this.machine = machine;
    this.session = session;
    this.questions = running.getOutputStream();
    this.answers =
        new BufferedReader(new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts the command; closing the conversation returns the lease. */
  static Conversation begin(Ssh.Lease lease, String machine, String script) {
    Optional<Session> opened = Optional.empty();
    try {
      Session session = lease.connection().session();
      opened = Optional.of(session);
      return new Conversation(
          lease, machine, session, session.exec("exec bash -c " + ShellWords.quote(script)));
    } catch (IOException e) {
      end(opened, lease);
      throw broke(machine, e);
    }
  }

  /** Whether the command still runs, as far as the worker knows. */
  public boolean open() {
    return session.isOpen() && lease.connection().usable();
  }

  /** Sends one line. Only the answer shows whether the command read it. */
  public void say(String line) {
    try {
      Connection.write(session, questions, (line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A command that has ended may have said why: its output can still be read.
    }
  }

  /**
   * The next line of the command's output; empty when it has ended.
   *
   * @throws UnreachableException when the connection breaks or the limit passes: the conversation
   *     cannot go on afterwards
   */
  public Optional<String> hear(Duration limit) {
    Future<String> line = READERS.submit(answers::readLine);
    try {
      return Optional.ofNullable(line.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new UnreachableException(
          machine + " did not answer within " + limit.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException("interrupted while waiting for " + machine, e);
    } catch (ExecutionException e) {
      throw broke(machine, cause(e));
    } finally {
      line.cancel(true);
    }
  }

  private static UnreachableException broke(String machine, Throwable cause) {
    return new UnreachableException(
        "the connection to " + machine + " broke: " + cause.getMessage(),
        cause instanceof Exception e ? e : new IOException(cause));
  }

  private static Throwable cause(ExecutionException e) {
    return Objects.requireNonNullElse(e.getCause(), e);
  }

  @Override
  public void close() {
    end(Optional.of(session), lease);
  }

  private static void end(Optional<Session> session, Ssh.Lease lease) {
    try (lease) {
      if (session.isPresent()) {
        session.get().close();
      }
    } catch (IOException e) {
      // The connection is gone, and the command with it, as intended.
    }
  }
}
