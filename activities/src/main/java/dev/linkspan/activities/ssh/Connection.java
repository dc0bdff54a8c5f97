package dev.linkspan.activities.ssh;

import dev.linkspan.workflows.steps.Failures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One authenticated connection to one machine; many commands may run on it at once. */
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ANSWER_MILLIS = 15_000;
  private static final int LOGIN_MILLIS = 30_000;

  /** Ends a silent login: behind a bastion there is no socket, and so no socket timeout. */
  private static final ScheduledExecutorService WATCHDOG =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("ssh-login-watchdog"));

  /** Write input while output is read: a command may end, or answer, before it reads its input. */
  private static final ExecutorService WRITERS =
      Executors.newCachedThreadPool(DaemonThreads.named("ssh-input"));

  private static final long WINDOW_TURN_NANOS = 5_000_000;

  private static final int KEEP_ALIVE_SECONDS = 5;
  private static final int OUTPUT_LIMIT = 4 << 20;

  private final SSHClient client;
  private final Optional<DirectConnection> channel;
  private final PinnedHostKey hostKey;

  private Connection(SSHClient client, Optional<DirectConnection> channel, PinnedHostKey hostKey) {
    this.client = client;
    this.channel = channel;
    this.hostKey = hostKey;
  }

  /**
   * Connects and logs in.
   *
   * @param through the connection to the jump host; empty for a direct connection
   */
  static Connection open(Config config, Target target, Path key, Optional<Connection> through) {
    SSHClient client = new SSHClient(config);
    PinnedHostKey hostKey = new PinnedHostKey(target.hostKey());
    client.addHostKeyVerifier(hostKey);
    client.setConnectTimeout(CONNECT_MILLIS);
    client.getTransport().setTimeoutMs(ANSWER_MILLIS);
    client.getConnection().setTimeoutMs(ANSWER_MILLIS);
    client.getConnection().getKeepAlive().setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    client.setTimeout(ANSWER_MILLIS);
    AtomicReference<Optional<DirectConnection>> opened = new AtomicReference<>(Optional.empty());
    Optional<DirectConnection> channel = Optional.empty();
    var watchdog =
        WATCHDOG.schedule(
            () -> closeAll(client, Objects.requireNonNull(opened.get())),
            LOGIN_MILLIS,
            TimeUnit.MILLISECONDS);
    try {
      if (through.isPresent()) {
        SSHClient jump = through.orElseThrow().client;
        channel = Optional.of(jump.newDirectConnection(target.address(), target.port()));
        opened.set(channel);
        client.connectVia(channel.orElseThrow());
      } else {
        client.connect(target.address(), target.port());
      }
      logIn(client, target, key);
      LOG.debug("connected to {} as {} at {}", target.name(), target.user(), target.place());
      return new Connection(client, channel, hostKey);
    } catch (IOException | RuntimeException e) {
      closeAll(client, channel);
      throw sorted(e, target, hostKey);
    } finally {
      watchdog.cancel(false);
    }
  }

  private static void logIn(SSHClient client, Target target, Path key) throws IOException {
    KeyProvider provider;
    try {
      provider = client.loadKeys(key.toString());
      provider.getPublic();
      provider.getPrivate();
    } catch (IOException e) {
      throw Failures.needsPerson(
          "the worker cannot use the SSH key \"" + target.keyName() + "\" that the spec names",
          "give the worker an unencrypted RSA or ECDSA private key in OpenSSH's or ssh-keygen's PEM"
              + " format under that name, readable for it, then retry");
    }
    client.authPublickey(target.user(), provider);
  }

  private static RuntimeException sorted(Exception e, Target target, PinnedHostKey hostKey) {
    if (hostKey.mismatch().isPresent()) {
      return Failures.needsPerson(
          "host key of "
              + target.name()
              + " changed: expected "
              + Fingerprint.of(target.hostKey())
              + ", the machine at "
              + target.address()
              + " shows "
              + Fingerprint.of(hostKey.seen()),
          "find out why another machine answers there; when the machine was rebuilt on purpose,"
              + " destroy this setup and make it again");
    }
    if (e instanceof UserAuthException) {
      return new LoginRefusedException(
          target.name()
              + " does not accept the SSH key for user "
              + target.user()
              + " at "
              + target.address());
    }
    if (e instanceof RuntimeException already) {
      return already;
    }
    return new UnreachableException(
        target.name() + " cannot be reached over SSH at " + target.place() + ": " + e.getMessage(),
        e);
  }

  /** The host key of the machine, {@code <type> <base64>}. */
  String hostKey() {
    return hostKey.seen();
  }

  boolean usable() {
    return client.isConnected() && client.isAuthenticated();
  }

  /** Opens a session for one command; closing it ends the wait for its output. */
  Session session() throws IOException {
    return client.startSession();
  }

  /**
   * Runs one command to its end, however long that takes. The command may leave input unread; only
   * its exit code says how it ended.
   */
  static Outcome exec(Session session, String command, byte[] stdin) throws IOException {
    Session.Command running = session.exec(command);
    Future<Void> input = WRITERS.submit(() -> writeAll(session, running.getOutputStream(), stdin));
    String stdout = read(running.getInputStream());
    String stderr = read(running.getErrorStream());
    running.join(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
    Integer exit = running.getExitStatus(); // null when a signal killed the shell
    if (exit == null) {
      throwFailureOf(input);
    }
    return new Outcome(exit == null ? -1 : exit, stdout, stderr);
  }

  /**
   * Closes the input only after all of it is written, so that a command never mistakes a part for
   * the whole.
   */
  private static Void writeAll(Session session, OutputStream in, byte[] input) throws IOException {
    write(session, in, input);
    in.close();
    return null;
  }

  /**
   * Writes no more than the other side accepts: a wait inside the stream would keep the whole
   * connection from noticing that the command has ended.
   */
  static void write(Session session, OutputStream in, byte[] input) throws IOException {
    int written = 0;
    while (written < input.length) {
      long room = session.getRemoteWinSize();
      if (room == 0 && session.isOpen()) {
        LockSupport.parkNanos(WINDOW_TURN_NANOS);
      } else {
        int piece = (int) Math.min(input.length - written, Math.max(room, 1));
        in.write(input, written, piece);
        in.flush();
        written += piece;
      }
    }
  }

  private static void throwFailureOf(Future<Void> input) throws IOException {
    if (!input.isDone()) {
      return;
    }
    try {
      input.get();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IOException(cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      if (text.size() < OUTPUT_LIMIT) {
        text.write(piece, 0, n);
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closeAll(client, channel);
  }

  private static void closeAll(SSHClient client, Optional<DirectConnection> channel) {
    closeQuietly(client);
    channel.ifPresent(Connection::closeQuietly);
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      // Nothing depends on a connection that is being closed.
    }
  }
}
