package dev.linkspan.activities.network;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static dev.linkspan.activities.sandbox.LocalActivities.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ExposurePlan;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SshPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.steps.Failures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkPreflightTest {
  private static final String ZONE = "ap-southeast-1a";
  private static final String TYPE = "ecs.t5-lc1m2.small";

  private LocalActivities local;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    local = new LocalActivities(folder);
  }

  @AfterEach
  void stop() {
    local.close();
  }

  private static Plan plan(String zone, String type) {
    return plan(zone, type, "cloud_efficiency");
  }

  private static Plan plan(String zone, String type, String disk) {
    NetworkPlan network =
        new NetworkPlan(
            "demo-vpc",
            "127.61.0.0/16",
            List.of(new VSwitchPlan("v", zone, "127.61.0.0/24")),
            "demo-key",
            List.of(),
            List.of(new InstancePlan("broker", zone, "v", "g", type, "family", disk, 40, 0)),
            new SshPlan("root", 22));
    ExposurePlan exposure =
        new ExposurePlan(
            "demo-nlb",
            List.of("v"),
            9092,
            new HealthCheckPlan(Duration.ofSeconds(5), Duration.ofSeconds(5), 2, 2),
            List.of(),
            "demo");
    return new Plan(
        "demo",
        OWNER.region(),
        OWNER.credentials(),
        new NewCluster(network, null, null),
        exposure,
        null,
        null);
  }

  @Test
  void aGoodPlanReturnsTheAccount() {
    assertThat(local.network().preflight(OWNER, plan(ZONE, TYPE)).accountId())
        .isEqualTo(Regions.OWN_ACCOUNT);
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    assertThatThrownBy(
            () -> local.network().preflight(OWNER, plan("ap-southeast-1z", "ecs.none.small")))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(
            e ->
                assertThat(cause(e).getOriginalMessage())
                    .contains("has no zone ap-southeast-1z")
                    .contains("offers no network load balancer in ap-southeast-1z")
                    .contains("ecs.none.small is not on sale"));
  }

  @Test
  void theRegionsZonesAreReadOnlyIfTheLoadBalancersZonesLackOne() {
    local.network().preflight(OWNER, plan(ZONE, TYPE));
    assertThat(local.cloud().calls("DescribeZones")).as("of NLB").isEqualTo(1);
    assertThatThrownBy(() -> local.network().preflight(OWNER, plan("ap-southeast-1z", TYPE)));
    assertThat(local.cloud().calls("DescribeZones")).as("of NLB and VPC").isEqualTo(3);
  }

  @Test
  void missingPermissionsAreAllNamed() {
    local.cloud().refuse("DescribeAvailableResource", 1, 403, "Forbidden.RAM");
    local.cloud().refuse("CheckProductOpen", 1, 400, "NeedOpenProduct");
    assertThatThrownBy(() -> local.network().preflight(OWNER, plan(ZONE, TYPE)))
        .satisfies(
            e ->
                assertThat(cause(e).getDetails().get(String.class))
                    .contains("ecs:DescribeAvailableResource")
                    .contains("Activate PrivateLink"));
  }

  @Test
  void aSystemDiskThatATypeIsNotSoldWithIsReportedWithThoseThatAre() {
    assertThatThrownBy(() -> local.network().preflight(OWNER, plan(ZONE, "ecs.g7.large")))
        .satisfies(
            e ->
                assertThat(cause(e).getOriginalMessage())
                    .isEqualTo(
                        "ecs.g7.large has no system disk of the category cloud_efficiency in "
                            + ZONE))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("cloud_essd"));
    assertThat(
            local.network().preflight(OWNER, plan(ZONE, "ecs.g7.large", "cloud_essd")).accountId())
        .isEqualTo(Regions.OWN_ACCOUNT);
  }
}
