package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Action;
import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Product;
import dev.linkspan.sandbox.api.RegionActions;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.control.InstancePower;
import dev.linkspan.sandbox.machines.Machines;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.vpc.Addresses;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** ECS 2014-05-26: key pairs, security groups, instances, images and stock. */
public final class EcsProduct implements Product {
  /**
   * Type of instances in the store. Attributes that other packages read: vpcId, vSwitchId, zoneId,
   * privateAddress, publicAddress, securityGroupIds.
   */
  public static final String INSTANCE = "instance";

  /** Type of security groups in the store. */
  public static final String SECURITY_GROUP = "securitygroup";

  static final String KEYPAIR = "keypair";

  private static final Set<String> JSON_TEXTS =
      Set.of("InstanceIds", "DiskIds", "SecurityGroupIds", "KeyPairNames");

  private final Map<String, Action> actions = new TreeMap<>();
  private final InstanceChanges changes;
  private final InstanceMachines instanceMachines;

  /**
   * @param sshPort port of the machines' SSH servers
   */
  public EcsProduct(
      Store store,
      Transitions transitions,
      Addresses addresses,
      PublicAddresses publicAddresses,
      Machines machines,
      int sshPort) {
    KeyPairs keyPairs = new KeyPairs(store);
    changes = new InstanceChanges(store, transitions);
    instanceMachines = new InstanceMachines(store, transitions, machines, sshPort);
    addKeyPairs(keyPairs);
    addSecurityGroups(new SecurityGroups(store));
    addInstances(
        new InstanceRun(store, transitions, addresses, publicAddresses, keyPairs),
        new InstanceQueries(store));
    addTags(store);
    actions.put("DescribeImages", Images::describe);
    actions.put("DescribeAvailableResource", Stock::describeAvailable);
    actions.put("DescribeZones", Stock::describeZones);
    actions.put("DescribeInstanceTypes", InstanceTypes::describe);
    actions.put("DescribeDisks", new Disks(store)::describe);
    actions.put("DescribeNetworkInterfaces", new NetworkInterfaces(store)::describe);
    actions.put(
        "DescribeRegions",
        RegionActions.describe(
            name(),
            true,
            region -> {
              region.put("Status", "available");
              return region;
            }));
  }

  private void addKeyPairs(KeyPairs keyPairs) {
    actions.put("ImportKeyPair", keyPairs::importKey);
    actions.put("CreateKeyPair", keyPairs::create);
    actions.put("DescribeKeyPairs", keyPairs::describe);
    actions.put("DeleteKeyPairs", keyPairs::delete);
  }

  private void addSecurityGroups(SecurityGroups groups) {
    actions.put("CreateSecurityGroup", groups::create);
    actions.put("AuthorizeSecurityGroup", groups::authorize);
    actions.put("RevokeSecurityGroup", groups::revoke);
    actions.put("DescribeSecurityGroups", groups::describe);
    actions.put("DescribeSecurityGroupAttribute", groups::attribute);
    actions.put("DeleteSecurityGroup", groups::delete);
  }

  private void addInstances(InstanceRun run, InstanceQueries queries) {
    actions.put("RunInstances", run::run);
    actions.put("DescribeInstances", queries::describe);
    actions.put("DescribeInstanceStatus", queries::statuses);
    actions.put("DescribeInstanceAttribute", queries::attribute);
    actions.put("DescribeInstanceHistoryEvents", queries::events);
    actions.put("StartInstance", changes::start);
    actions.put("StopInstance", changes::stop);
    actions.put("ModifyInstanceAttribute", changes::modify);
    actions.put("DeleteInstance", changes::deleteOne);
    actions.put("DeleteInstances", changes::deleteSome);
  }

  private void addTags(Store store) {
    TagActions tags =
        new TagActions(
            store,
            Map.of("instance", INSTANCE, "securitygroup", SECURITY_GROUP, "keypair", KEYPAIR),
            () ->
                new ApiError(
                    404, "InvalidResourceId.NotFound", "The specified ResourceId is not found."),
            true);
    actions.put("TagResources", tags::tag);
    actions.put("UntagResources", tags::untag);
    actions.put("ListTagResources", tags::list);
  }

  /**
   * Boots the machines of all instances that should run. Call this method once, after the start.
   */
  public void recover() {
    instanceMachines.recover();
  }

  public InstancePower power() {
    return changes;
  }

  @Override
  public String name() {
    return "Ecs";
  }

  @Override
  public String version() {
    return "2014-05-26";
  }

  @Override
  public Map<String, Action> actions() {
    return actions;
  }

  @Override
  public boolean limitsPages() {
    return true;
  }

  /** Lists that have to be a JSON text have errors of their own. */
  @Override
  public ApiError invalid(String parameter) {
    return JSON_TEXTS.contains(parameter)
        ? EcsErrors.error(
            400,
            "Invalid" + parameter + ".Malformed",
            "The specified " + parameter + " is not valid.")
        : Product.super.invalid(parameter);
  }
}
