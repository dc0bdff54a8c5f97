package dev.linkspan.activities.alibabacloud;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.AcsResponse;
import dev.linkspan.activities.alibabacloud.AlibabaCloud.Api;
import dev.linkspan.activities.execution.Answer;
import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls Alibaba Cloud on behalf of one owner, within one activity. A call that finds a resource
 * busy is repeated; every other error leaves {@link #in} as the failure that the workflow handles.
 */
public final class OwnerClient {
  /** Type of the failure when a resource does not reach the expected state in time. */
  public static final String NOT_READY = "NOT_READY";

  private static final Logger LOG = LoggerFactory.getLogger(OwnerClient.class);

  private static final Duration BUSY_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);
  private static final Set<ErrorKind> PASSING =
      Set.of(ErrorKind.UNKNOWN_OUTCOME, ErrorKind.THROTTLED, ErrorKind.RESOURCE_BUSY);
  static final Duration SHORTEST_PAUSE = Duration.ofMillis(300);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration LONGEST_STATE_PAUSE = Duration.ofSeconds(5);
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

  /** How long a read by id may miss a new resource. */
  public Duration readLag() {
    return cloud.readLag();
  }

  /** How long a list may miss a new resource. */
  public Duration listsLag() {
    return cloud.listsLag();
  }

  /**
   * Waits until lists show every resource.
   *
   * @param sinceLastCreation how long ago the newest one was created
   */
  public void waitForLists(Duration sinceLastCreation) {
    Duration rest = listsLag().minus(sinceLastCreation);
    if (rest.isNegative() || rest.isZero()) {
      LOG.debug(
          "lists are complete: the last creation was {} s ago", sinceLastCreation.toSeconds());
      return;
    }
    LOG.info(
        "waiting {} ms until lists show every resource: the last creation was {} s ago",
        rest.toMillis(),
        sinceLastCreation.toSeconds());
    pause(rest);
  }

  /** Waits, unless the activity must stop. */
  public void pause(Duration duration) {
    cloud.time().sleep(duration);
  }

  /** Nanoseconds since an arbitrary origin, for deadlines. */
  public long nanoTime() {
    return cloud.time().nanoTime();
  }

  /** Polls by the time that this client runs in, with pauses that grow from one to the other. */
  public Poll poll(Duration firstPause, Duration longestPause) {
    return Poll.every(firstPause).slowingTo(longestPause).by(cloud.time());
  }

  Poll poll() {
    return poll(SHORTEST_PAUSE, LONGEST_PAUSE);
  }

  /** Reads of the setup's resources that its activities share. */
  public OwnerReads reads() {
    return new OwnerReads(cloud, owner);
  }

  /**
   * Does what the account refuses side by side when it is this activity's turn.
   *
   * @param what an account may do one at a time, in any of its setups
   */
  public <T> T inTurn(String what, Supplier<T> work) {
    return cloud.turns().take(owner.credentials().alibabaCloud() + "/" + what, work);
  }

  /**
   * Calls, and calls again while a resource is busy.
   *
   * @param request creates a new request for each attempt
   * @throws AlibabaCloudException any other error, or busy for too long
   */
  public <T extends AcsResponse> T call(Supplier<? extends AcsRequest<T>> request) {
    return whenFree(() -> once(request.get()));
  }

  /**
   * Calls once, for a caller that handles a busy resource itself.
   *
   * @throws AlibabaCloudException any error
   */
  public <T extends AcsResponse> T once(AcsRequest<T> request) {
    Waiting.check();
    return cloud.call(owner, request);
  }

  /** Like {@link #call}, for Network Load Balancer's API. */
  public <T> T nlb(String action, Map<String, String> parameters, Class<T> response) {
    return json(Api.NLB, action, parameters, response);
  }

  /** Like {@link #call}, for actions that the SDK's PrivateLink classes do not cover. */
  public <T> T privateLink(String action, Map<String, String> parameters, Class<T> response) {
    return json(Api.PRIVATE_LINK, action, parameters, response);
  }

  /** Like {@link #tryPrivateLink}, for Network Load Balancer's API. */
  public boolean tryNlb(String action, Map<String, String> parameters) {
    return attempt(Api.NLB, action, parameters);
  }

  /**
   * Changes a state, once. If the current state does not allow that, the change may have happened
   * already, and asking again would be in vain: the caller's next read shows that.
   *
   * @return whether the API accepted it
   * @throws AlibabaCloudException any error but a busy resource, and one that is gone
   */
  public boolean tryPrivateLink(String action, Map<String, String> parameters) {
    return attempt(Api.PRIVATE_LINK, action, parameters);
  }

  private boolean attempt(Api api, String action, Map<String, String> parameters) {
    Waiting.check();
    try {
      cloud.json(owner, api, action, parameters, Map.class);
      return true;
    } catch (AlibabaCloudException e) {
      if (!e.is(ErrorKind.RESOURCE_BUSY) && !e.is(ErrorKind.NOT_FOUND)) {
        throw e;
      }
      LOG.debug("{} is not possible now: {}", action, e.code());
      return false;
    }
  }

  /** Every page of a list of Network Load Balancer's API, each item once. */
  public <T> List<T> nlbList(
      String action, Map<String, String> parameters, Class<? extends TokenPage<T>> page) {
    return all(Api.NLB, action, parameters, page);
  }

  /** Every page of a list of PrivateLink's API, each item once. */
  public <T> List<T> privateLinkList(
      String action, Map<String, String> parameters, Class<? extends TokenPage<T>> page) {
    return all(Api.PRIVATE_LINK, action, parameters, page);
  }

  private <T> List<T> all(
      Api api, String action, Map<String, String> parameters, Class<? extends TokenPage<T>> type) {
    return TokenPages.all(
        parameters,
        asked -> json(api, action, asked, type),
        () -> AlibabaCloudException.foreign(api.key(), action, 200, Optional.empty()));
  }

  private <T> T json(Api api, String action, Map<String, String> parameters, Class<T> response) {
    return whenFree(
        () -> {
          Waiting.check();
          return cloud.json(owner, api, action, parameters, response);
        });
  }

  private <T> T whenFree(Supplier<T> call) {
    return retry(Set.of(ErrorKind.RESOURCE_BUSY), BUSY_TIMEOUT, call);
  }

  /**
   * Repeats a call while it fails in one of these ways.
   *
   * @throws AlibabaCloudException of another kind, or the last one when the time is over
   */
  public <T> T retry(Set<ErrorKind> kinds, Duration timeout, Supplier<T> call) {
    return new CallRetries(this, kinds, timeout).of(call);
  }

  /**
   * Reads until there is a result.
   *
   * @param condition for texts, e.g. {@code VPC vpc-1 to be Available}
   * @throws ApplicationFailure retryable, after the longest wait that one attempt may take
   */
  public <T> T waitFor(String condition, Supplier<Optional<T>> read) {
    return waitFor(condition, poll(), read);
  }

  /** Like {@link #waitFor(String, Supplier)}, at another pace. */
  public <T> T waitFor(String condition, Poll poll, Supplier<Optional<T>> read) {
    long start = nanoTime();
    Optional<T> result = poll.atMost(LONGEST_WAIT).untilPresent(read);
    if (result.isEmpty()) {
      throw ApplicationFailure.newFailure(
          "waited " + LONGEST_WAIT.toMinutes() + " minutes for " + condition, NOT_READY);
    }
    LOG.debug("waited {} ms for {}", elapsedMillis(start), condition);
    return result.get();
  }

  /**
   * Waits until a change has ended; reads first when such a change usually ends.
   *
   * @param action that started the change just now; empty where it started earlier
   * @param condition as {@link #waitFor}
   */
  public <T> T waitForEnd(String action, String condition, Supplier<Optional<T>> read) {
    if (action.isEmpty()) {
      return waitFor(condition, read);
    }
    long start = nanoTime();
    AtomicLong lastUnfinished = new AtomicLong();
    Duration usual = cloud.usualDurations().of(action);
    pause(usual);
    T result =
        waitFor(
            condition,
            poll(longer(SHORTEST_PAUSE, usual), LONGEST_STATE_PAUSE),
            () -> {
              Optional<T> end = read.get();
              if (end.isEmpty()) {
                lastUnfinished.set(nanoTime() - start);
              }
              return end;
            });
    cloud
        .usualDurations()
        .learn(
            action, Duration.ofNanos(lastUnfinished.get()), Duration.ofNanos(nanoTime() - start));
    return result;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Reads until there is a result, or the time is over. */
  public <T> Optional<T> within(Duration timeout, Supplier<Optional<T>> read) {
    return poll().atMost(timeout).untilPresent(read);
  }

  /**
   * Waits until a deleted resource is gone.
   *
   * @param action that deletes it
   * @param resource for texts, e.g. {@code VPC vpc-1}
   * @throws ApplicationFailure as {@link #waitFor}
   */
  public void waitUntilGone(String action, String resource, BooleanSupplier gone) {
    long start = nanoTime();
    waitForEnd(
        action,
        resource + " to be gone",
        () -> gone.getAsBoolean() ? Optional.of(true) : Optional.empty());
    LOG.info("{} is gone, {} ms after its deletion", resource, elapsedMillis(start));
  }

  private long elapsedMillis(long start) {
    return Duration.ofNanos(nanoTime() - start).toMillis();
  }

  /**
   * Deletes a resource. One that is gone already counts as deleted.
   *
   * @param resource for texts, e.g. {@code VPC vpc-1}
   * @param releaseTimeout how long other resources may still use it
   * @throws ApplicationFailure that parks the step: still in use after that time, or protected
   */
  public void delete(String resource, Duration releaseTimeout, Runnable call) {
    try {
      retry(
          Set.of(ErrorKind.RESOURCE_BUSY, ErrorKind.IN_USE),
          releaseTimeout,
          () -> {
            call.run();
            return Optional.empty();
          });
      LOG.info("deleted {}", resource);
    } catch (AlibabaCloudException e) {
      if (e.is(ErrorKind.IN_USE)) {
        throw Failures.needsPerson(
            resource + " cannot be deleted because something still uses it: " + e.getMessage(),
            "Find what uses " + resource + ", remove it, then retry.");
      }
      if (e.is(ErrorKind.DELETION_PROTECTED)) {
        throw Failures.needsPerson(
            resource + " cannot be deleted, because somebody has protected it: " + e.getMessage(),
            "Ask who needs it. Switch off its deletion protection in the Alibaba Cloud console,"
                + " then retry.");
      }
      if (!e.is(ErrorKind.NOT_FOUND)) {
        throw e;
      }
      LOG.info("{} is gone already ({})", resource, e.code());
    }
  }

  /**
   * Whether a resource in this status exists. After a deletion, an API may no longer find the
   * resource, or show it as deleted for a while; which one is not documented.
   *
   * @param status as the API returned it; null where it returned none
   */
  public static boolean exists(@Nullable String status) {
    return !"Deleted".equalsIgnoreCase(status) && !"Released".equalsIgnoreCase(status);
  }

  /** The result of reads, or why there is none; a failure that may pass is retried for seconds. */
  public <T> Answer<T> answer(Supplier<T> read) {
    try {
      return Answer.of(retry(PASSING, ANSWER_TIMEOUT, read));
    } catch (AlibabaCloudException e) {
      LOG.warn("cannot read: {}", e.getMessage());
      return Answer.refused(String.valueOf(e.getMessage()));
    }
  }

  /** The response, or empty where the resource does not exist. */
  public static <T> Optional<T> unlessNotFound(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (AlibabaCloudException e) {
      if (e.is(ErrorKind.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
