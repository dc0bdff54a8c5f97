package dev.linkspan.activities.network;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.AdoptedNetwork;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.network.NetworkActivities.NetworkFacts;
import dev.linkspan.workflows.plan.ClusterPlan.AdoptedVSwitch;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkSurveyTest {
  private static final String ZONE = "ap-southeast-1a";
  private static final String CIDR = "127.61.0.0/18";

  private LocalActivities local;
  private NetworkActivities network;
  private String vpcId;
  private String vSwitchId;
  private Instance instance;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    local = new LocalActivities(folder);
    network = local.network();
    vpcId = network.ensureVpc(OWNER, "vpc", "127.61.0.0/16");
    vSwitchId = network.ensureVSwitch(OWNER, vpcId, new VSwitchPlan("a", ZONE, CIDR));
  }

  @AfterEach
  void stop() {
    local.close();
  }

  private void instanceWith(InboundRule... rules) {
    String group =
        network.ensureSecurityGroup(OWNER, vpcId, new SecurityGroupPlan("brokers", List.of(rules)));
    InstancePlan plan =
        new InstancePlan(
            "broker-1",
            ZONE,
            "a",
            "brokers",
            "ecs.t5-lc1m2.small",
            "acs:alibaba_cloud_linux_3_2104_lts_x64",
            "cloud_efficiency",
            40,
            0);
    instance =
        network.ensureInstance(
            OWNER,
            new InstanceRequest(plan, vSwitchId, group, network.ensureKeyPair(OWNER, "key")));
  }

  private NetworkFacts survey(String vpc, AdoptedVSwitch... vSwitches) {
    return network.surveyNetwork(
        OWNER,
        new AdoptedNetwork(
            vpc, List.of(vSwitches), List.of(instance.privateAddress(), "127.61.0.250"), 39092));
  }

  @Test
  void aNetworkThatLetsTheLoadBalancerInHasNoProblems() {
    instanceWith(new InboundRule("30000/40000", "127.61.0.0/17", "vpc"));
    NetworkFacts facts = survey(vpcId, new AdoptedVSwitch(ZONE, vSwitchId));
    assertThat(facts.problems()).isEmpty();
    assertThat(facts.vpcCidr()).isEqualTo("127.61.0.0/16");
    assertThat(facts.instances())
        .containsExactly(new FoundInstance(instance.privateAddress(), instance.instanceId(), ZONE));
  }

  @Test
  void aClosedSecurityGroupIsReportedWithTheMissingRule() {
    instanceWith(
        new InboundRule("22/22", "0.0.0.0/0", "ssh"),
        new InboundRule("39092/39092", "127.61.0.0/24", "too narrow"));
    assertThat(survey(vpcId, new AdoptedVSwitch(ZONE, vSwitchId)).problems())
        .singleElement()
        .asString()
        .contains(instance.instanceId(), "inbound rule TCP 39092/39092 from " + CIDR);
  }

  @Test
  void wrongIdsAndZonesAreAllReported() {
    instanceWith(new InboundRule("1/65535", "127.61.0.0/16", "vpc"));
    String other = network.ensureVpc(OWNER, "other", "127.62.0.0/16");
    assertThat(
            survey(
                    other,
                    new AdoptedVSwitch("ap-southeast-1b", vSwitchId),
                    new AdoptedVSwitch(ZONE, "vsw-none"))
                .problems())
        .containsExactly(
            "vSwitch %s belongs to VPC %s: use one of %s".formatted(vSwitchId, vpcId, other),
            "vSwitch %s is in zone %s, not in ap-southeast-1b: correct the spec"
                .formatted(vSwitchId, ZONE),
            "there is no vSwitch vsw-none: correct the spec");
    assertThat(survey("vpc-none").problems())
        .singleElement()
        .asString()
        .startsWith("there is no VPC vpc-none");
  }
}
