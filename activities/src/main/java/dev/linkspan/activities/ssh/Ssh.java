package dev.linkspan.activities.ssh;

import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.common.LoggerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Connections to machines. They stay open between commands so that polling is cheap, and close
 * after a while without use. A machine behind a bastion is reached through a forwarded channel: the
 * private key never leaves the worker.
 */
public final class Ssh implements AutoCloseable {
  private final SshKeys keys;
  private final Duration idle;
  private final Config config;
  private final Map<Target, Lease> open = new HashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("ssh-idle-connections"));
  private boolean closed;

  /** Closes connections that were idle for a minute. */
  public Ssh(SshKeys keys) {
    this(keys, Duration.ofMinutes(1));
  }

  Ssh(SshKeys keys, Duration idle) {
    this.keys = keys;
    this.idle = idle;
    DefaultConfig defaults = new DefaultConfig();
    defaults.setLoggerFactory(new Silence());
    defaults.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
    this.config = defaults;
    long every = Math.max(100, idle.toMillis() / 4);
    var unused =
        sweeper.scheduleWithFixedDelay(this::closeIdle, every, every, TimeUnit.MILLISECONDS);
  }

  /** A shell on this machine, logged in with the key of this name; connects when first used. */
  public Shell on(String keyName, NodeAddress node) {
    return new Shell(this, Target.of(keyName, node));
  }

  /** A connection in use, until {@link Lease#close}. */
  Lease lease(Target target) {
    Lease lease = reserve(target);
    boolean connected = false;
    try {
      lease.connect();
      connected = true;
      return lease;
    } finally {
      if (!connected) {
        lease.close();
        forget(target, lease);
      }
    }
  }

  private Lease reserve(Target target) {
    Optional<Lease> broken = Optional.empty();
    Lease lease;
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("SSH connections are closed");
      }
      Optional<Lease> known = Optional.ofNullable(open.get(target));
      broken = known.filter(Lease::broken);
      lease = known.filter(one -> !one.broken()).orElseGet(() -> new Lease(target));
      open.put(target, lease);
      lease.users++;
    }
    broken.ifPresent(Lease::end);
    return lease;
  }

  private void forget(Target target, Lease lease) {
    synchronized (this) {
      open.remove(target, lease);
    }
    lease.end();
  }

  private void closeIdle() {
    List<Lease> unused = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      open.values().stream()
          .filter(lease -> lease.users == 0 && now - lease.lastUse > idle.toNanos())
          .forEach(unused::add);
      unused.forEach(lease -> open.remove(lease.target));
    }
    unused.forEach(Lease::end);
  }

  /** How many connections are open. */
  synchronized int connections() {
    return open.size();
  }

  @Override
  public void close() {
    List<Lease> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(open.values());
      open.clear();
    }
    sweeper.shutdownNow();
    all.forEach(Lease::end);
  }

  /** A shared connection; {@code users} and {@code lastUse} are guarded by the pool. */
  final class Lease implements AutoCloseable {
    private final Target target;
    private int users;
    private long lastUse = System.nanoTime();
    private volatile @Nullable Connection connection; // null until connected
    private volatile @Nullable Lease through; // null without a jump host
    private volatile boolean ended;

    Lease(Target target) {
      this.target = target;
    }

    private synchronized void connect() {
      if (connection != null) {
        return;
      }
      Optional<Lease> between = target.between().map(Ssh.this::lease);
      through = between.orElse(null);
      Optional<Connection> jump = between.map(Lease::connection);
      Connection opened = Connection.open(config, target, keys.privateKey(target.keyName()), jump);
      if (ended) {
        opened.close();
        throw new IllegalStateException("SSH connections are closed");
      }
      connection = opened;
    }

    private boolean broken() {
      Connection current = connection;
      return ended || (current != null && !current.usable());
    }

    /** The connection of a lease that {@link Ssh#lease} returned. */
    Connection connection() {
      return Objects.requireNonNull(connection);
    }

    private void end() {
      ended = true;
      Connection current = connection;
      if (current != null) {
        current.close();
      }
      Lease between = through;
      through = null;
      if (between != null) {
        between.close();
      }
    }

    /** Returns the connection, which stays open for the next user. */
    @Override
    public void close() {
      synchronized (Ssh.this) {
        users--;
        lastUse = System.nanoTime();
      }
    }
  }

  /** Silences the library: it logs each orderly end as an error, and throws what goes wrong. */
  private static final class Silence implements LoggerFactory {
    @Override
    public Logger getLogger(String name) {
      return NOPLogger.NOP_LOGGER;
    }

    @Override
    public Logger getLogger(Class<?> owner) {
      return NOPLogger.NOP_LOGGER;
    }
  }
}
