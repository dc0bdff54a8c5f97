package dev.linkspan.activities.alibabacloud;

import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.workflows.plan.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads of the resources of one setup, which its activities share within a worker. */
public final class OwnerReads {
  /** How old a list may be that shows what exists before a creation. */
  public static final Duration RECENT = Duration.ofMinutes(1);

  /** How old the state of a resource may be that several activities wait for. */
  public static final Duration CURRENT = Duration.ofMillis(800);

  private final AlibabaCloud cloud;
  private final Owner owner;

  OwnerReads(AlibabaCloud cloud, Owner owner) {
    this.cloud = cloud;
    this.owner = owner;
  }

  /**
   * Returns the setup's resources of a kind, from a call that activities share.
   *
   * @param kind of the resources
   * @param oldest how long ago the call may have started
   */
  public <S> List<S> list(String kind, Duration oldest, Supplier<List<S>> read) {
    return cloud.reads().list(key(kind), oldest, ids -> read.get());
  }

  /**
   * Finds what is about to be removed: in a recent list, or else in a new one.
   *
   * @param find returns it from a list that is at most this old
   */
  public <S> Optional<S> findToRemove(Function<Duration, Optional<S>> find) {
    long start = cloud.time().nanoTime();
    Optional<S> known = find.apply(RECENT);
    return known.isPresent()
        ? known
        : find.apply(Duration.ofNanos(cloud.time().nanoTime() - start));
  }

  /**
   * Reads a resource by id, together with others that activities wait for.
   *
   * @param kind of the resources
   * @param most how many ids one call may have
   * @param read returns the existing ones of these ids
   */
  public <S> Optional<S> byId(
      String kind,
      String id,
      int most,
      Function<List<String>, List<S>> read,
      Function<S, String> idOf) {
    return byId(kind, id, CURRENT, most, read, idOf);
  }

  /**
   * Like {@link #byId(String, String, int, Function, Function)}, from a read that may be older.
   *
   * @param oldest how long ago the call may have started
   */
  public <S> Optional<S> byId(
      String kind,
      String id,
      Duration oldest,
      int most,
      Function<List<String>, List<S>> read,
      Function<S, String> idOf) {
    return cloud.reads().byId(byIdKey(kind), id, oldest, most, read).stream()
        .filter(s -> id.equals(idOf.apply(s)))
        .findFirst();
  }

  /** Makes the next read by id of this kind a new one: this activity has changed what it shows. */
  public void forgetById(String kind) {
    cloud.reads().forget(byIdKey(kind));
  }

  /**
   * Records that the setup has no resources of these kinds: what they belong to is new.
   *
   * @param kinds as in {@link #list}
   */
  public void none(String... kinds) {
    for (String kind : kinds) {
      cloud.reads().none(key(kind));
    }
  }

  /** Returns, once and not after a failure, whether {@link #none} was recorded a moment ago. */
  public boolean takeNone(String kind) {
    return cloud.reads().takeNone(key(kind), RECENT) && Waiting.isFirstAttempt();
  }

  /** Makes the next list of each kind a new one: somebody else may have changed what was read. */
  public void forget() {
    cloud.reads().forget(key("").of());
  }

  /** Lets reads of others include this id: this activity reads it soon. */
  public String expecting(String kind, String id) {
    cloud.reads().expect(byIdKey(kind), id);
    return id;
  }

  private SharedReads.Key byIdKey(String kind) {
    return key(kind + " by id");
  }

  private SharedReads.Key key(String kind) {
    return new SharedReads.Key(
        String.join(
            "/",
            owner.credentials().alibabaCloud(),
            owner.region(),
            owner.setup(),
            owner.setupId()),
        kind);
  }
}
