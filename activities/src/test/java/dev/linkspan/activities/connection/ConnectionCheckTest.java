package dev.linkspan.activities.connection;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static dev.linkspan.activities.sandbox.LocalActivities.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.plan.PreflightCheck.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionCheckTest {
  private static final ChangefeedPlan KEPT =
      new ChangefeedPlan(ChangefeedUse.KEEP, "demo-proof", "topic", "test.*", "3.7.1");

  private LocalActivities local;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    local = new LocalActivities(folder);
  }

  @AfterEach
  void stop() {
    local.close();
  }

  private List<PreflightCheck> check(String zone) {
    return local
        .connection()
        .check(OWNER, new ConnectionPlan("10001", "demo-kafka"), List.of(zone), KEPT);
  }

  @Test
  void aGoodClusterPassesAndItsChangefeedsAreCounted() {
    List<PreflightCheck> checks = check("ap-southeast-1a");

    assertThat(checks).noneMatch(c -> c.outcome() == Outcome.FAIL);
    assertThat(checks)
        .extracting(PreflightCheck::what)
        .startsWith("TiDB Cloud API key", "TiDB Cloud cluster", "Zones in common", "Changefeeds");
    assertThat(checks.get(3).found()).startsWith("0 of 10");
    assertThat(checks).anyMatch(c -> c.outcome() == Outcome.WARN && c.found().contains("bills"));
  }

  @Test
  void withoutAZoneInCommonThatLineFailsAndTheOthersAreMade() {
    List<PreflightCheck> checks = check("ap-southeast-1z");

    assertThat(checks)
        .filteredOn(c -> c.outcome() == Outcome.FAIL)
        .singleElement()
        .satisfies(c -> assertThat(c.found()).contains("the load balancer is in ap-southeast-1z"));
  }

  @Test
  void anUnknownClusterSaysWhatToCheck() {
    assertThatThrownBy(
            () ->
                local
                    .connection()
                    .check(OWNER, new ConnectionPlan("99999", "x"), List.of("a"), KEPT))
        .satisfies(
            e -> assertThat(cause(e).getOriginalMessage()).contains("knows no cluster 99999"));
  }
}
