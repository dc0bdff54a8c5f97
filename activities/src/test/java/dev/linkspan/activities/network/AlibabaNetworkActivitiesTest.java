package dev.linkspan.activities.network;

import static dev.linkspan.activities.sandbox.LocalActivities.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.activities.sandbox.LocalCloud;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.steps.Failures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlibabaNetworkActivitiesTest {
  private static final String CIDR = "127.61.0.0/16";
  private static final String ZONE = "ap-southeast-1a";

  private final Owner owner = LocalActivities.OWNER;
  private LocalActivities local;
  private LocalCloud cloud;
  private NetworkActivities network;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    local = new LocalActivities(folder);
    cloud = local.cloud();
    network = local.network();
  }

  @AfterEach
  void stop() {
    local.close();
  }

  private String vpc() {
    return network.ensureVpc(owner, "demo-vpc", CIDR);
  }

  private String vSwitch(String vpcId) {
    return network.ensureVSwitch(owner, vpcId, new VSwitchPlan("broker-a", ZONE, "127.61.0.0/18"));
  }

  private static SecurityGroupPlan group(InboundRule... rules) {
    return new SecurityGroupPlan("brokers", List.of(rules));
  }

  private InstanceRequest instance() {
    String vpcId = vpc();
    String group =
        network.ensureSecurityGroup(
            owner, vpcId, group(new InboundRule("22/22", "0.0.0.0/0", "ssh")));
    return new InstanceRequest(
        new InstancePlan(
            "broker-1",
            ZONE,
            "broker-a",
            "brokers",
            "ecs.t5-lc1m2.small",
            "acs:alibaba_cloud_linux_3_2104_lts_x64",
            "cloud_efficiency",
            40,
            5),
        vSwitch(vpcId),
        group,
        network.ensureKeyPair(owner, "demo-key"));
  }

  @Test
  void aVpcEnsuredTwiceExistsOnceAndHasBothTags() {
    String first = vpc();
    assertThat(vpc()).isEqualTo(first);
    assertThat(cloud.resources("vpc"))
        .singleElement()
        .satisfies(
            v -> {
              assertThat(v.status()).isEqualTo("Available");
              assertThat(v.tags())
                  .containsAllEntriesOf(
                      Map.of(Owner.SETUP_TAG, "demo", Owner.RESOURCE_TAG, "demo-vpc"));
            });
  }

  @Test
  void aVpcEnsuredConcurrentlyExistsOnce() {
    List<CompletableFuture<String>> attempts =
        Stream.generate(() -> CompletableFuture.supplyAsync(this::vpc)).limit(4).toList();
    assertThat(attempts.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    assertThat(cloud.resources("vpc")).hasSize(1);
  }

  @Test
  void aLostResponseLeavesOneVpc() {
    cloud.loseReply("CreateVpc");
    assertThatThrownBy(this::vpc)
        .satisfies(e -> assertThat(cause(e).isNonRetryable()).isFalse())
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).doesNotContain("test-id"));
    assertThat(vpc()).isEqualTo(cloud.resources("vpc").get(0).id());
    assertThat(cloud.resources("vpc")).hasSize(1);
  }

  @Test
  void aVpcThatWasRemovedIsCreatedAgain() {
    String first = vpc();
    network.removeVpc(owner, "demo-vpc");
    assertThat(vpc()).isNotEqualTo(first);
  }

  @Test
  void aVpcOfTheSameNameOfAnotherSetupIsNeitherUsedNorDeleted() {
    Owner other = new Owner("other", "run-2", owner.region(), owner.credentials());
    String theirs = network.ensureVpc(other, "demo-vpc", CIDR);
    assertThat(vpc()).isNotEqualTo(theirs);
    network.removeVpc(owner, "demo-vpc");
    network.removeVpc(owner, "demo-vpc");
    assertThat(cloud.resources("vpc")).extracting(Resource::id).containsExactly(theirs);
  }

  @Test
  void aWrongKeyParks() {
    assertThatThrownBy(
            () -> network.ensureVpc(LocalActivities.owner("wrong", "default"), "demo-vpc", CIDR))
        .satisfies(
            e -> {
              assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON);
              assertThat(cause(e).getDetails().get(String.class)).contains("access key");
            });
  }

  @Test
  void aMissingPermissionParksAndNamesTheAction() {
    cloud.refuse("CreateVpc", 1, 403, "Forbidden.RAM");
    assertThatThrownBy(this::vpc)
        .satisfies(
            e -> {
              assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON);
              assertThat(cause(e).getDetails().get(String.class)).contains("vpc:CreateVpc");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"TaskConflict", "TOKEN_PROCESSING", "System.ServiceBusy"})
  void aBusyResourceIsRetriedWithinTheActivity(String code) {
    cloud.refuse("CreateVpc", 2, 400, code);
    assertThat(vpc()).startsWith("vpc-");
  }

  @Test
  void throttlingIsRetriedByTemporal() {
    cloud.refuse("CreateVpc", 1, 400, "Throttling.User");
    assertThatThrownBy(this::vpc)
        .satisfies(e -> assertThat(cause(e).isNonRetryable()).isFalse())
        .satisfies(e -> assertThat(cause(e).getNextRetryDelay()).isPositive());
  }

  @Test
  void vSwitchesOfOneVpcCanBeEnsuredConcurrently() {
    String vpcId = vpc();
    List<CompletableFuture<String>> made =
        Stream.of("127.61.0.0/18", "127.61.64.0/18", "127.61.128.0/18")
            .map(
                cidr ->
                    CompletableFuture.supplyAsync(
                        () ->
                            network.ensureVSwitch(
                                owner, vpcId, new VSwitchPlan("vsw-" + cidr, ZONE, cidr))))
            .toList();
    assertThat(made.stream().map(CompletableFuture::join).distinct()).hasSize(3);
    assertThat(cloud.resources("vswitch")).hasSize(3);
  }

  @Test
  void aMissingRuleIsAdded() {
    String vpcId = vpc();
    InboundRule ssh = new InboundRule("22/22", "127.0.0.1/32", "ssh");
    InboundRule kafka = new InboundRule("9092/9092", CIDR, "kafka");
    String first = network.ensureSecurityGroup(owner, vpcId, group(ssh));
    long authorized = cloud.calls("AuthorizeSecurityGroup");
    assertThat(network.ensureSecurityGroup(owner, vpcId, group(ssh, kafka))).isEqualTo(first);
    assertThat(network.ensureSecurityGroup(owner, vpcId, group(ssh, kafka))).isEqualTo(first);
    assertThat(cloud.calls("AuthorizeSecurityGroup")).isEqualTo(authorized + 1);
  }

  @Test
  void onlyRulesOfTheSetupItselfAreRevoked() {
    String vpcId = vpc();
    InboundRule ssh = new InboundRule("22/22", "127.0.0.1/32", "ssh");
    InboundRule kafka = new InboundRule("9092/9092", CIDR, "kafka");
    InboundRule foreign = new InboundRule("9093/9093", CIDR, "somebody else's");
    InboundRule sameTraffic = new InboundRule("9093/9093", CIDR, "kafka");
    String id = network.ensureSecurityGroup(owner, vpcId, group(ssh, kafka, foreign));

    network.removeRules(owner, group(ssh, sameTraffic));
    network.removeRules(owner, group(ssh, sameTraffic));

    assertThat(rules(id)).containsExactlyInAnyOrder("9092/9092 kafka", "9093/9093 somebody else's");
    assertThat(cloud.calls("RevokeSecurityGroup")).isEqualTo(1);
  }

  private List<String> rules(String id) {
    return cloud.resources("securitygroup").stream()
        .filter(group -> group.id().equals(id))
        .flatMap(group -> group.objects("rules").stream())
        .map(rule -> rule.get("portRange") + " " + rule.get("description"))
        .toList();
  }

  @Test
  void aKeyPairOfTheSameNameOfAnotherSetupParks() {
    Owner other = new Owner("other", "run-2", owner.region(), owner.credentials());
    network.ensureKeyPair(other, "demo-key");
    assertThatThrownBy(() -> network.ensureKeyPair(owner, "demo-key"))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON));
    network.removeKeyPair(owner, "demo-key");
    assertThat(cloud.resources()).anyMatch(r -> r.name().equals("demo-key"));
  }

  @Test
  void anInstanceEnsuredTwiceExistsOnceAndHasItsAddresses() {
    InstanceRequest request = instance();
    cloud.loseReply("RunInstances");
    assertThatThrownBy(() -> network.ensureInstance(owner, request)).isNotNull();
    Instance made = network.ensureInstance(owner, request);
    assertThat(network.ensureInstance(owner, request)).isEqualTo(made);
    assertThat(made.privateAddress()).startsWith("127.61.");
    assertThat(made.publicAddress()).isPresent();
    assertThat(cloud.resources("instance")).hasSize(1);
  }

  @Test
  void everythingIsRemovedAndRemovingAgainSucceeds() {
    network.ensureInstance(owner, instance());
    for (int i = 0; i < 2; i++) {
      network.removeInstances(owner, List.of("broker-1", "broker-2"));
      network.removeKeyPair(owner, "demo-key");
      network.removeSecurityGroup(owner, "brokers");
      network.removeVSwitch(owner, "broker-a");
      network.removeVpc(owner, "demo-vpc");
    }
    assertThat(cloud.resources()).isEmpty();
  }

  @Test
  void anInstanceThatSomebodyHasJustDeletedDoesNotKeepTheOthers() {
    InstanceRequest first = instance();
    InstancePlan plan = first.plan();
    InstancePlan another =
        new InstancePlan(
            "broker-2",
            plan.zone(),
            plan.vSwitch(),
            plan.securityGroup(),
            plan.instanceType(),
            plan.imageFamily(),
            plan.diskCategory(),
            plan.diskGiB(),
            0);
    String deleted = network.ensureInstance(owner, first).instanceId();
    network.ensureInstance(
        owner,
        new InstanceRequest(
            another, first.vSwitchId(), first.securityGroupId(), first.keyPairName()));
    // Reads the list that the next removal finds both in.
    network.removeInstances(owner, List.of("broker-3"));
    cloud.remove("instance", deleted);

    network.removeInstances(owner, List.of("broker-1", "broker-2"));

    assertThat(cloud.resources("instance")).isEmpty();
  }

  @Test
  void aProtectedInstanceParksAtOnceAndSaysWhatToSwitchOff() {
    network.ensureInstance(owner, instance());
    cloud.refuse("DeleteInstances", 1, 403, "InvalidOperation.DeletionProtection");

    assertThatThrownBy(() -> network.removeInstances(owner, List.of("broker-1")))
        .satisfies(
            e -> {
              assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON);
              assertThat(cause(e).getOriginalMessage()).contains("somebody has protected it");
              assertThat(cause(e).getDetails().get(String.class))
                  .contains("Switch off its deletion protection");
            });
  }

  @Test
  void awaitListsWaitsForTheRestOfTheLagSinceTheLastCreation() {
    long start = System.nanoTime();
    network.awaitLists(owner, Duration.ofSeconds(1));
    // The time of the activities is ten times as fast.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(90));

    start = System.nanoTime();
    network.awaitLists(owner, Duration.ofMinutes(10));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }
}
