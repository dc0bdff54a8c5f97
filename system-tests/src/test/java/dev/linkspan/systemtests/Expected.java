package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.plan.Plan;
import dev.linkspan.systemtests.SandboxControl.Resource;
import java.util.List;

/** Holds what exists in the sandbox against a plan. */
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

  private Expected() {}

  /** Every resource of the plan exists once, and there is no other. */
  static void exactly(Plan plan, SandboxControl sandbox) {
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

  /** Nothing that a setup makes is there. */
  static void nothing(SandboxControl sandbox) {
    assertThat(sandbox.resources().stream().filter(r -> SETUP_TYPES.contains(r.type())))
        .as("left behind")
        .isEmpty();
  }

  private static List<Resource> of(List<Resource> all, String type) {
    return all.stream().filter(r -> r.type().equals(type)).toList();
  }

  private static List<String> keys(List<Resource> all, String type) {
    return of(all, type).stream().map(Resource::key).toList();
  }
}
