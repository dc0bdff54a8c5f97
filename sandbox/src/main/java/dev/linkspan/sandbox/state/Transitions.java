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
 * Changes of status that take time. The resource itself stores the change in progress, so it
 * resumes after a restart. Listeners are called for every change of status made here, outside of
 * transactions and in order for each resource, but not again for changes before a restart.
 */
public final class Transitions implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Transitions.class);

  /**
   * Listens to changes of status. It may block, which delays only later changes of the same
   * resource.
   */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after a change.
     *
     * @param resource current resource; its status is {@link Resource#GONE} if it was removed
     * @param oldStatus empty if the resource is new
     */
    void changed(Resource resource, String oldStatus);
  }

  private final Store store;
  private final double pace;
  private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Void>> pending = new ConcurrentHashMap<>();
  private final Scheduler scheduler;

  /**
   * @param pace factor for every duration; 0 makes changes immediate
   */
  public Transitions(Store store, double pace) {
    this(store, pace, new RealTimeScheduler());
  }

  /**
   * @param scheduler closed with this object
   */
  public Transitions(Store store, double pace, Scheduler scheduler) {
    this.store = store;
    this.pace = pace;
    this.scheduler = scheduler;
  }

  /** Resumes the changes in progress of the previous run. */
  public void start() {
    store.all().forEach(this::schedule);
  }

  /** Registers a listener for changes of status of this type. */
  public void onChange(String type, Listener listener) {
    listeners.computeIfAbsent(type, t -> new CopyOnWriteArrayList<>()).add(listener);
  }

  /**
   * Stores the resource in {@code status}, and changes it to {@code nextStatus} after the duration
   * times the pace. The next status {@link Resource#GONE} removes it.
   */
  public Resource begin(Resource resource, String status, String nextStatus, Duration nominal) {
    Instant at = scheduler.now().plusMillis(Math.round(nominal.toMillis() * pace));
    return store(resource, status, Optional.of(new Resource.Next(nextStatus, at)));
  }

  /** Stores the resource in {@code status}, without a further change. */
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

  /**
   * Calls the listeners with the current status as if it were new, for the start of the sandbox.
   */
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
        log.error(
            "A listener failed when {} {} became {}",
            resource.type(),
            resource.id(),
            resource.status(),
            e);
      }
    }
  }

  /** Stops the scheduler. Changes in progress stay in the store. */
  @Override
  public void close() {
    scheduler.close();
  }
}
