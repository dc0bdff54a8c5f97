package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.AuthorizeSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.AuthorizeSecurityGroupRequest.Permissions;
import com.aliyuncs.ecs.model.v20140526.CreateSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.DeleteSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupsResponse.SecurityGroup;
import com.aliyuncs.ecs.model.v20140526.RevokeSecurityGroupRequest;
import dev.linkspan.activities.alibabacloud.ErrorKind;
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
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Security groups and their inbound rules. */
final class SecurityGroups {
  private static final Logger LOG = LoggerFactory.getLogger(SecurityGroups.class);

  /** The network interfaces of a deleted instance disappear with a delay. */
  private static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(10);

  private static final int LARGEST_PAGE = 100;
  private static final String EVERY_PORT = "-1/-1";

  private final OwnerClient client;
  private final Owner owner;

  SecurityGroups(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  String ensure(String vpcId, SecurityGroupPlan plan) {
    String id =
        new FindOrCreate<>(
                "security group " + plan.name(),
                "CreateSecurityGroup",
                plan.name(),
                oldest -> find(plan.name(), oldest),
                token -> create(vpcId, plan.name(), token),
                this::get,
                SecurityGroup::getSecurityGroupId,
                g -> State.READY)
            .id(client);
    authorizeMissing(id, plan.rules());
    return id;
  }

  private String create(String vpcId, String name, String token) {
    CreateSecurityGroupRequest request = Tags.addTo(new CreateSecurityGroupRequest(), owner, name);
    request.setSecurityGroupName(name);
    request.setVpcId(vpcId);
    request.setClientToken(token);
    String id = client.once(request).getSecurityGroupId();
    client.reads().none(rulesOf(id));
    return id;
  }

  private Optional<SecurityGroup> find(String name, Duration oldest) {
    return find(name, client.reads().list("security group", oldest, this::list));
  }

  /** The id of the group with this key, among those listed. */
  Optional<String> tagged(String name, List<SecurityGroup> listed) {
    return find(name, listed).map(SecurityGroup::getSecurityGroupId);
  }

  private Optional<SecurityGroup> find(String name, List<SecurityGroup> listed) {
    return Tags.firstTagged(
        owner,
        name,
        listed,
        SecurityGroup::getTags,
        SecurityGroup.Tag::getTagKey,
        SecurityGroup.Tag::getTagValue);
  }

  /** The setup's security groups, as they are now. */
  List<SecurityGroup> list() {
    return client
        .call(
            () -> {
              var request = Tags.filter(new DescribeSecurityGroupsRequest(), owner);
              request.setPageSize(LARGEST_PAGE);
              return request;
            })
        .getSecurityGroups();
  }

  private Optional<SecurityGroup> get(String id) {
    return client
        .reads()
        .byId("security group", id, LARGEST_PAGE, this::list, SecurityGroup::getSecurityGroupId);
  }

  private List<SecurityGroup> list(List<String> ids) {
    return client
        .call(
            () -> {
              DescribeSecurityGroupsRequest request = new DescribeSecurityGroupsRequest();
              request.setSecurityGroupIds(JsonText.array(ids));
              request.setPageSize(LARGEST_PAGE);
              return request;
            })
        .getSecurityGroups();
  }

  private void authorizeMissing(String id, List<InboundRule> rules) {
    List<InboundRule> missing = client.reads().takeNone(rulesOf(id)) ? rules : missing(id, rules);
    if (missing.isEmpty()) {
      LOG.debug("security group {} has its {} rules already", id, rules.size());
      return;
    }
    // Without a client token: an identical rule is not added twice, and a revoked one must be
    // addable again.
    client.retry(
        Set.of(ErrorKind.RESOURCE_BUSY, ErrorKind.NOT_FOUND),
        client.readLag(),
        () -> {
          AuthorizeSecurityGroupRequest request = new AuthorizeSecurityGroupRequest();
          request.setSecurityGroupId(id);
          request.setPermissions(missing.stream().map(SecurityGroups::permission).toList());
          return client.once(request);
        });
    LOG.info("added the inbound rules {} to security group {}", missing, id);
  }

  private static String rulesOf(String id) {
    return "rules of " + id;
  }

  private List<InboundRule> missing(String id, List<InboundRule> rules) {
    List<Permission> present = rules(id);
    return rules.stream().filter(r -> present.stream().noneMatch(p -> allows(p, r))).toList();
  }

  /** The inbound rules of a group. */
  List<Permission> rules(String id) {
    return client
        .call(
            () -> {
              var request = new DescribeSecurityGroupAttributeRequest();
              request.setSecurityGroupId(id);
              request.setDirection("ingress");
              return request;
            })
        .getPermissions();
  }

  /** Whether this is the rule of the plan. */
  static boolean allows(Permission permission, InboundRule rule) {
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

  /** Revokes those of these rules that this setup created; the others stay. */
  void revoke(SecurityGroupPlan obsolete) {
    Optional<String> id =
        find(obsolete.name(), Duration.ZERO).map(SecurityGroup::getSecurityGroupId);
    List<String> rules =
        id.map(this::rules).orElse(List.of()).stream()
            .filter(present -> obsolete.rules().stream().anyMatch(rule -> isOwn(present, rule)))
            .map(Permission::getSecurityGroupRuleId)
            .toList();
    if (rules.isEmpty()) {
      LOG.info("security group {} has none of the rules {}", obsolete.name(), obsolete.rules());
      return;
    }
    client.call(
        () -> {
          RevokeSecurityGroupRequest request = new RevokeSecurityGroupRequest();
          request.setSecurityGroupId(id.orElseThrow());
          request.setSecurityGroupRuleIds(rules);
          return request;
        });
    LOG.info("revoked the rules {} of security group {}", obsolete.rules(), id.orElseThrow());
  }

  /** An identical rule is not added again, so the description says who added it. */
  private static boolean isOwn(Permission present, InboundRule rule) {
    return allows(present, rule)
        && "1".equals(present.getPriority())
        && rule.description().equals(present.getDescription());
  }

  private static String protocol(InboundRule rule) {
    return rule.portRange().equals(EVERY_PORT) ? "ALL" : "TCP";
  }

  void remove(String name) {
    Optional<String> found =
        client
            .reads()
            .findToRemove(oldest -> find(name, oldest))
            .map(SecurityGroup::getSecurityGroupId);
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
    client.waitUntilGone("DeleteSecurityGroup", "security group " + id, () -> get(id).isEmpty());
  }
}
