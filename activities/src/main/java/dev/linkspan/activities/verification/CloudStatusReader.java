package dev.linkspan.activities.verification;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.execution.Time;
import dev.linkspan.activities.exposure.ExposureStatusReader;
import dev.linkspan.activities.network.NetworkStatusReader;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;

/** Reads the state of a finished link from both clouds; changes nothing. */
final class CloudStatusReader {
  private static final Duration PAUSE = Duration.ofSeconds(4);

  /** A member is unhealthy for some seconds after its broker has started. */
  private static final Duration SETTLING_TIME = Duration.ofSeconds(16);

  private final AlibabaCloud alibaba;
  private final TidbCloud tidb;
  private final Time time;

  CloudStatusReader(AlibabaCloud alibaba, TidbCloud tidb, Time time) {
    this.alibaba = alibaba;
    this.tidb = tidb;
    this.time = time;
  }

  /** Reads everything once; again while something is on its way to another state, for seconds. */
  CloudStatus read(Owner owner, Link link) {
    return Poll.every(PAUSE)
        .by(time)
        .atMost(SETTLING_TIME)
        .until(() -> once(owner, link), status -> !status.settling());
  }

  private CloudStatus once(Owner owner, Link link) {
    return OwnerClient.in(
        alibaba,
        owner,
        client -> {
          // What is put back afterwards must see what is there now.
          client.reads().forget();
          return new CloudStatus(
              new ConnectionStatusReader(tidb, time).read(owner, link),
              new ExposureStatusReader(client, link).read(),
              new NetworkStatusReader(client, link).read());
        });
  }
}
