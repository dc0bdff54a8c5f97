package dev.linkspan.activities.alibabacloud;

import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a resource by its tags, in any state, or creates it with a client token; then waits until
 * it is ready. Run twice, at the same time, or after a lost response, it gives one resource.
 *
 * @param what for texts, e.g. {@code VPC demo}
 * @param action that creates it, e.g. {@code CreateVpc}
 * @param key of the resource within its setup
 * @param find returns the resource with the setup's tags, in any state, from a list that is at most
 *     this old
 * @param create creates it with this client token and returns its id
 * @param get returns it by id; empty while, or once, it does not exist
 * @param id of a resource
 * @param state of a resource
 */
public record FindOrCreate<S>(
    String what,
    String action,
    String key,
    Function<Duration, Optional<S>> find,
    Function<String, String> create,
    Function<String, Optional<S>> get,
    Function<S, String> id,
    Function<S, State> state) {

  /** What a resource's status means for the setup. */
  public enum State {
    /** Not usable yet. */
    PENDING,
    /** Usable. */
    READY,
    /** Never going to be usable. */
    FAILED
  }

  private static final Logger LOG = LoggerFactory.getLogger(FindOrCreate.class);

  /** A resource may disappear twice; each time the next one needs a new client token. */
  private static final int GENERATIONS = 3;

  private static final Duration BUSY_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration CONCURRENT_CREATION = Duration.ofSeconds(10);

  /**
   * Returns the resource, ready.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks the step: the resource failed, or
   *     keeps disappearing
   */
  public S run(OwnerClient client) {
    for (int generation = 0; generation < GENERATIONS; generation++) {
      Optional<S> found = find(generation);
      if (found.filter(s -> state.apply(s) == State.READY).isPresent()) {
        return found.get();
      }
      boolean fresh = found.isEmpty();
      String known = found.map(id).orElse("");
      if (fresh) {
        known = create(client, generation);
      }
      Optional<S> ready = waitUntilReady(client, known, fresh);
      if (ready.isPresent()) {
        return ready.get();
      }
      LOG.warn("{} ({}) has disappeared before it was ready", what, known);
    }
    throw Failures.needsPerson(
        what + " was created, but disappears again",
        "Look at the event history in the Alibaba Cloud console: the instance type may be out of"
            + " stock, or somebody deletes it. Then retry.");
  }

  /**
   * Returns the id of the resource, which may not be ready.
   *
   * @throws AlibabaCloudException any error of its creation
   */
  public String id(OwnerClient client) {
    return find(0).map(id).orElseGet(() -> create(client, 0));
  }

  /**
   * A new activity may miss what was created moments ago: the client token still leads to it. After
   * a failure, the list must be a new one.
   */
  private Optional<S> find(int generation) {
    Optional<S> found =
        find.apply(generation == 0 && Waiting.isFirstAttempt() ? OwnerReads.RECENT : Duration.ZERO);
    found.ifPresent(s -> LOG.info("found {} ({}) by its tags", what, id.apply(s)));
    return found;
  }

  private String create(OwnerClient client, int generation) {
    String token = ClientToken.of(client.owner().setupId(), action, key, generation);
    try {
      return created(client.retry(Set.of(ErrorKind.RESOURCE_BUSY), BUSY_TIMEOUT, with(token)));
    } catch (AlibabaCloudException e) {
      if (e.is(ErrorKind.ALREADY_EXISTS)) {
        // Another attempt may have created it; a resource without our tags stays an error.
        String known =
            client
                .within(CONCURRENT_CREATION, () -> find.apply(Duration.ZERO))
                .map(id)
                .orElseThrow(() -> e);
        LOG.info("found {} ({}): another attempt created it ({})", what, known, e.code());
        return known;
      }
      if (e.is(ErrorKind.NOT_FOUND)) {
        // Another product may not see a new VPC, vSwitch or load balancer yet.
        LOG.info("{} needs a resource that is not visible yet: {}", action, e.getMessage());
        return created(
            client.retry(
                Set.of(ErrorKind.RESOURCE_BUSY, ErrorKind.NOT_FOUND),
                client.readLag(),
                with(token)));
      }
      throw e;
    }
  }

  private Supplier<String> with(String token) {
    return () -> create.apply(token);
  }

  private String created(String known) {
    LOG.info("created {} ({})", what, known);
    return known;
  }

  /** Empty where it has disappeared. */
  private Optional<S> waitUntilReady(OwnerClient client, String known, boolean fresh) {
    long visibleBy = client.nanoTime() + client.readLag().toNanos();
    return client.waitForEnd(
        fresh ? action : "",
        what + " (" + known + ") to be ready",
        () -> {
          Optional<S> current = get.apply(known);
          if (current.isEmpty()) {
            return client.nanoTime() > visibleBy ? Optional.of(Optional.empty()) : Optional.empty();
          }
          return switch (state.apply(current.get())) {
            case READY -> Optional.of(current);
            case PENDING -> Optional.empty();
            case FAILED ->
                throw Failures.needsPerson(
                    what + " (" + known + ") is in a failed state",
                    "Look at it in the Alibaba Cloud console, delete it, then retry.");
          };
        });
  }
}
