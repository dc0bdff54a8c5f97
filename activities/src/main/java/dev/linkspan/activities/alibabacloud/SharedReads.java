package dev.linkspan.activities.alibabacloud;

import dev.linkspan.activities.execution.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads that the activities of one setup share within a worker: activities that ask for resources
 * of the same kind at the same time get the response of one call.
 */
final class SharedReads {
  private static final Duration UNUSED = Duration.ofMinutes(2);
  private static final Duration STILL_WANTED = Duration.ofSeconds(10);

  /**
   * What is read.
   *
   * @param of whose resources: credentials, region and setup
   * @param kind of the resources, and how they are read
   */
  record Key(String of, String kind) {}

  /**
   * A response.
   *
   * @param start of the read, in nanoseconds
   * @param ids that the read asked for; empty for a list of everything
   */
  private record Snapshot(long start, Set<String> ids, List<?> found) {}

  /** The reads of one key, one at a time. */
  private static final class Slot {
    private final Semaphore turn = new Semaphore(1, true);
    private final Map<String, Long> wanted = new ConcurrentHashMap<>();
    private volatile Optional<Snapshot> last = Optional.empty();
    private volatile long lastUse;
  }

  private final Time time;
  private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

  SharedReads(Time time) {
    this.time = time;
  }

  /**
   * Returns a list of resources.
   *
   * @param oldest how long ago the read may have started; zero for one that starts from now on
   */
  <S> List<S> list(Key key, Duration oldest, Function<List<String>, List<S>> read) {
    return read(slot(key), null, oldest, read);
  }

  /**
   * Returns resources by id: this one, and others that activities wait for.
   *
   * @param read gets at most as many ids as one call allows
   * @param most ids in one call
   */
  <S> List<S> byId(
      Key key, String id, Duration oldest, int most, Function<List<String>, List<S>> read) {
    Slot slot = slot(key);
    slot.wanted.put(id, time.nanoTime());
    return read(slot, id, oldest, ids -> inParts(ids, most, read));
  }

  /** Records that there is nothing of this kind yet. */
  void none(Key key) {
    slot(key).last = Optional.of(new Snapshot(time.nanoTime(), Set.of(), List.of()));
  }

  /** Returns, once, whether there was recorded to be nothing of this kind since then. */
  boolean takeNone(Key key, Duration oldest) {
    Slot slot = slots.remove(key);
    return slot != null
        && slot.last
            .filter(s -> time.nanoTime() - s.start() <= oldest.toNanos() && s.found().isEmpty())
            .isPresent();
  }

  /** Includes this id in the reads by id of others from now on. */
  void expect(Key key, String id) {
    slot(key).wanted.put(id, time.nanoTime());
  }

  /** Forgets what was read under this key. */
  void forget(Key key) {
    slot(key).last = Optional.empty();
  }

  /** Forgets what was read for this owner. */
  void forget(String of) {
    slots.forEach(
        (key, slot) -> {
          if (key.of().equals(of)) {
            slot.last = Optional.empty();
          }
        });
  }

  private static <S> List<S> inParts(
      List<String> ids, int most, Function<List<String>, List<S>> read) {
    List<S> found = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += most) {
      found.addAll(read.apply(ids.subList(from, Math.min(ids.size(), from + most))));
    }
    return found;
  }

  private <S> List<S> read(
      Slot slot, @Nullable String id, Duration oldest, Function<List<String>, List<S>> read) {
    long from = time.nanoTime() - oldest.toNanos();
    return Turns.taking(
        time,
        slot.turn,
        () -> {
          Optional<List<S>> known = recent(slot, id, from);
          return known.isPresent() ? known.get() : readNow(slot, id, read);
        });
  }

  @SuppressWarnings("unchecked") // A key is read in one way only, so the type is always the same.
  private static <S> Optional<List<S>> recent(Slot slot, @Nullable String id, long from) {
    return slot.last
        .filter(s -> s.start() - from >= 0 && (id == null || s.ids().contains(id)))
        .map(s -> (List<S>) s.found());
  }

  private <S> List<S> readNow(
      Slot slot, @Nullable String id, Function<List<String>, List<S>> read) {
    long start = time.nanoTime();
    slot.wanted.values().removeIf(at -> start - at > STILL_WANTED.toNanos());
    Set<String> ids = id == null ? Set.of() : new HashSet<>(slot.wanted.keySet());
    if (id != null) {
      ids.add(id);
    }
    List<S> found = read.apply(ids.stream().sorted().toList());
    slot.last = Optional.of(new Snapshot(start, ids, found));
    return found;
  }

  private Slot slot(Key key) {
    long now = time.nanoTime();
    Slot slot =
        slots.computeIfAbsent(
            key,
            absent -> {
              Slot fresh = new Slot();
              fresh.lastUse = now;
              return fresh;
            });
    slot.lastUse = now;
    slots.values().removeIf(s -> now - s.lastUse > UNUSED.toNanos());
    return slot;
  }
}
