package dev.linkspan.workflows.network;

import dev.linkspan.workflows.plan.ClusterPlan.AdoptedVSwitch;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.steps.ActivityStubs;
import dev.linkspan.workflows.steps.TaskQueues;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * VPC, vSwitches, key pair, security groups and instances. Each {@code ensure} looks for the
 * resource by its tags (or natural key), creates it where it is missing, and returns when it is
 * ready. Each {@code remove} returns when the resource is gone, and succeeds where there is none.
 * What a person has to fix is thrown as {@link dev.linkspan.workflows.steps.Failures#needsPerson}.
 */
@ActivityInterface
public interface NetworkActivities {

  /** A stub whose calls the Temporal UI shows under this summary; it retries without end. */
  static NetworkActivities withSummary(String summary) {
    return ActivityStubs.unlimited(NetworkActivities.class, TaskQueues.CLOUD, summary);
  }

  /** A stub with three attempts, for a check that reports what it cannot read. */
  static NetworkActivities forCheck(String summary) {
    return ActivityStubs.fewAttempts(NetworkActivities.class, TaskQueues.CLOUD, summary);
  }

  /** Who calls: proves key, clock and endpoint, and checks that zones and types are to be had. */
  @ActivityMethod(name = "Network_Preflight")
  Account preflight(Owner owner, Plan plan);

  /**
   * Checks, before there is a setup, whose credentials these are and what stands in the way of the
   * network. Only reads, and dry runs.
   *
   * @param loadBalancerZones the zones of the load balancer
   * @param network to create; empty for an existing cluster
   */
  @ActivityMethod(name = "Network_Check")
  List<PreflightCheck> check(
      Owner owner, List<String> loadBalancerZones, Optional<NetworkPlan> network);

  /**
   * Looks at a network that is not ours: the VPC, the vSwitches of the load balancer, the instances
   * at these addresses, and whether their security groups let the load balancer in.
   */
  @ActivityMethod(name = "Network_SurveyNetwork")
  NetworkFacts surveyNetwork(Owner owner, AdoptedNetwork network);

  /**
   * Waits until the lists of both clouds show what was created last.
   *
   * @param sinceLastCreation how long ago that was
   */
  @ActivityMethod(name = "Network_AwaitLists")
  void awaitLists(Owner owner, Duration sinceLastCreation);

  /** Returns the VPC's id. */
  @ActivityMethod(name = "Network_EnsureVpc")
  String ensureVpc(Owner owner, String name, String cidr);

  /** Returns the vSwitch's id. One at a time in one VPC. */
  @ActivityMethod(name = "Network_EnsureVSwitch")
  String ensureVSwitch(Owner owner, String vpcId, VSwitchPlan vSwitch);

  /** Imports the public half of the owner's SSH key; returns the key pair's name. */
  @ActivityMethod(name = "Network_EnsureKeyPair")
  String ensureKeyPair(Owner owner, String name);

  /** Creates the group and its rules; returns the group's id. */
  @ActivityMethod(name = "Network_EnsureSecurityGroup")
  String ensureSecurityGroup(Owner owner, String vpcId, SecurityGroupPlan group);

  /**
   * Revokes rules that this setup created. A rule that somebody else created stays, even if it lets
   * the same traffic in.
   *
   * @param obsolete the group with the rules to revoke
   */
  @ActivityMethod(name = "Network_RemoveRules")
  void removeRules(Owner owner, SecurityGroupPlan obsolete);

  /** Returns once the instance runs and has its addresses. */
  @ActivityMethod(name = "Network_EnsureInstance")
  Instance ensureInstance(Owner owner, InstanceRequest request);

  @ActivityMethod(name = "Network_RemoveInstances")
  void removeInstances(Owner owner, List<String> names);

  @ActivityMethod(name = "Network_RemoveKeyPair")
  void removeKeyPair(Owner owner, String name);

  @ActivityMethod(name = "Network_RemoveSecurityGroup")
  void removeSecurityGroup(Owner owner, String name);

  @ActivityMethod(name = "Network_RemoveVSwitch")
  void removeVSwitch(Owner owner, String name);

  @ActivityMethod(name = "Network_RemoveVpc")
  void removeVpc(Owner owner, String name);

  /** The Alibaba Cloud account that the credentials belong to. */
  record Account(String accountId, String arn) {}

  /**
   * A network to survey.
   *
   * @param addresses private ones of the brokers' machines
   * @param backendPort where the load balancer will reach them
   */
  record AdoptedNetwork(
      String vpcId, List<AdoptedVSwitch> vSwitches, List<String> addresses, int backendPort) {}

  /**
   * @param instances named by their private addresses
   * @param problems what stands in the way, each with what to do, in words for a person
   * @param warnings what could not be decided, in words for a person
   */
  record NetworkFacts(
      String vpcCidr, List<FoundInstance> instances, List<String> problems, List<String> warnings) {

    /** Histories from before there were warnings have none. */
    public NetworkFacts {
      warnings = List.copyOf(Objects.requireNonNullElse(warnings, List.of()));
    }

    /** Without warnings. */
    public NetworkFacts(String vpcCidr, List<FoundInstance> instances, List<String> problems) {
      this(vpcCidr, instances, problems, List.of());
    }
  }

  /** An instance that the setup did not create. */
  record FoundInstance(String address, String instanceId, String zone) {}

  /** An instance to create. */
  record InstanceRequest(
      InstancePlan plan, String vSwitchId, String securityGroupId, String keyPairName) {}

  /** A running instance. {@code name} is its key in the plan. */
  record Instance(
      String name, String instanceId, String privateAddress, Optional<String> publicAddress) {

    /** Where the worker logs in, if it is the bastion. */
    public String reachedAt() {
      return publicAddress.orElse(privateAddress);
    }
  }
}
