package dev.linkspan.sandbox.forwarding;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The backends of one listener, and what the health checks think of them. */
final class CheckedBackends implements AutoCloseable {
  private final ScheduledExecutorService clock;
  private final Executor checks;
  private final Predicate<Backend> admitted;
  private Map<Backend, Checked> members = new LinkedHashMap<>();
  private @Nullable HealthCheck check;
  private @Nullable ScheduledFuture<?> rounds;
  private int lastIndex;

  /**
   * @param admitted whether a backend lets in what comes from here
   */
  CheckedBackends(ScheduledExecutorService clock, Executor checks, Predicate<Backend> admitted) {
    this.clock = clock;
    this.checks = checks;
    this.admitted = admitted;
  }

  /** Backends that stay keep their health. */
  synchronized void update(HealthCheck newCheck, List<Backend> backends) {
    Map<Backend, Checked> next = new LinkedHashMap<>();
    for (Backend backend : backends) {
      Checked known = members.get(backend);
      next.put(backend, known == null ? new Checked(backend) : known);
    }
    boolean unchanged = newCheck.equals(check) && next.keySet().equals(members.keySet());
    members = next;
    check = newCheck;
    if (!unchanged) {
      stopRounds();
      long period = Math.max(1, newCheck.intervalSeconds());
      rounds = clock.scheduleAtFixedRate(() -> checkAll(newCheck), 0, period, TimeUnit.SECONDS);
    }
  }

  synchronized Map<Backend, Health> health() {
    Map<Backend, Health> result = new LinkedHashMap<>();
    members.forEach((backend, checked) -> result.put(backend, checked.health));
    return result;
  }

  /** The healthy backend whose turn it is; nothing where there is none, or it lets nobody in. */
  List<InetSocketAddress> next() {
    return nextHealthy().filter(admitted).stream()
        .map(chosen -> new InetSocketAddress(chosen.address(), chosen.port()))
        .toList();
  }

  private synchronized Optional<Backend> nextHealthy() {
    List<Backend> healthy =
        members.values().stream()
            .filter(checked -> checked.health == Health.HEALTHY)
            .map(checked -> checked.backend)
            .toList();
    if (healthy.isEmpty()) {
      return Optional.empty();
    }
    lastIndex = (lastIndex + 1) % healthy.size();
    return Optional.of(healthy.get(lastIndex));
  }

  @Override
  public synchronized void close() {
    stopRounds();
    members = Map.of();
  }

  private void stopRounds() {
    if (rounds != null) {
      rounds.cancel(false);
    }
  }

  private synchronized void checkAll(HealthCheck current) {
    for (Checked checked : members.values()) {
      if (!checked.underCheck) {
        checked.underCheck = true;
        checks.execute(() -> checkOne(checked, current));
      }
    }
  }

  private void checkOne(Checked checked, HealthCheck current) {
    boolean answers =
        admitted.test(checked.backend) && answers(checked.backend, current.connectTimeoutSeconds());
    synchronized (this) {
      checked.underCheck = false;
      checked.count(answers, current);
    }
  }

  private static boolean answers(Backend backend, int timeoutSeconds) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(backend.address(), backend.port()),
          (int) TimeUnit.SECONDS.toMillis(Math.max(1, timeoutSeconds)));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static final class Checked {
    private final Backend backend;
    private Health health = Health.INITIAL;
    private int successes;
    private int failures;
    private boolean underCheck;

    Checked(Backend backend) {
      this.backend = backend;
    }

    void count(boolean answers, HealthCheck check) {
      successes = answers ? successes + 1 : 0;
      failures = answers ? 0 : failures + 1;
      if (answers && successes >= check.healthy()) {
        health = Health.HEALTHY;
      } else if (!answers && failures >= check.unhealthy()) {
        health = Health.UNHEALTHY;
      }
    }
  }
}
