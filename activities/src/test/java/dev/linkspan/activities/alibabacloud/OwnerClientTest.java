package dev.linkspan.activities.alibabacloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.execution.FakeTime;
import dev.linkspan.activities.https.HttpsClients;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long calls are repeated and states are waited for. */
class OwnerClientTest {
  private static final Owner OWNER =
      new Owner("demo", "run-1", "region", new CredentialNames("default", "default", "default"));
  private static final Duration LISTS_LAG = Duration.ofSeconds(30);

  private final FakeTime time = new FakeTime();
  private final AlibabaCloud cloud =
      new AlibabaCloud(
          new AlibabaCloudSettings("https", Map.of(), Optional.empty(), LISTS_LAG),
          name -> {
            throw new AssertionError("no request is sent");
          },
          Duration.ofSeconds(60),
          HttpsClients.trusting(Optional.empty()),
          time);
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void close() {
    cloud.close();
  }

  private <T> T in(Function<OwnerClient, T> work) {
    return OwnerClient.in(cloud, OWNER, work);
  }

  private Supplier<String> failing(int times, String code) {
    return () -> {
      if (calls.incrementAndGet() <= times) {
        throw failure(code);
      }
      return "done";
    };
  }

  private static AlibabaCloudException failure(String code) {
    return new AlibabaCloudException("vpc", "CreateVpc", code, 400, null, Optional.empty());
  }

  @Test
  void repeatsABusyCallWithGrowingPauses() {
    String result =
        in(
            client ->
                client.retry(
                    Set.of(ErrorKind.RESOURCE_BUSY),
                    Duration.ofMinutes(5),
                    failing(6, "TaskConflict")));
    assertThat(result).isEqualTo("done");
    assertThat(time.sleeps())
        .extracting(Duration::toMillis)
        .containsExactly(300L, 450L, 675L, 1012L, 1518L, 2000L);
  }

  @Test
  void repeatsACallWithASkewedClockOnlyOnce() {
    Function<OwnerClient, String> work =
        client ->
            client.retry(Set.of(), Duration.ofMinutes(5), failing(2, "InvalidTimeStamp.Expired"));
    assertThatThrownBy(() -> in(work))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> assertThat(e.getType()).isEqualTo(Failures.NEEDS_PERSON));
    assertThat(calls).hasValue(2);
  }

  @Test
  void givesUpOnAStateRetryablyAfterTheLongestWait() {
    long start = time.nanoTime();
    assertThatThrownBy(() -> in(client -> client.waitFor("VPC vpc-1", Optional::empty)))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.isNonRetryable()).isFalse();
              assertThat(e.getType()).isEqualTo(OwnerClient.NOT_READY);
              assertThat(e.getOriginalMessage()).isEqualTo("waited 25 minutes for VPC vpc-1");
            });
    assertThat(Duration.ofNanos(time.nanoTime() - start))
        .isBetween(Duration.ofMinutes(25), Duration.ofMinutes(26));
  }

  @Test
  void deletesAResourceThatIsGoneAlready() {
    delete("InvalidVpcId.NotFound");
    assertThat(calls).hasValue(1);
  }

  @Test
  void parksTheDeletionOfAResourceThatStaysInUse() {
    assertThatThrownBy(() -> delete("DependencyViolation"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo(Failures.NEEDS_PERSON);
              assertThat(e.getOriginalMessage()).contains("VPC vpc-1 cannot be deleted");
            });
    assertThat(calls).hasValueGreaterThan(2);
  }

  private void delete(String code) {
    Runnable call =
        () -> {
          calls.incrementAndGet();
          throw failure(code);
        };
    OwnerClient.run(
        cloud, OWNER, client -> client.delete("VPC vpc-1", Duration.ofSeconds(3), call));
  }

  @Test
  void waitsForTheRestOfTheListsLagOnly() {
    OwnerClient.run(cloud, OWNER, client -> client.waitForLists(Duration.ofSeconds(20)));
    OwnerClient.run(cloud, OWNER, client -> client.waitForLists(Duration.ofMinutes(1)));
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(10));
  }
}
