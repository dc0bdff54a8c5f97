package dev.linkspan.activities.verification;

import dev.linkspan.activities.execution.Heartbeats;
import dev.linkspan.activities.tidbcloud.Changefeeds;
import dev.linkspan.activities.tidbcloud.Changefeeds.Changefeed;
import dev.linkspan.activities.tidbcloud.Changefeeds.Wanted;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudException;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.VerificationPlan;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The changefeed of a setup that proves the way from TiDB Cloud. */
final class VerificationChangefeed {
  /** An API key has 100 requests a minute, and each call with Digest is two. */
  private static final Duration PERIOD = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final TidbCloud cloud;
  private final String credential;

  VerificationChangefeed(TidbCloud cloud, Owner owner) {
    this.cloud = cloud;
    this.credential = owner.credentials().tidbCloud();
  }

  /** Finds it, or makes it; one that failed or goes through another connection is replaced. */
  Changefeed ensure(Link link) {
    return sorted(
        () -> {
          Changefeeds api = api(link.plan());
          Optional<Changefeed> usable = Optional.empty();
          for (Changefeed found : all(api, link.plan())) {
            if (usable.isEmpty() && leadsThrough(link, found)) {
              usable = Optional.of(found);
            } else {
              api.delete(found.changefeedId());
            }
          }
          usable
              .filter(feed -> "RUNNING_FAILED".equals(feed.state()))
              .ifPresent(feed -> api.resume(feed.changefeedId()));
          return usable.orElseGet(() -> api.create(wanted(link)));
        });
  }

  /**
   * Waits for what a try that died may have asked for: TiDB Cloud takes no token, so its call can
   * still take effect, and would make a second one.
   */
  void awaitEarlierTry(Link link, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (sorted(() -> all(api(link.plan()), link.plan())).isEmpty() && System.nanoTime() < end) {
      Heartbeats.rest(PERIOD);
    }
  }

  /** Removes others, which a call that took effect late has made. */
  void only(Link link, Changefeed feed) {
    sorted(
        () -> {
          Changefeeds api = api(link.plan());
          all(api, link.plan()).stream()
              .map(Changefeed::changefeedId)
              .filter(id -> !id.equals(feed.changefeedId()))
              .forEach(api::delete);
          return link;
        });
  }

  private static boolean leadsThrough(Link link, Changefeed found) {
    return found.connectionId().equals(Optional.of(link.connectionId()))
        && !"CREATE_FAILED".equals(found.state());
  }

  private static List<Changefeed> all(Changefeeds api, Plan plan) {
    return api.matching(
        plan.verification().changefeedName(), plan.verification().changefeedTopic());
  }

  private static Wanted wanted(Link link) {
    Plan plan = link.plan();
    VerificationPlan proof = plan.verification();
    return new Wanted(
        proof.changefeedName(),
        link.connectionId(),
        plan.exposure().bootstrapPort(),
        proof.changefeedTopic(),
        plan.brokers().size(),
        plan.cluster().replicationFactor(),
        proof.tableFilter());
  }

  /** Looks again until it is more than an intention, or the time is over. */
  Changefeed settled(Link link, Changefeed feed, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Changefeed now = look(link, feed);
    while (("CREATING".equals(now.state()) || now.state() == null) && System.nanoTime() < end) {
      Heartbeats.rest(PERIOD);
      now = look(link, feed);
    }
    return now;
  }

  private Changefeed look(Link link, Changefeed feed) {
    return sorted(() -> api(link.plan()).find(feed.changefeedId()))
        .orElse(new Changefeed(feed.changefeedId(), feed.displayName(), "gone", "", null));
  }

  /** Deletes it and waits until it is gone. */
  void remove(Plan plan) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<Changefeed> left = delete(plan);
    while (!left.isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "changefeed " + left.get(0).changefeedId() + " is still there: " + left.get(0).state());
      }
      Heartbeats.rest(PERIOD);
      left = delete(plan);
    }
  }

  /** Asks for the deletion of all there are; returns those that are there afterwards. */
  private List<Changefeed> delete(Plan plan) {
    return sorted(
        () -> {
          Changefeeds api = api(plan);
          List<Changefeed> found = all(api, plan);
          found.forEach(feed -> api.delete(feed.changefeedId()));
          return found.isEmpty() ? found : all(api, plan);
        });
  }

  private Changefeeds api(Plan plan) {
    return new Changefeeds(cloud, credential, plan.connection().clusterId());
  }

  private <T> T sorted(Supplier<T> call) {
    try {
      return call.get();
    } catch (TidbCloudException e) {
      throw e.asFailure(credential);
    }
  }
}
