package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.SandboxControl.Resource;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compares the resources in the sandbox with a plan. */
final class Expected {
  private static final List<String> SETUP_TYPES =
      List.of(
          "vpc",
          "vswitch",
          "keypair",
          "securitygroup",
          "instance",
          "servergroup",
          "loadbalancer",
          "listener",
          "vpcendpointservice",
          "vpcendpointconnection",
          "privatelinkconnection",
          "changefeed");

  /** Types with one resource per setup, or whose resources have no key. */
  private static final List<String> KEYLESS =
      List.of(
          "listener",
          "vpcendpointservice",
          "vpcendpointconnection",
          "privatelinkconnection",
          "changefeed");

  private Expected() {}

  /** Every resource of the plan exists exactly once, and no other resource exists. */
  static void assertExactly(Plan plan, SandboxControl sandbox) {
    List<Resource> all = sandbox.resources();
    assertThat(keys(all, "vpc")).containsExactly(plan.network().vpcName());
    assertThat(keys(all, "vswitch"))
        .containsExactlyInAnyOrderElementsOf(
            plan.network().vSwitches().stream().map(Plan.VSwitchPlan::name).toList());
    assertThat(keys(all, "keypair")).containsExactly(plan.network().keyPairName());
    assertThat(keys(all, "securitygroup"))
        .containsExactlyInAnyOrderElementsOf(
            plan.network().securityGroups().stream().map(Plan.SecurityGroupPlan::name).toList());
    assertThat(keys(all, "instance"))
        .containsExactlyInAnyOrderElementsOf(
            plan.network().instances().stream().map(Plan.InstancePlan::name).toList());
    assertThat(keys(all, "servergroup"))
        .containsExactlyInAnyOrderElementsOf(
            plan.exposure().serverGroups().stream().map(Plan.ServerGroupPlan::name).toList());
    assertThat(keys(all, "loadbalancer")).containsExactly(plan.exposure().loadBalancerName());
    assertThat(of(all, "listener")).hasSameSizeAs(plan.exposure().serverGroups());
    assertThat(of(all, "vpcendpointservice")).hasSize(1);
    assertThat(of(all, "vpcendpointconnection"))
        .singleElement()
        .satisfies(c -> assertThat(c.status()).isEqualTo("Connected"));
    assertThat(of(all, "privatelinkconnection"))
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.name()).isEqualTo(plan.connection().displayName());
              assertThat(c.status()).isEqualTo("ACTIVE");
            });
    assertThat(of(all, "changefeed")).hasSize(1);
  }

  /** No resource exists of any type that a setup creates. */
  static void assertNothingLeft(SandboxControl sandbox) {
    assertThat(sandbox.resources().stream().filter(r -> SETUP_TYPES.contains(r.type())))
        .as("left over")
        .isEmpty();
  }

  /**
   * The difference between the existing resources and a plan.
   *
   * @param twice resources that exist more often than planned
   * @param leftOver resources that are not in the plan
   */
  record Difference(List<String> twice, List<String> missing, List<String> leftOver) {
    static final Difference NONE = new Difference(List.of(), List.of(), List.of());
  }

  /** Compares the existing resources of one setup with its plan, by type and key. */
  static Difference difference(Plan plan, List<Resource> ofSetup) {
    Map<String, Long> planned = counts(planned(plan));
    Map<String, Long> found =
        counts(
            ofSetup.stream()
                .filter(r -> SETUP_TYPES.contains(r.type()))
                .map(r -> KEYLESS.contains(r.type()) ? r.type() : r.type() + " " + r.key())
                .toList());
    return new Difference(
        surplus(found, planned, planned::containsKey),
        surplus(planned, found, what -> true),
        surplus(found, planned, what -> !planned.containsKey(what)));
  }

  /** The resources of the types that a setup creates. */
  static List<Resource> ofSetups(List<Resource> all) {
    return all.stream().filter(r -> SETUP_TYPES.contains(r.type())).toList();
  }

  private static List<String> planned(Plan plan) {
    List<String> all = new ArrayList<>();
    if (plan.cluster() instanceof NewCluster made) {
      all.add("vpc " + made.network().vpcName());
      made.network().vSwitches().forEach(v -> all.add("vswitch " + v.name()));
      all.add("keypair " + made.network().keyPairName());
      made.network().securityGroups().forEach(g -> all.add("securitygroup " + g.name()));
      made.network().instances().forEach(i -> all.add("instance " + i.name()));
    }
    plan.exposure().serverGroups().forEach(g -> all.add("servergroup " + g.name()));
    plan.exposure().serverGroups().forEach(g -> all.add("listener"));
    all.add("loadbalancer " + plan.exposure().loadBalancerName());
    all.addAll(
        List.of(
            "vpcendpointservice", "vpcendpointconnection", "privatelinkconnection", "changefeed"));
    return all;
  }

  private static Map<String, Long> counts(List<String> all) {
    return all.stream()
        .collect(Collectors.groupingBy(what -> what, TreeMap::new, Collectors.counting()));
  }

  private static List<String> surplus(
      Map<String, Long> these, Map<String, Long> than, Predicate<String> which) {
    return these.entrySet().stream()
        .filter(e -> which.test(e.getKey()) && e.getValue() > than.getOrDefault(e.getKey(), 0L))
        .map(e -> e.getKey() + " x" + e.getValue())
        .toList();
  }

  private static List<Resource> of(List<Resource> all, String type) {
    return all.stream().filter(r -> r.type().equals(type)).toList();
  }

  private static List<String> keys(List<Resource> all, String type) {
    return of(all, type).stream().map(Resource::key).toList();
  }
}
