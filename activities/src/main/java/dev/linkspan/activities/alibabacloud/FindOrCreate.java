package dev.linkspan.activities.alibabacloud;

import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How one resource comes to be: looked for by its tags in any state, made with a client token where
 * there is none, waited for until it is ready. Done twice, at once, or after a lost reply, it is
 * one resource.
 *
 * @param what for texts, e.g. {@code VPC demo}
 * @param action that makes it, e.g. {@code CreateVpc}
 * @param key of the resource within its setup
 * @param find the resource that carries our tags, in any state
 * @param create makes it with this client token; returns its id
 * @param get by id; empty while, or once, it is not there
 * @param id of what was found
 * @param state of what was found
 */
public record FindOrCreate<S>(
    String what,
    String action,
    String key,
    Supplier<Optional<S>> find,
    Function<String, String> create,
    Function<String, Optional<S>> get,
    Function<S, String> id,
    Function<S, State> state) {

  /** What a resource's status means for us. */
  public enum State {
    PENDING,
    READY,
    FAILED
  }

  private static final int GENERATIONS = 3;

  /**
   * Returns it, ready.
   *
   * @throws io.temporal.failure.ApplicationFailure that parks: it failed, or it keeps disappearing
   */
  public S in(OwnerClient client) {
    for (int generation = 0; generation < GENERATIONS; generation++) {
      Optional<S> found = find.get();
      String known = found.isPresent() ? id.apply(found.get()) : made(client, generation);
      Optional<S> ready = ready(client, known);
      if (ready.isPresent()) {
        return ready.get();
      }
    }
    throw Failures.needsPerson(
        what + " was made, but disappears again",
        "Look into the history of events in the Alibaba Cloud console: the instance type may be"
            + " out of stock, or somebody deletes it. Then retry.");
  }

  private String made(OwnerClient client, int generation) {
    String token = ClientToken.of(client.owner().setupId(), action, key, generation);
    try {
      return client.patiently(
          Set.of(ErrorKind.RESOURCE_BUSY), Duration.ofMinutes(5), () -> create.apply(token));
    } catch (AlibabaCloudException e) {
      if (e.is(ErrorKind.ALREADY_EXISTS)) {
        // Another try of ours may have been faster; what is not ours stays an error.
        return client.within(Duration.ofSeconds(10), find).map(id).orElseThrow(() -> e);
      }
      if (e.is(ErrorKind.NOT_FOUND)) {
        return client.patiently(
            Set.of(ErrorKind.RESOURCE_BUSY, ErrorKind.NOT_FOUND),
            client.lag(),
            () -> create.apply(token));
      }
      throw e;
    }
  }

  /** Empty where it disappeared. */
  private Optional<S> ready(OwnerClient client, String known) {
    long visibleBy = client.nanoTime() + client.lag().toNanos();
    return client.until(
        what + " (" + known + ") to be ready",
        () -> {
          Optional<S> seen = get.apply(known);
          if (seen.isEmpty()) {
            return client.nanoTime() > visibleBy ? Optional.of(Optional.empty()) : Optional.empty();
          }
          return switch (state.apply(seen.get())) {
            case READY -> Optional.of(seen);
            case PENDING -> Optional.empty();
            case FAILED ->
                throw Failures.needsPerson(
                    what + " (" + known + ") is in a failed state",
                    "Look at it in the Alibaba Cloud console, delete it, then retry.");
          };
        });
  }
}
