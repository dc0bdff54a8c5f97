package dev.linkspan.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.connection.PrivateLinkConnectionActivities;
import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.activities.exposure.AlibabaExposureActivities;
import dev.linkspan.activities.network.AlibabaNetworkActivities;
import dev.linkspan.activities.ssh.TestKeys;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.exposure.ExposureActivities;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestActivityEnvironment;
import java.nio.file.Path;
import java.time.Duration;

/** Runs activities against the sandbox, each with one attempt: the tests do the retries. */
public final class LocalActivities implements AutoCloseable {
  public static final Owner OWNER = owner("default", "default");

  private static final ActivityOptions ONCE =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofMinutes(2))
          .setHeartbeatTimeout(Duration.ofSeconds(10))
          .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
          .build();

  private final TestActivityEnvironment environment = TestActivities.environment();
  private final LocalCloud cloud;
  private final AlibabaCloud alibaba;
  private final TidbCloud tidb;

  public LocalActivities(Path folder) throws Exception {
    cloud = new LocalCloud(folder);
    alibaba = cloud.client();
    tidb = cloud.tidbClient();
    environment.registerActivitiesImplementations(
        new AlibabaNetworkActivities(alibaba, new TestKeys(folder).keys()::privateKey),
        new AlibabaExposureActivities(alibaba),
        new PrivateLinkConnectionActivities(alibaba, tidb));
  }

  /** The owner of the resources of every test, with these names of credentials. */
  public static Owner owner(String alibabaCloud, String tidbCloud) {
    return new Owner(
        "demo", "run-1", "ap-southeast-1", new CredentialNames(alibabaCloud, tidbCloud, "default"));
  }

  /** Calls of a person, past the activities. */
  public AlibabaCloud alibaba() {
    return alibaba;
  }

  /** Calls of a person, past the activities. */
  public TidbCloud tidb() {
    return tidb;
  }

  public LocalCloud cloud() {
    return cloud;
  }

  public NetworkActivities network() {
    return environment.newActivityStub(NetworkActivities.class, ONCE);
  }

  public ExposureActivities exposure() {
    return environment.newActivityStub(ExposureActivities.class, ONCE);
  }

  public ConnectionActivities connection() {
    return environment.newActivityStub(ConnectionActivities.class, ONCE);
  }

  /** The failure that the activity returned to the workflow. */
  public static ApplicationFailure cause(Throwable thrown) {
    assertThat(thrown).isInstanceOf(ActivityFailure.class);
    assertThat(thrown.getCause()).isInstanceOf(ApplicationFailure.class);
    return (ApplicationFailure) thrown.getCause();
  }

  @Override
  public void close() {
    environment.close();
    cloud.close();
    alibaba.close();
    tidb.close();
  }
}
