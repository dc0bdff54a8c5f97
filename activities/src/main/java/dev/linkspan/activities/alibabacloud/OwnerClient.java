package dev.linkspan.activities.alibabacloud;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.AcsResponse;
import dev.linkspan.activities.alibabacloud.AlibabaCloud.Api;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One activity's dealings with Alibaba Cloud, on behalf of one owner: what is "not yet" is repeated
 * inside, and errors leave it sorted for the workflow.
 */
public final class OwnerClient {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(300);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(25);

  private final AlibabaCloud cloud;
  private final Owner owner;

  private OwnerClient(AlibabaCloud cloud, Owner owner) {
    this.cloud = cloud;
    this.owner = owner;
  }

  /**
   * Runs the work of an activity.
   *
   * @throws ApplicationFailure retryable, or {@link Failures#NEEDS_PERSON}
   */
  public static <T> T in(AlibabaCloud cloud, Owner owner, Function<OwnerClient, T> work) {
    try {
      return work.apply(new OwnerClient(cloud, owner));
    } catch (AlibabaCloudException e) {
      throw AlibabaCloudFailures.of(e, owner);
    }
  }

  /** Like {@link #in}, for work that returns nothing. */
  public static void run(AlibabaCloud cloud, Owner owner, Consumer<OwnerClient> work) {
    in(
        cloud,
        owner,
        client -> {
          work.accept(client);
          return Optional.empty();
        });
  }

  public Owner owner() {
    return owner;
  }

  /** How long a read may not show what was just made. */
  Duration lag() {
    return cloud.lag();
  }

  /** How long a list may not show what was just made. */
  public Duration listsLag() {
    return cloud.listsLag();
  }

  /** Waits until lists show what was made so long ago. */
  public void awaitLists(Duration ago) {
    Duration left = listsLag().minus(ago);
    if (!left.isNegative()) {
      pause(left);
    }
  }

  /** Waits, unless the activity is to stop. */
  public void pause(Duration duration) {
    cloud.time().sleep(duration);
  }

  /** Nanoseconds since any one moment, for deadlines. */
  public long nanoTime() {
    return cloud.time().nanoTime();
  }

  /**
   * Calls, and calls again while the answer is "not yet".
   *
   * @param request makes the request anew for each try
   * @throws AlibabaCloudException any other answer, or "not yet" for too long
   */
  public <T extends AcsResponse> T call(Supplier<? extends AcsRequest<T>> request) {
    return patiently(Set.of(ErrorKind.RESOURCE_BUSY), PATIENCE, () -> once(request.get()));
  }

  /** Calls once; for answers that the caller tells apart. */
  public <T extends AcsResponse> T once(AcsRequest<T> request) {
    Waiting.check();
    return cloud.call(owner, request);
  }

  /** Like {@link #call}, for the network load balancer's API. */
  public <T> T nlb(String action, Map<String, String> parameters, Class<T> reply) {
    return json(Api.NLB, action, parameters, reply);
  }

  /** Like {@link #call}, for what the SDK's PrivateLink classes leave out. */
  public <T> T privateLink(String action, Map<String, String> parameters, Class<T> reply) {
    return json(Api.PRIVATE_LINK, action, parameters, reply);
  }

  private <T> T json(Api api, String action, Map<String, String> parameters, Class<T> reply) {
    return patiently(
        Set.of(ErrorKind.RESOURCE_BUSY),
        PATIENCE,
        () -> cloud.json(owner, api, action, parameters, reply));
  }

  /**
   * Repeats a call while it fails in one of these ways.
   *
   * @throws AlibabaCloudException of another kind, or the last one when the limit is over
   */
  public <T> T patiently(Set<ErrorKind> kinds, Duration limit, Supplier<T> call) {
    long deadline = nanoTime() + limit.toNanos();
    boolean clockForgiven = false;
    for (Duration pause = SHORTEST_PAUSE; ; pause = longer(pause)) {
      Waiting.check();
      try {
        return call.get();
      } catch (AlibabaCloudException e) {
        boolean forgiven = e.is(ErrorKind.CLOCK_SKEW) && !clockForgiven;
        clockForgiven |= forgiven;
        if (!forgiven && (!kinds.contains(e.kind()) || nanoTime() > deadline)) {
          throw e;
        }
      }
      pause(pause);
    }
  }

  /**
   * Looks until there is something to see.
   *
   * @param awaited for the failure's text, e.g. {@code VPC vpc-1 to be Available}
   * @throws ApplicationFailure retryable, after the longest wait an activity is meant for
   */
  public <T> T until(String awaited, Supplier<Optional<T>> look) {
    return within(LONGEST_WAIT, look)
        .orElseThrow(
            () ->
                ApplicationFailure.newFailure(
                    "waited " + LONGEST_WAIT.toMinutes() + " minutes for " + awaited, "NOT_READY"));
  }

  /** Looks until there is something to see, or the limit is over. */
  public <T> Optional<T> within(Duration limit, Supplier<Optional<T>> look) {
    long deadline = nanoTime() + limit.toNanos();
    for (Duration pause = SHORTEST_PAUSE; ; pause = longer(pause)) {
      Waiting.check();
      Optional<T> seen = look.get();
      if (seen.isPresent() || nanoTime() > deadline) {
        return seen;
      }
      pause(pause);
    }
  }

  /**
   * Deletes: "gone" is success, "in use" is waited out for a while and then parks.
   *
   * @param what for the text, e.g. {@code VPC vpc-1}
   * @param patience how long other resources may take to let go
   */
  public void delete(String what, Duration patience, Runnable call) {
    try {
      patiently(
          Set.of(ErrorKind.RESOURCE_BUSY, ErrorKind.IN_USE),
          patience,
          () -> {
            call.run();
            return Optional.empty();
          });
    } catch (AlibabaCloudException e) {
      if (e.is(ErrorKind.IN_USE)) {
        throw Failures.needsPerson(
            what + " cannot be deleted because something still uses it: " + e.getMessage(),
            "Find what uses " + what + ", remove it, then retry.");
      }
      if (!e.is(ErrorKind.NOT_FOUND)) {
        throw e;
      }
    }
  }

  /** The answer, or empty where what was asked for is gone. */
  public static <T> Optional<T> unlessGone(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (AlibabaCloudException e) {
      if (e.is(ErrorKind.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Duration longer(Duration pause) {
    Duration longer = pause.multipliedBy(3).dividedBy(2);
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }
}
