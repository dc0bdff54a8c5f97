package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.systemtests.CloudApi.Product;
import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.setup.RepairRequest;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.Command;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A finished link drifts, one thing at a time: the next verification names the hop in one line, and
 * a repair puts it back. After the repair, a verification finds nothing.
 */
@Tag("system")
@LightStack(LightStack.Shared.MISTAKES)
class DriftTest {
  private static final String NAME = "drifts";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Command ADA = new Command("ada", "drift");
  private static LocalStack stack;
  private static CrashSetup setup;
  private static CloudApi cloud;

  @BeforeAll
  static void build(LocalStack shared) {
    stack = shared;
    cloud = new CloudApi(stack);
    setup =
        CrashSetup.ofNewCluster(
            stack, NAME, 0, spec -> spec.replace("patience: 10s", "patience: 0s"));
    setup.start();
    setup.expectReady();
  }

  @AfterAll
  static void destroy() {
    if (setup != null) {
      setup.destroy();
      setup.expectDestroyed();
    }
  }

  /**
   * One row of the table.
   *
   * @param what was done, as the name of the test
   * @param sign of its line in the plan of the repair
   * @param hop that names it
   */
  record Drift(String what, Consumer<Place> cause, String sign, String hop) {
    @Override
    public String toString() {
      return what;
    }
  }

  /** The link and the inventory at the time of the drift. */
  record Place(Link link, Inventory inventory) {
    String id(String kind, String name) {
      return inventory.resources().stream()
          .filter(r -> r.kind().equals(kind) && r.name().equals(name))
          .findFirst()
          .orElseThrow()
          .id();
    }

    String firstGroup() {
      return link.plan().exposure().serverGroups().get(0).name();
    }

    String listener(int index) {
      return link.listeners().get(index).listenerId();
    }
  }

  static Stream<Drift> table() {
    return Stream.of(
        new Drift(
            "the bootstrap listener is deleted",
            at -> nlb("DeleteListener", Map.of("ListenerId", at.listener(0))),
            "+",
            "listener 9092"),
        new Drift(
            "a broker's listener is stopped",
            at -> nlb("StopListener", Map.of("ListenerId", at.listener(1))),
            "+",
            "listener 9093"),
        new Drift("a member is removed", DriftTest::removeMember, "+", "members of "),
        new Drift(
            "cross-zone forwarding is switched off",
            at ->
                nlb(
                    "UpdateLoadBalancerAttribute",
                    Map.of(
                        "LoadBalancerId",
                        at.link().loadBalancer().loadBalancerId(),
                        "CrossZoneEnabled",
                        "false")),
            "~",
            "cross-zone forwarding"),
        new Drift(
            "TiDB Cloud's account is taken from the whitelist",
            at ->
                privateLink(
                    "RemoveUserFromVpcEndpointService",
                    at,
                    Map.of("UserId", at.link().network().whitelistAccount())),
            "+",
            "whitelist"),
        new Drift(
            "endpoints are accepted automatically",
            at ->
                privateLink(
                    "UpdateVpcEndpointServiceAttribute", at, Map.of("AutoAcceptEnabled", "true")),
            "~",
            "acceptance at the endpoint service"),
        new Drift(
            "the approved endpoint is disconnected",
            at ->
                privateLink(
                    "DisableVpcEndpointConnection",
                    at,
                    Map.of("EndpointId", at.link().endpointId())),
            "~",
            "endpoint connection"),
        new Drift("a rule is revoked", DriftTest::revokeRule, "+", "broker-security-group"));
  }

  private static void nlb(String action, Map<String, String> parameters) {
    cloud.call(Product.NLB, action, parameters);
  }

  private static void privateLink(String action, Place at, Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.put("ServiceId", at.link().endpointServiceId());
    cloud.call(Product.PRIVATE_LINK, action, all);
  }

  private static void removeMember(Place at) {
    nlb(
        "RemoveServersFromServerGroup",
        Map.of(
            "ServerGroupId",
            at.id("server group", at.firstGroup()),
            "Servers.1.ServerId",
            brokerInstance(at),
            "Servers.1.ServerType",
            "Ecs",
            "Servers.1.Port",
            String.valueOf(at.link().plan().cluster().externalPort())));
  }

  private static String brokerInstance(Place at) {
    String machine = at.link().plan().brokers().get(0).instance();
    return at.link().network().instances().stream()
        .filter(instance -> instance.name().equals(machine))
        .findFirst()
        .orElseThrow()
        .instanceId();
  }

  private static void revokeRule(Place at) {
    InstancePlan broker = at.link().plan().network().instances().get(1);
    SecurityGroupPlan group =
        at.link().plan().network().securityGroups().stream()
            .filter(g -> g.name().equals(broker.securityGroup()))
            .findFirst()
            .orElseThrow();
    InboundRule rule = group.rules().get(group.rules().size() - 1);
    new SecurityGroupRules(stack, at.id("security group", group.name()))
        .revoke(rule.portRange(), rule.sourceCidr());
  }

  private static Place place() {
    Inventory inventory = stack.status(NAME).inventory();
    return new Place(inventory.link().orElseThrow(), inventory);
  }

  private static Report verify() {
    return stack.setup(NAME).verify(ADA);
  }

  private static Check found(Report report, String hop) {
    return report.findings().stream()
        .filter(check -> check.hop().startsWith(hop))
        .findFirst()
        .orElseThrow(() -> new AssertionError(hop + " is not among " + report.findings()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void isNamedInOneLineAndPutBack(Drift drift) {
    drift.cause().accept(place());

    Check check = found(verify(), drift.hop());

    assertThat(check.evidence()).isNotBlank().doesNotContain("\n");
    assertThat(check.expected()).isNotBlank();
    assertThat(check.remedy()).endsWith("or run `linkspan repair " + NAME + "`.");
    // The setup has no patience: members that fail some health checks yet are broken at its end.
    Result repair = stack.commandLine().run(PATIENCE, "repair", NAME, "--yes");
    assertThat(repair.exit()).as(repair.err()).isIn(0, 5);
    assertThat(repair.err()).containsPattern("(?m)^  [+~] .*" + drift.hop());
    assertThat(repair.err().lines().filter(line -> line.contains("  " + check.hop() + "  ")))
        .allMatch(line -> line.strip().startsWith(drift.sign()));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(verify().findings()).isEmpty());
    assertThat(setup.difference(stack.sandbox().resources())).isEqualTo(Expected.Difference.NONE);
  }

  @Test
  void aWorkerThatIsKilledInTheMiddleOfARepairCostsNothing() {
    Place at = place();
    nlb("DeleteListener", Map.of("ListenerId", at.listener(0)));
    privateLink(
        "RemoveUserFromVpcEndpointService",
        at,
        Map.of("UserId", at.link().network().whitelistAccount()));
    assertThat(verify().findings()).hasSizeGreaterThanOrEqualTo(2);
    HeldCall creation = HeldCall.arm(stack, setup, "CreateListener");

    stack.setup(NAME).repair(new RepairRequest("ada", "drift", null));
    creation.await();
    stack.kill("worker");
    creation.release();
    stack.startWorker();
    setup.await(Phase.READY);

    assertThat(stack.status(NAME).findings()).isEmpty();
    assertThat(verify().findings()).isEmpty();
    assertThat(setup.difference(stack.sandbox().resources())).isEqualTo(Expected.Difference.NONE);
    assertThat(stack.status(NAME).inventory().link().orElseThrow().listeners().get(0).listenerId())
        .isNotEqualTo(at.listener(0));
  }
}
