package dev.linkspan.activities.network;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.workflows.network.NetworkActivities;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.NetworkPlan;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The network and the ECS instances on Alibaba Cloud. */
public final class AlibabaNetworkActivities implements NetworkActivities {
  private final AlibabaCloud cloud;
  private final Function<String, Path> sshKeys;

  /**
   * @param sshKeys private key files by the name of the credentials in a spec
   */
  public AlibabaNetworkActivities(AlibabaCloud cloud, Function<String, Path> sshKeys) {
    this.cloud = cloud;
    this.sshKeys = sshKeys;
  }

  @Override
  public Account preflight(Owner owner, Plan plan) {
    return OwnerClient.in(cloud, owner, client -> new NetworkPreflight(client).check(plan));
  }

  @Override
  public List<PreflightCheck> check(
      Owner owner, List<String> loadBalancerZones, Optional<NetworkPlan> network) {
    String key = owner.credentials().sshKey();
    return OwnerClient.in(
        cloud,
        owner,
        client ->
            new NetworkCheck(client, () -> PublicKeys.of(key, sshKeys.apply(key)))
                .checks(loadBalancerZones, network));
  }

  @Override
  public NetworkFacts surveyNetwork(Owner owner, AdoptedNetwork network) {
    return OwnerClient.in(cloud, owner, client -> new NetworkSurvey(client, network).survey());
  }

  @Override
  public void awaitLists(Owner owner, Duration sinceLastCreation) {
    OwnerClient.run(cloud, owner, client -> client.waitForLists(sinceLastCreation));
  }

  @Override
  public String ensureVpc(Owner owner, String name, String cidr) {
    return OwnerClient.in(cloud, owner, client -> new Vpcs(client).ensureVpc(name, cidr));
  }

  @Override
  public String ensureVSwitch(Owner owner, String vpcId, VSwitchPlan vSwitch) {
    return OwnerClient.in(cloud, owner, client -> new Vpcs(client).ensureVSwitch(vpcId, vSwitch));
  }

  @Override
  public String ensureKeyPair(Owner owner, String name) {
    String credential = owner.credentials().sshKey();
    String publicKey = PublicKeys.of(credential, sshKeys.apply(credential));
    return OwnerClient.in(cloud, owner, client -> new KeyPairs(client).ensure(name, publicKey));
  }

  @Override
  public String ensureSecurityGroup(Owner owner, String vpcId, SecurityGroupPlan group) {
    return OwnerClient.in(cloud, owner, client -> new SecurityGroups(client).ensure(vpcId, group));
  }

  @Override
  public void removeRules(Owner owner, SecurityGroupPlan obsolete) {
    OwnerClient.run(cloud, owner, client -> new SecurityGroups(client).revoke(obsolete));
  }

  @Override
  public Instance ensureInstance(Owner owner, InstanceRequest request) {
    return OwnerClient.in(cloud, owner, client -> new Instances(client).ensure(request));
  }

  @Override
  public void removeInstances(Owner owner, List<String> names) {
    OwnerClient.run(cloud, owner, client -> new Instances(client).remove(names));
  }

  @Override
  public void removeKeyPair(Owner owner, String name) {
    OwnerClient.run(cloud, owner, client -> new KeyPairs(client).remove(name));
  }

  @Override
  public void removeSecurityGroup(Owner owner, String name) {
    OwnerClient.run(cloud, owner, client -> new SecurityGroups(client).remove(name));
  }

  @Override
  public void removeVSwitch(Owner owner, String name) {
    OwnerClient.run(cloud, owner, client -> new Vpcs(client).removeVSwitch(name));
  }

  @Override
  public void removeVpc(Owner owner, String name) {
    OwnerClient.run(cloud, owner, client -> new Vpcs(client).removeVpc(name));
  }
}
