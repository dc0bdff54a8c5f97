package dev.linkspan.sandbox.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of status that take time. What is under way is written in the resource itself, so it goes
 * on after a restart. Listeners hear of every change of status made here, outside of any
 * transaction, in order for each resource; a change from before a restart is not told again.
 */
public final class Transitions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Transitions.class);

  /** Hears of changes; may block, which delays only what follows for the same resource. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param resource as it is now; its status is {@link Resource#GONE} once it was removed
     * @param oldStatus empty where the resource is new
     */
    void changed(Resource resource, String oldStatus);
  }

  private final Store store;
  private final double pace;
  private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> pending = new ConcurrentHashMap<>();
  private final Scheduler scheduler;

  /**
   * @param pace factor on every duration; 0 makes every change immediate
   */
  public Transitions(Store store, double pace) {
    this(store, pace, new RealTimeScheduler());
  }

  /**
   * @param scheduler closed with this
   */
  public Transitions(Store store, double pace, Scheduler scheduler) {
    this.store = store;
    this.pace = pace;
    this.scheduler = scheduler;
  }

  /** Goes on with what was under way when the sandbox last ended. */
  public void start() {
    store.all().forEach(this::schedule);
  }

  /** Has every change of status of this type told to the listener. */
  public void onChange(String type, Listener listener) {
    listeners.computeIfAbsent(type, t -> new CopyOnWriteArrayList<>()).add(listener);
  }

  /**
   * Stores the resource in {@code status}, to be in {@code nextStatus} after the duration (times
   * the pace). {@link Resource#GONE} as next status removes it then.
   */
  public Resource begin(Resource resource, String status, String nextStatus, Duration nominal) {
    Instant at = scheduler.now().plusMillis(Math.round(nominal.toMillis() * pace));
    return store(resource, status, Optional.of(new Resource.Next(nextStatus, at)));
  }

  /** Stores the resource in {@code status}, with no further change under way. */
  public Resource settle(Resource resource, String status) {
    return store(resource, status, Optional.empty());
  }

  private Resource store(Resource resource, String status, Optional<Resource.Next> next) {
    return store.inTransaction(
        () -> {
          String old = store.find(resource.type(), resource.id()).map(Resource::status).orElse("");
          Resource changed = store.put(resource.withStatus(status).withNext(next));
          store.afterCommit(
              () -> {
                notifyListeners(changed, old);
                schedule(changed);
              });
          return changed;
        });
  }

  /** Tells the listeners the present status as if it were new, as after a start. */
  public void notifyAgain(Resource resource) {
    notifyListeners(resource, "");
  }

  private void schedule(Resource resource) {
    resource.next().ifPresent(next -> scheduler.schedule(next.at(), () -> apply(resource, next)));
  }

  private void apply(Resource planned, Resource.Next next) {
    store.inTransaction(
        () -> {
          Optional<Resource> now = store.find(planned.type(), planned.id());
          if (now.isPresent() && now.get().next().equals(Optional.of(next))) {
            change(now.get(), next.status());
          }
          return null;
        });
  }

  private void change(Resource resource, String status) {
    Resource changed = resource.withStatus(status).withNext(Optional.empty());
    if (status.equals(Resource.GONE)) {
      store.remove(resource.type(), resource.id());
    } else {
      store.put(changed);
    }
    store.afterCommit(() -> notifyListeners(changed, resource.status()));
  }

  private void notifyListeners(Resource resource, String oldStatus) {
    List<Listener> interested = listeners.getOrDefault(resource.type(), List.of());
    if (interested.isEmpty() || resource.status().equals(oldStatus)) {
      return;
    }
    CompletableFuture<Void> notification =
        pending.compute(
            resource.id(),
            (id, before) ->
                (before == null ? CompletableFuture.<Void>completedFuture(null) : before)
                    .thenRunAsync(
                        () -> callListeners(interested, resource, oldStatus),
                        scheduler.listenerExecutor()));
    CompletableFuture<Void> unused =
        notification.thenRun(() -> pending.remove(resource.id(), notification));
  }

  private static void callListeners(
      List<Listener> interested, Resource resource, String oldStatus) {
    for (Listener listener : new ArrayList<>(interested)) {
      try {
        listener.changed(resource, oldStatus);
      } catch (RuntimeException e) {
        log.error("{} {} became {}: {}", resource.type(), resource.id(), resource.status(), e, e);
      }
    }
  }

  /** Ends the clock; what is under way stays written down. */
  @Override
  public void close() {
    scheduler.close();
  }
}
