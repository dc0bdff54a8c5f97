package dev.linkspan.sandbox.state;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All resources, kept in one file. There is one writer at a time. Readers never wait and see the
 * last committed state; a transaction sees its own changes. A commit is on disk before it is
 * visible.
 */
public final class Store {
  private static final String ID_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private record Key(String type, String id) {}

  private final Optional<StateFile> file;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private volatile Map<Key, Resource> committed;
  private @Nullable Map<Key, Resource> working;

  /** Opens the state file, which need not exist. */
  public Store(Path stateFile) {
    this(Optional.of(new StateFile(stateFile)));
  }

  private Store(Optional<StateFile> file) {
    this.file = file;
    Map<Key, Resource> read = new LinkedHashMap<>();
    file.ifPresent(f -> f.read().forEach(r -> read.put(new Key(r.type(), r.id()), r)));
    committed = Collections.unmodifiableMap(read);
  }

  /** Creates a store without a file, for tests. */
  public static Store inMemory() {
    return new Store(Optional.empty());
  }

  /** Adds or replaces a resource, and returns it. */
  public Resource put(Resource resource) {
    return inTransaction(
        () -> {
          change().put(new Key(resource.type(), resource.id()), resource);
          return resource;
        });
  }

  public Optional<Resource> find(String type, String id) {
    return Optional.ofNullable(visible().get(new Key(type, id)));
  }

  /** Returns all resources of a type, oldest first. */
  public List<Resource> all(String type) {
    return visible().values().stream().filter(r -> r.type().equals(type)).toList();
  }

  /** Returns all resources that are not internal to the sandbox, oldest first. */
  public List<Resource> all() {
    return visible().values().stream().filter(r -> !r.type().startsWith("_")).toList();
  }

  public void remove(String type, String id) {
    inTransaction(() -> change().remove(new Key(type, id)));
  }

  /** Returns a new id such as {@code vpc-t4n…}: the prefix, a dash and 20 lower-case characters. */
  public String newId(String prefix) {
    StringBuilder id = new StringBuilder(prefix).append("-t4n");
    for (int i = 0; i < 17; i++) {
      id.append(ID_LETTERS.charAt(random.nextInt(ID_LETTERS.length())));
    }
    return id.toString();
  }

  /** Returns 0, 1, 2, … for a counter. The value survives a restart. */
  public long next(String counter) {
    return inTransaction(
        () -> {
          Resource last =
              find("_counter", counter)
                  .orElseGet(() -> Resource.of("_counter", counter, "", "", counter).with("n", 0));
          put(last.with("n", last.integer("n") + 1));
          return (long) last.integer("n");
        });
  }

  /**
   * Runs the work as a transaction and commits. An exception undoes its changes. A nested
   * transaction is part of the outer one.
   */
  public <T> T inTransaction(Supplier<T> work) {
    if (lock.isHeldByCurrentThread()) {
      return work.get();
    }
    T result;
    List<Runnable> after;
    lock.lock();
    try {
      result = work.get();
      if (working != null) {
        Map<Key, Resource> changed = working;
        file.ifPresent(f -> f.write(changed.values()));
        committed = Collections.unmodifiableMap(working);
      }
      after = List.copyOf(afterCommit);
    } finally {
      working = null;
      afterCommit.clear();
      lock.unlock();
    }
    after.forEach(Runnable::run);
    return result;
  }

  /** Runs the work after the current transaction has committed, or at once if there is none. */
  public void afterCommit(Runnable work) {
    if (lock.isHeldByCurrentThread()) {
      afterCommit.add(work);
    } else {
      work.run();
    }
  }

  private Map<Key, Resource> visible() {
    return lock.isHeldByCurrentThread() && working != null ? working : committed;
  }

  private Map<Key, Resource> change() {
    if (working == null) {
      working = new LinkedHashMap<>(committed);
    }
    return working;
  }
}
