package dev.linkspan.activities.verification;

import dev.linkspan.activities.execution.Answer;
import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.tidbcloud.Changefeeds;
import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.activities.tidbcloud.Changefeeds.NewChangefeed;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.activities.tidbcloud.TidbCloudException.Kind;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changefeed that verifies a setup's path from TiDB Cloud. TiDB Cloud takes no client token and
 * requires no unique name: Linkspan finds it by name and topic.
 */
final class VerificationChangefeed {
  private static final Logger LOG = LoggerFactory.getLogger(VerificationChangefeed.class);

  /** An API key has 100 requests a minute, and each call with Digest is two requests. */
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private static final String CONNECTIVITY = "connectivity test of TiDB Cloud";
  private static final String FAILED = "RUNNING_FAILED";
  private static final Set<String> STOPPED = Set.of("PAUSED", FAILED);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration REMOVAL_TIMEOUT = Duration.ofMinutes(5);

  private final TidbCloud cloud;
  private final String credential;
  private final Poll poll;

  VerificationChangefeed(TidbCloud cloud, Owner owner, Time time) {
    this.cloud = cloud;
    this.credential = owner.credentials().tidbCloud();
    this.poll = Poll.every(PERIOD).by(time);
  }

  /**
   * Finds or creates the changefeed. A failed one, and one through another connection, is replaced.
   */
  Changefeed ensure(Link link) {
    return ensure(link, existing(link.plan()));
  }

  /**
   * Like {@link #ensure(Link)}.
   *
   * @param existing those of this setup, read a moment ago
   */
  Changefeed ensure(Link link, List<Changefeed> existing) {
    return call(
        () -> {
          Changefeeds api = api(link.plan());
          Optional<Changefeed> usable = Optional.empty();
          for (Changefeed found : existing) {
            if (usable.isEmpty() && isUsable(link, found)) {
              usable = Optional.of(found);
            } else {
              LOG.info(
                  "deleting the changefeed {}, which is {} and uses the connection {}",
                  found.changefeedId(),
                  found.state(),
                  found.connectionId().orElse("(none)"));
              api.delete(found.changefeedId());
            }
          }
          return usable.flatMap(feed -> resumed(api, feed)).orElseGet(() -> create(api, link));
        });
  }

  /**
   * The changefeed, which runs again. Empty if TiDB Cloud does not resume a failed one: it keeps
   * the data for that for a day (source: TiDB Cloud, Changefeed overview).
   */
  private static Optional<Changefeed> resumed(Changefeeds api, Changefeed feed) {
    LOG.info("found the changefeed {}, which is {}", feed.changefeedId(), feed.state());
    if (!STOPPED.contains(String.valueOf(feed.state()))) {
      return Optional.of(feed);
    }
    try {
      api.resume(feed.changefeedId());
    } catch (TidbCloudException e) {
      boolean refused = e.is(Kind.BAD_REQUEST) || e.is(Kind.CONFLICT);
      if (!refused || !FAILED.equals(feed.state()) || !stillFailed(api, feed)) {
        throw e;
      }
      LOG.info("replacing the changefeed {}: {}", feed.changefeedId(), e.getMessage());
      api.delete(feed.changefeedId());
      return Optional.empty();
    }
    LOG.info("resumed the changefeed {}; its error: {}", feed.changefeedId(), feed.error());
    return Optional.of(feed);
  }

  private static boolean stillFailed(Changefeeds api, Changefeed feed) {
    return api.find(feed.changefeedId()).map(Changefeed::state).filter(FAILED::equals).isPresent();
  }

  private static Changefeed create(Changefeeds api, Link link) {
    Changefeed created = api.create(wanted(link));
    LOG.info(
        "created the changefeed {} through the connection {}",
        created.changefeedId(),
        link.connectionId());
    return created;
  }

  private static NewChangefeed wanted(Link link) {
    Plan plan = link.plan();
    ChangefeedPlan changefeed = plan.verification().changefeed();
    return new NewChangefeed(
        changefeed.name(),
        link.connectionId(),
        plan.exposure().bootstrapPort(),
        changefeed.topic(),
        plan.brokers().size(),
        plan.cluster().replicationFactor(),
        changefeed.tableFilter(),
        changefeed.kafkaVersion());
  }

  /** Whether TiDB Cloud can connect to Kafka; leaves nothing behind. */
  Check test(Link link) {
    try {
      patiently(
          () -> {
            api(link.plan()).test(wanted(link));
            return link;
          });
      return Check.passed(
          Optional.empty(),
          CONNECTIVITY,
          "TiDB Cloud connects to Kafka through " + link.connectionId());
    } catch (TidbCloudException e) {
      String message = String.valueOf(e.getMessage());
      return e.is(Kind.BAD_REQUEST) || e.is(Kind.NOT_FOUND) || e.is(Kind.CONFLICT)
          ? Check.failed(Optional.empty(), CONNECTIVITY, message)
              .remedy("See which of the other checks on this path fails, and follow its remedy.")
          : Check.notChecked(Optional.empty(), CONNECTIVITY, message)
              .remedy("Fix what TiDB Cloud's answer names; the next verification checks again.");
    }
  }

  /** The changefeeds of this setup, or why TiDB Cloud does not list them. */
  Answer<List<Changefeed>> read(Plan plan) {
    try {
      return Answer.of(patiently(() -> list(api(plan), plan)));
    } catch (TidbCloudException e) {
      return Answer.refused(String.valueOf(e.getMessage()));
    }
  }

  /** Calls again for seconds while a failure may pass. */
  private <T> T patiently(Supplier<T> call) {
    return poll.atMost(ANSWER_TIMEOUT).untilNoFailure(call, TidbCloudException::mayPass);
  }

  /** Like {@link #read}; again for this long while TiDB Cloud still creates one of them. */
  Answer<List<Changefeed>> readCreated(Plan plan, Duration timeout) {
    return poll.atMost(timeout)
        .until(
            () -> read(plan),
            answer -> answer.value().orElse(List.of()).stream().noneMatch(Changefeed::pending));
  }

  /** The changefeeds of this setup. */
  List<Changefeed> existing(Plan plan) {
    return call(() -> list(api(plan), plan));
  }

  /**
   * Waits for the changefeed that an earlier attempt may have requested: its call may have its
   * effect late, and then there would be two.
   */
  void waitForEarlierAttempt(Link link, Duration timeout) {
    boolean found =
        poll.atMost(timeout)
            .until(() -> !call(() -> list(api(link.plan()), link.plan())).isEmpty());
    LOG.info(
        "{} after waiting {} s for an earlier attempt",
        found ? "found a changefeed" : "found no changefeed",
        timeout.toSeconds());
  }

  /** Removes others, which a call with a late effect has created. */
  void removeDuplicates(Link link, Changefeed kept) {
    call(
        () -> {
          Changefeeds api = api(link.plan());
          list(api, link.plan()).stream()
              .map(Changefeed::changefeedId)
              .filter(id -> !id.equals(kept.changefeedId()))
              .forEach(
                  id -> {
                    LOG.info("deleting the changefeed {}: {} is kept", id, kept.changefeedId());
                    api.delete(id);
                  });
          return link;
        });
  }

  private static boolean isUsable(Link link, Changefeed found) {
    return found.connectionId().equals(Optional.of(link.connectionId()))
        && !"CREATE_FAILED".equals(found.state());
  }

  private static List<Changefeed> list(Changefeeds api, Plan plan) {
    ChangefeedPlan changefeed = plan.verification().changefeed();
    return api.matching(changefeed.name(), changefeed.topic());
  }

  /** Reads the changefeed until it is created or has failed, or the time is over. */
  Changefeed waitUntilCreated(Link link, Changefeed feed, Duration timeout) {
    return poll.atMost(timeout).until(() -> current(link, feed), now -> !now.pending());
  }

  private Changefeed current(Link link, Changefeed feed) {
    return call(() -> api(link.plan()).find(feed.changefeedId()))
        .orElse(new Changefeed(feed.changefeedId(), feed.displayName(), "gone", "", null, null));
  }

  /** Deletes the changefeed and waits until it is gone. Asks nothing where none is created. */
  void remove(Plan plan) {
    if (!plan.verification().changefeed().use().creates()) {
      return;
    }
    List<Changefeed> left = poll.atMost(REMOVAL_TIMEOUT).until(() -> delete(plan), List::isEmpty);
    if (!left.isEmpty()) {
      throw Failures.needsPerson(
          "TiDB Cloud accepts the deletion of the changefeed %s, but still shows it after %d minutes: %s"
              .formatted(
                  left.get(0).changefeedId(), REMOVAL_TIMEOUT.toMinutes(), left.get(0).state()),
          "Delete it in TiDB Cloud, or ask TiDB Cloud's support, then retry.");
    }
    LOG.info("there is no changefeed of {}", plan.name());
  }

  /** Starts to delete all changefeeds; returns those that exist afterwards. */
  private List<Changefeed> delete(Plan plan) {
    return call(
        () -> {
          Changefeeds api = api(plan);
          List<Changefeed> found = list(api, plan);
          for (Changefeed feed : found) {
            api.delete(feed.changefeedId());
            LOG.info("deleting the changefeed {}, which is {}", feed.changefeedId(), feed.state());
          }
          return found.isEmpty() ? found : list(api, plan);
        });
  }

  private Changefeeds api(Plan plan) {
    return new Changefeeds(cloud, credential, plan.connection().clusterId());
  }

  private <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (TidbCloudException e) {
      throw e.asFailure(credential);
    }
  }
}
