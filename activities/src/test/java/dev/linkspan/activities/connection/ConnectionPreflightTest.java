package dev.linkspan.activities.connection;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static dev.linkspan.activities.sandbox.LocalActivities.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.connection.ConnectionActivities.Dataflow;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.steps.Failures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionPreflightTest extends LocalConnection {
  @Test
  void preflightReturnsTheAccountAndZonesThatConnect() {
    Dataflow dataflow = connection.preflight(OWNER, PLAN, ZONES, KEPT);
    assertThat(dataflow.accountId()).isEqualTo(TIDB_ACCOUNT);
    assertThat(dataflow.zones()).containsAll(ZONES);
  }

  @ParameterizedTest(name = "cluster {0} parks: {1}")
  @CsvSource({
    "10002, runs on aws",
    "10003, starter",
    "10004, is in ap-southeast-5",
    "10005, INACTIVE",
    "99999, no cluster 99999"
  })
  void aClusterThatCannotHaveThisLinkParks(String clusterId, String problem) {
    ConnectionPlan plan = new ConnectionPlan(clusterId, "demo-kafka");
    assertThatThrownBy(() -> connection.preflight(OWNER, plan, ZONES, KEPT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains(problem))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("retry"));
  }

  @Test
  void noCommonZoneParks() {
    assertThatThrownBy(() -> connection.preflight(OWNER, PLAN, List.of("ap-southeast-1z"), KEPT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("ap-southeast-1z"));
  }

  @Test
  void aWrongApiKeyParks() {
    assertThatThrownBy(
            () ->
                connection.preflight(LocalActivities.owner("default", "wrong"), PLAN, ZONES, KEPT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("API key"));
  }

  @Test
  void c51AClusterWithTenChangefeedsParksUnlessOneIsOursOrNoneIsCreated() {
    for (int i = 1; i <= 10; i++) {
      changefeed("theirs-" + i);
    }
    assertThatThrownBy(() -> connection.preflight(OWNER, PLAN, ZONES, KEPT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("10 changefeeds"))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("test-only"));

    ChangefeedPlan none =
        new ChangefeedPlan(ChangefeedUse.TEST_ONLY, "demo-proof", "rows", "test.*", "3.7.1");
    long lists = cloud.calls("ListChangefeeds");
    connection.preflight(OWNER, PLAN, ZONES, none);
    assertThat(cloud.calls("ListChangefeeds")).isEqualTo(lists);

    changefeed("demo-proof");
    connection.preflight(OWNER, PLAN, ZONES, KEPT);
  }

  private void changefeed(String name) {
    Map<String, Object> topic = Map.of("topicPartitionConfig", Map.of("defaultTopic", "rows"));
    cloud.change(
        Resource.of("changefeed", "cf-" + name, TIDB_ACCOUNT, "ap-southeast-1", name)
            .withStatus("PAUSED")
            .with("clusterId", "10001")
            .with("sink", Map.of("type", "KAFKA", "kafka", topic)));
  }

  @Test
  void aFeatureThatIsNotEnabledParksWithBothCauses() {
    cloud.setting(Setting.CHANGEFEEDS_ENABLED, "false");
    assertThatThrownBy(() -> connection.preflight(OWNER, PLAN, ZONES, KEPT))
        .satisfies(
            e ->
                assertThat(cause(e).getDetails().get(String.class))
                    .contains("Instance Manager", "not enabled"));
  }

  @Test
  void aClusterInOneZoneCanHaveALink() {
    ConnectionPlan single = new ConnectionPlan("10006", "demo-kafka");
    assertThat(connection.preflight(OWNER, single, ZONES, KEPT).zones())
        .containsExactly("ap-southeast-1a");
  }

  @Test
  void throttlingIsRetriedByTemporal() {
    cloud.refuse("GetCluster", 1, 429, "49900007");
    assertThatThrownBy(() -> connection.preflight(OWNER, PLAN, ZONES, KEPT))
        .satisfies(e -> assertThat(cause(e).isNonRetryable()).isFalse())
        .satisfies(e -> assertThat(cause(e).getNextRetryDelay()).isPositive());
  }
}
