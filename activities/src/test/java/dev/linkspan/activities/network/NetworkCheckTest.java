package dev.linkspan.activities.network;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SshPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.plan.PreflightCheck.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkCheckTest {
  private static final String ZONE = "ap-southeast-1a";
  private static final String FAMILY = "acs:alibaba_cloud_linux_3_2104_lts_x64";

  private LocalActivities local;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    local = new LocalActivities(folder);
  }

  @AfterEach
  void stop() {
    local.close();
  }

  private static NetworkPlan network(String zone, String type, String family) {
    return new NetworkPlan(
        "demo-vpc",
        "127.61.0.0/16",
        List.of(new VSwitchPlan("v", zone, "127.61.0.0/24")),
        "demo-key",
        List.of(),
        List.of(new InstancePlan("b", zone, "v", "g", type, family, "cloud_efficiency", 40, 0)),
        new SshPlan("root", 22));
  }

  private List<PreflightCheck> check(NetworkPlan network) {
    return local.network().check(OWNER, List.of(ZONE), Optional.of(network));
  }

  private static PreflightCheck line(List<PreflightCheck> checks, String what) {
    return checks.stream().filter(c -> c.what().equals(what)).findFirst().orElseThrow();
  }

  private static NetworkPlan good() {
    return network(ZONE, "ecs.t5-lc1m2.small", FAMILY);
  }

  @Test
  void aGoodPlanPassesAndNamesTheAccountAndWhatNoReadCanDecide() {
    List<PreflightCheck> checks = check(good());

    assertThat(line(checks, "Alibaba Cloud account").found()).contains(Regions.OWN_ACCOUNT, "acs:");
    assertThat(line(checks, "RAM actions").found()).contains("vpc:CreateVpc is allowed");
    assertThat(line(checks, "SSH key").found()).startsWith("ssh-rsa");
    assertThat(line(checks, "Image").found()).isEqualTo(FAMILY);
    assertThat(checks)
        .filteredOn(c -> c.outcome() != Outcome.PASS)
        .extracting(PreflightCheck::what)
        .containsExactly("RAM actions without a dry run", "Other quotas");
  }

  @Test
  void nothingIsCreated() {
    check(good());

    assertThat(line(check(good()), "Quota of VPCs").found()).startsWith("0 of usually 10");
  }

  @Test
  void eachProblemIsALineOfItsOwnWithItsRemedy() {
    List<PreflightCheck> checks = check(network("ap-southeast-1z", "ecs.none.small", "acs:none"));

    assertThat(checks)
        .filteredOn(c -> c.outcome() == Outcome.FAIL)
        .extracting(PreflightCheck::what)
        .containsExactly("Zones of the vSwitches", "Instance types and disks", "Image");
    assertThat(line(checks, "Zones of the vSwitches").remedy()).contains("ap-southeast-1a");
  }

  @Test
  void anOverlappingVpcIsAWarning() {
    Owner neighbor = new Owner("neighbor", "run-2", OWNER.region(), OWNER.credentials());
    local.network().ensureVpc(OWNER, "of the setup that stands", "127.61.0.0/16");
    assertThat(line(check(good()), "CIDR block of the VPC").outcome()).isEqualTo(Outcome.PASS);
    local.network().ensureVpc(neighbor, "other", "127.61.0.0/16");

    PreflightCheck clash = line(check(good()), "CIDR block of the VPC");

    assertThat(clash.outcome()).isEqualTo(Outcome.WARN);
    assertThat(clash.found()).contains("127.61.0.0/16 overlaps with vpc-");
  }

  @Test
  void aReadOrDryRunThatIsRefusedNamesTheActionAndTheOthersGoOn() {
    local.cloud().refuse("CreateVpc", 1, 403, "Forbidden.RAM");
    local.cloud().refuse("DescribeImages", 1, 403, "Forbidden.RAM");

    List<PreflightCheck> checks = check(good());

    assertThat(line(checks, "RAM actions").remedy()).contains("vpc:CreateVpc");
    assertThat(line(checks, "Image").remedy()).contains("ecs:DescribeImages");
    assertThat(line(checks, "SSH key").outcome()).isEqualTo(Outcome.PASS);
  }
}
