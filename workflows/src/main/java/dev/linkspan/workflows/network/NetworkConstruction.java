package dev.linkspan.workflows.network;

import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.steps.ConcurrentSteps;
import dev.linkspan.workflows.steps.Steps;
import io.temporal.workflow.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Creates the VPC, vSwitches, key pair, security groups and instances of a setup, each as soon as
 * its inputs exist. Workflow code only.
 */
public final class NetworkConstruction {
  private final Owner owner;
  private final NetworkPlan plan;
  private final Steps steps;
  private final ConcurrentSteps concurrent;
  private final Consumer<Resource> created;

  /**
   * @param created hears of each resource that exists
   */
  public NetworkConstruction(
      Owner owner,
      NetworkPlan plan,
      Steps steps,
      ConcurrentSteps concurrent,
      Consumer<Resource> created) {
    this.owner = owner;
    this.plan = plan;
    this.steps = steps;
    this.concurrent = concurrent;
    this.created = created;
  }

  /** The names of all steps, in the guide's order. */
  public static List<String> stepNames(NetworkPlan plan) {
    List<String> names = new ArrayList<>();
    names.add(vpcStep(plan));
    plan.vSwitches().forEach(vSwitch -> names.add(vSwitchStep(vSwitch)));
    names.add(keyPairStep(plan));
    plan.securityGroups().forEach(group -> names.add(groupStep(group)));
    plan.instances().forEach(instance -> names.add(instanceStep(instance)));
    return List.copyOf(names);
  }

  /** Returns when the VPC exists; the rest goes on concurrently. */
  public Network start() {
    Promise<String> keyPair = concurrent.start(this::keyPair);
    String vpcId = vpc();
    Map<String, Promise<String>> vSwitches = vSwitches(vpcId);
    Map<String, Promise<String>> groups = securityGroups(vpcId);
    List<Promise<Instance>> instances =
        concurrent.each(
            plan.instances(),
            machine ->
                instance(
                    new InstanceRequest(
                        machine,
                        required(vSwitches, machine.vSwitch()).get(),
                        required(groups, machine.securityGroup()).get(),
                        keyPair.get())));
    return new Network(vpcId, vSwitches, instances);
  }

  private static Promise<String> required(Map<String, Promise<String>> ids, String name) {
    return Objects.requireNonNull(ids.get(name), name);
  }

  private String vpc() {
    String id =
        steps.create(
            vpcStep(plan),
            NetworkActivities::withSummary,
            network -> network.ensureVpc(owner, plan.vpcName(), plan.vpcCidr()));
    return recorded("VPC", plan.vpcName(), id);
  }

  private String keyPair() {
    String id =
        steps.create(
            keyPairStep(plan),
            NetworkActivities::withSummary,
            network -> network.ensureKeyPair(owner, plan.keyPairName()));
    return recorded("key pair", plan.keyPairName(), id);
  }

  private Map<String, Promise<String>> vSwitches(String vpcId) {
    List<Promise<String>> ids =
        concurrent.oneByOne(plan.vSwitches(), vSwitch -> vSwitch(vpcId, vSwitch));
    return byName(plan.vSwitches().stream().map(VSwitchPlan::name).toList(), ids);
  }

  private String vSwitch(String vpcId, VSwitchPlan vSwitch) {
    String id =
        steps.create(
            vSwitchStep(vSwitch),
            NetworkActivities::withSummary,
            network -> network.ensureVSwitch(owner, vpcId, vSwitch));
    return recorded("vSwitch", vSwitch.name(), id);
  }

  private Map<String, Promise<String>> securityGroups(String vpcId) {
    List<Promise<String>> ids =
        concurrent.each(plan.securityGroups(), group -> securityGroup(vpcId, group));
    return byName(plan.securityGroups().stream().map(SecurityGroupPlan::name).toList(), ids);
  }

  private String securityGroup(String vpcId, SecurityGroupPlan group) {
    String id =
        steps.create(
            groupStep(group),
            NetworkActivities::withSummary,
            network -> network.ensureSecurityGroup(owner, vpcId, group));
    return recorded("security group", group.name(), id);
  }

  private Instance instance(InstanceRequest request) {
    Instance instance =
        steps.create(
            instanceStep(request.plan()),
            NetworkActivities::withSummary,
            network -> network.ensureInstance(owner, request));
    recorded(Resource.INSTANCE, instance.name(), instance.instanceId());
    return instance;
  }

  private String recorded(String kind, String name, String id) {
    created.accept(new Resource(kind, name, id));
    return id;
  }

  private static Map<String, Promise<String>> byName(
      List<String> names, List<Promise<String>> ids) {
    Map<String, Promise<String>> result = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      result.put(names.get(i), ids.get(i));
    }
    return result;
  }

  /** The instance of the plan with this name. */
  public static InstancePlan instance(NetworkPlan plan, String name) {
    return plan.instances().stream().filter(i -> i.name().equals(name)).findFirst().orElseThrow();
  }

  /** The vSwitch of the plan with this name. */
  public static VSwitchPlan vSwitch(NetworkPlan plan, String name) {
    return plan.vSwitches().stream().filter(v -> v.name().equals(name)).findFirst().orElseThrow();
  }

  /** The security group of the plan with this name. */
  public static SecurityGroupPlan securityGroup(NetworkPlan plan, String name) {
    return plan.securityGroups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String vpcStep(NetworkPlan plan) {
    return "VPC " + plan.vpcName();
  }

  private static String vSwitchStep(VSwitchPlan vSwitch) {
    return "vSwitch " + vSwitch.name();
  }

  private static String keyPairStep(NetworkPlan plan) {
    return "Key pair " + plan.keyPairName();
  }

  private static String groupStep(SecurityGroupPlan group) {
    return "Security group " + group.name();
  }

  private static String instanceStep(InstancePlan instance) {
    return "Instance " + instance.name();
  }

  /**
   * A VPC, and what is being created in it.
   *
   * @param vSwitches ids by the key in the plan
   * @param instances in the order of the plan: the bastion first
   */
  public record Network(
      String vpcId, Map<String, Promise<String>> vSwitches, List<Promise<Instance>> instances) {

    /** The id of this vSwitch, once it exists. */
    public String vSwitchId(String name) {
      return required(vSwitches, name).get();
    }
  }
}
