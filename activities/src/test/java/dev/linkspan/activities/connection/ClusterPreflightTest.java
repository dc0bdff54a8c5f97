package dev.linkspan.activities.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.AvailabilityZones;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterPreflightTest {
  @Test
  void whereTidbCloudNamesNoZoneTheRemedyNamesNoneEither() {
    assertThatThrownBy(
            () ->
                ClusterPreflight.checkZones(
                    new AvailabilityZones("5500", null), "10001", List.of("ap-southeast-1a")))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(Failures.problem(e))
                  .isEqualTo("TiDB Cloud names no zone that cluster 10001 connects from");
              assertThat(Failures.remedy(e)).contains("TiDB Cloud's support");
            });
  }
}
