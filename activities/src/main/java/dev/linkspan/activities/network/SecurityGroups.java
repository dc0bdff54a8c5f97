package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.AuthorizeSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.AuthorizeSecurityGroupRequest.Permissions;
import com.aliyuncs.ecs.model.v20140526.CreateSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.DeleteSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupsResponse.SecurityGroup;
import dev.linkspan.activities.alibabacloud.FindOrCreate;
import dev.linkspan.activities.alibabacloud.FindOrCreate.State;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Security groups and their inbound rules. */
final class SecurityGroups {
  private static final Logger LOG = LoggerFactory.getLogger(SecurityGroups.class);

  /** The network interfaces of a deleted instance disappear with a delay. */
  private static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(10);

  private static final String EVERY_PORT = "-1/-1";

  private final OwnerClient client;
  private final Owner owner;

  SecurityGroups(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  String ensure(String vpcId, SecurityGroupPlan plan) {
    SecurityGroup group =
        new FindOrCreate<>(
                "security group " + plan.name(),
                "CreateSecurityGroup",
                plan.name(),
                () -> find(plan.name()),
                token -> create(vpcId, plan.name(), token),
                this::get,
                SecurityGroup::getSecurityGroupId,
                g -> State.READY)
            .run(client);
    authorizeMissing(group.getSecurityGroupId(), plan.rules());
    return group.getSecurityGroupId();
  }

  private String create(String vpcId, String name, String token) {
    CreateSecurityGroupRequest request = Tags.addTo(new CreateSecurityGroupRequest(), owner, name);
    request.setSecurityGroupName(name);
    request.setVpcId(vpcId);
    request.setClientToken(token);
    return client.once(request).getSecurityGroupId();
  }

  private Optional<SecurityGroup> find(String name) {
    List<SecurityGroup> listed =
        client
            .call(() -> Tags.addTo(new DescribeSecurityGroupsRequest(), owner, name))
            .getSecurityGroups();
    return Tags.firstTagged(
        owner,
        name,
        listed,
        SecurityGroup::getTags,
        SecurityGroup.Tag::getTagKey,
        SecurityGroup.Tag::getTagValue);
  }

  private Optional<SecurityGroup> get(String id) {
    return client
        .call(
            () -> {
              DescribeSecurityGroupsRequest request = new DescribeSecurityGroupsRequest();
              request.setSecurityGroupId(id);
              return request;
            })
        .getSecurityGroups()
        .stream()
        .filter(g -> id.equals(g.getSecurityGroupId()))
        .findFirst();
  }

  private void authorizeMissing(String id, List<InboundRule> rules) {
    List<Permission> present =
        client
            .call(
                () -> {
                  var request = new DescribeSecurityGroupAttributeRequest();
                  request.setSecurityGroupId(id);
                  request.setDirection("ingress");
                  return request;
                })
            .getPermissions();
    List<InboundRule> missing =
        rules.stream().filter(r -> present.stream().noneMatch(p -> allows(p, r))).toList();
    if (missing.isEmpty()) {
      LOG.debug("security group {} has its {} rules already", id, rules.size());
      return;
    }
    // Without a client token: an identical rule is not added twice, and a revoked one must be
    // addable again.
    client.call(
        () -> {
          AuthorizeSecurityGroupRequest request = new AuthorizeSecurityGroupRequest();
          request.setSecurityGroupId(id);
          request.setPermissions(missing.stream().map(SecurityGroups::permission).toList());
          return request;
        });
    LOG.info("added the inbound rules {} to security group {}", missing, id);
  }

  private static boolean allows(Permission permission, InboundRule rule) {
    return protocol(rule).equalsIgnoreCase(permission.getIpProtocol())
        && rule.portRange().equals(permission.getPortRange())
        && rule.sourceCidr().equals(permission.getSourceCidrIp())
        && "accept".equalsIgnoreCase(permission.getPolicy());
  }

  private static Permissions permission(InboundRule rule) {
    Permissions permission = new Permissions();
    permission.setIpProtocol(protocol(rule));
    permission.setPortRange(rule.portRange());
    permission.setSourceCidrIp(rule.sourceCidr());
    permission.setPolicy("accept");
    permission.setPriority("1");
    permission.setNicType("intranet");
    permission.setDescription(rule.description());
    return permission;
  }

  private static String protocol(InboundRule rule) {
    return rule.portRange().equals(EVERY_PORT) ? "ALL" : "TCP";
  }

  void remove(String name) {
    Optional<String> found = find(name).map(SecurityGroup::getSecurityGroupId);
    if (found.isEmpty()) {
      LOG.info("security group {} is gone already: no resource has its tags", name);
      return;
    }
    String id = found.get();
    client.delete(
        "security group " + id,
        RELEASE_TIMEOUT,
        () -> {
          DeleteSecurityGroupRequest request = new DeleteSecurityGroupRequest();
          request.setSecurityGroupId(id);
          client.once(request);
        });
    client.waitUntilGone("security group " + id, () -> get(id).isEmpty());
  }
}
