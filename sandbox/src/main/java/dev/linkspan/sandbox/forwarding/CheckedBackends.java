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

/** The backends of one listener and their health. */
final class CheckedBackends implements AutoCloseable {
  private final ScheduledExecutorService clock;
  private final Executor checks;
  private final Predicate<Backend> admitted;
  private Map<Backend, Checked> members = new LinkedHashMap<>();
  private @Nullable HealthCheck check;
  private @Nullable ScheduledFuture<?> schedule;
  private int lastIndex;

  /**
   * @param admitted whether a backend admits connections from the listener
   */
  CheckedBackends(ScheduledExecutorService clock, Executor checks, Predicate<Backend> admitted) {
    this.clock = clock;
    this.checks = checks;
    this.admitted = admitted;
  }

  /** Replaces the health check and the backends. Backends that stay keep their health. */
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
      stopChecks();
      long period = Math.max(1, newCheck.intervalSeconds());
      schedule = clock.scheduleAtFixedRate(() -> checkAll(newCheck), 0, period, TimeUnit.SECONDS);
    }
  }

  synchronized Map<Backend, Health> health() {
    Map<Backend, Health> result = new LinkedHashMap<>();
    members.forEach((backend, checked) -> result.put(backend, checked.health));
    return result;
  }

  /**
   * Returns the next healthy backend in round-robin order; empty if there is none, or if it does
   * not admit the listener.
   */
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
    stopChecks();
    members = Map.of();
  }

  private void stopChecks() {
    if (schedule != null) {
      schedule.cancel(false);
    }
  }

  private synchronized void checkAll(HealthCheck current) {
    for (Checked checked : members.values()) {
      if (!checked.isChecking) {
        checked.isChecking = true;
        checks.execute(() -> checkOne(checked, current));
      }
    }
  }

  private void checkOne(Checked checked, HealthCheck current) {
    boolean answers =
        admitted.test(checked.backend) && answers(checked.backend, current.connectTimeoutSeconds());
    synchronized (this) {
      checked.isChecking = false;
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
    private boolean isChecking;

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
