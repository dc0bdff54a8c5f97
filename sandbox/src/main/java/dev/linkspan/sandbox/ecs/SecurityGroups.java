package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Names;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.vpc.VpcProduct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on security groups and their inbound rules. */
final class SecurityGroups {
  private static final int QUOTA = 100;
  private static final int MAX_RULES = 200;
  private static final int MAX_INSTANCES = 2000;

  private final Store store;

  SecurityGroups(Store store) {
    this.store = store;
  }

  Map<String, Object> create(Call call) {
    Parameters p = call.parameters();
    p.required("RegionId");
    Resource vpc =
        EcsResources.find(store, call, VpcProduct.VPC, p.required("VpcId"))
            .orElseThrow(
                () ->
                    EcsErrors.error(404, "InvalidVpcId.NotFound", "Specified VPC does not exist."));
    if (!vpc.is("Available")) {
      throw EcsErrors.error(400, "IncorrectVpcStatus", "Current VPC status does not support this.");
    }
    String name = p.text("SecurityGroupName", "");
    if (!name.isEmpty() && !Names.isPlain(name, 2, 128)) {
      throw EcsErrors.error(
          400, "InvalidSecurityGroupName.Malformed", "Specified security group name is not valid.");
    }
    if (EcsResources.ofCaller(store, call, EcsProduct.SECURITY_GROUP).size() >= QUOTA) {
      throw EcsErrors.error(
          403, "QuotaExceed.SecurityGroup", "The maximum number of security groups is reached.");
    }
    Resource group =
        store.put(
            Resource.of(
                    EcsProduct.SECURITY_GROUP,
                    store.newId("sg"),
                    call.account(),
                    call.region(),
                    name)
                .withStatus("Available")
                .withTags(TagActions.checked(p.tags()))
                .with("vpcId", vpc.id())
                .with("description", p.text("Description", ""))
                .with("kind", p.text("SecurityGroupType", "normal"))
                .with("rules", List.of()));
    return Map.of("SecurityGroupId", group.id());
  }

  Map<String, Object> authorize(Call call) {
    call.parameters().required("RegionId");
    Resource group = group(call);
    List<Rule> added = Rule.of(call);
    for (int i = 0; i < added.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (added.get(i).allowsSameAs(added.get(j))) {
          throw EcsErrors.error(
              400, "InvalidParam.DuplicatePermissions", "There are duplicate permissions.");
        }
      }
    }
    List<Rule> rules = new ArrayList<>(rules(group));
    for (Rule rule : added) {
      checkSourceGroup(call, rule);
      if (rules.stream().noneMatch(rule::allowsSameAs)) {
        rules.add(rule.withId(store.newId("sgr")));
      }
    }
    if (added.size() > 100 || rules.size() > MAX_RULES) {
      throw EcsErrors.error(
          403, "AuthorizationLimitExceed", "The limit of security group rules is exceeded.");
    }
    put(group, rules);
    return Map.of();
  }

  Map<String, Object> revoke(Call call) {
    call.parameters().required("RegionId");
    Resource group = group(call);
    List<String> ids = call.parameters().texts("SecurityGroupRuleId");
    List<Rule> rules = new ArrayList<>(rules(group));
    if (ids.isEmpty()) {
      Rule.of(call).forEach(revoked -> rules.removeIf(revoked::allowsSameAs));
    } else {
      rules.removeIf(rule -> ids.contains(rule.id()));
    }
    put(group, rules);
    return Map.of();
  }

  private void checkSourceGroup(Call call, Rule rule) {
    if (!rule.sourceGroup().isEmpty()
        && EcsResources.find(store, call, EcsProduct.SECURITY_GROUP, rule.sourceGroup())
            .isEmpty()) {
      throw EcsErrors.error(
          404, "InvalidSourceGroupId.NotFound", "The SourceGroupId does not exist.");
    }
  }

  private void put(Resource group, List<Rule> rules) {
    Map<String, Object> known = group.object("ruleTimes");
    Map<String, Object> times = new LinkedHashMap<>();
    String now = EcsResources.timeToSecond(Instant.now());
    rules.forEach(rule -> times.put(rule.id(), known.getOrDefault(rule.id(), now)));
    store.put(
        group.with("rules", rules.stream().map(Rule::toStore).toList()).with("ruleTimes", times));
  }

  Map<String, Object> describe(Call call) {
    Parameters p = call.parameters();
    p.required("RegionId");
    List<String> ids = new ArrayList<>(p.texts("SecurityGroupIds"));
    p.text("SecurityGroupId").ifPresent(ids::add);
    List<Resource> found =
        EcsResources.ofCaller(store, call, EcsProduct.SECURITY_GROUP).stream()
            .filter(group -> ids.isEmpty() || ids.contains(group.id()))
            .filter(group -> Names.matches(p.text("SecurityGroupName", "*"), group.name()))
            .filter(group -> group.text("vpcId").equals(p.text("VpcId", group.text("vpcId"))))
            .filter(group -> EcsResources.same(p, "SecurityGroupType", group.text("kind")))
            .filter(group -> group.hasTags(p.tags()))
            .toList();
    Map<String, Object> body =
        EcsPages.body("SecurityGroups", "SecurityGroup", found, p, 100, this::view);
    body.put("RegionId", call.region());
    return body;
  }

  Map<String, Object> attribute(Call call) {
    call.parameters().required("RegionId");
    Resource group = group(call);
    boolean inbound = !call.parameters().text("Direction", "all").equalsIgnoreCase("egress");
    List<Rule> rules = inbound ? rules(group) : List.of();
    Instant created = group.createdAt();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("RegionId", call.region());
    body.put("SecurityGroupId", group.id());
    body.put("SecurityGroupName", group.name());
    body.put("VpcId", group.text("vpcId"));
    body.put("Description", group.text("description"));
    body.put("InnerAccessPolicy", "Accept");
    body.put("NextToken", "");
    Map<String, Object> times = group.object("ruleTimes");
    List<Map<String, Object>> permissions = new ArrayList<>();
    for (Rule rule : rules) {
      Map<String, Object> view = rule.view();
      view.put("CreateTime", times.getOrDefault(rule.id(), EcsResources.timeToSecond(created)));
      permissions.add(view);
    }
    body.put("Permissions", Map.of("Permission", permissions));
    return body;
  }

  Map<String, Object> delete(Call call) {
    call.parameters().required("RegionId");
    String id = call.parameters().required("SecurityGroupId");
    Resource group =
        EcsResources.find(store, call, EcsProduct.SECURITY_GROUP, id)
            .orElseThrow(
                () ->
                    EcsErrors.error(
                        404,
                        "InvalidSecurityGroup.NotFound",
                        "The specified security group does not exist."));
    boolean hasMembers = count(group) > 0;
    boolean isSource =
        EcsResources.ofCaller(store, call, EcsProduct.SECURITY_GROUP).stream()
            .filter(other -> !other.id().equals(id))
            .flatMap(other -> rules(other).stream())
            .anyMatch(rule -> rule.sourceGroup().equals(id));
    if (hasMembers || isSource) {
      throw EcsErrors.error(
          403,
          "DependencyViolation",
          hasMembers
              ? "There is still instance(s) in the specified security group."
              : "The specified security group has been authorized in another one.");
    }
    store.remove(EcsProduct.SECURITY_GROUP, id);
    return Map.of();
  }

  private Resource group(Call call) {
    return EcsResources.find(
            store, call, EcsProduct.SECURITY_GROUP, call.parameters().required("SecurityGroupId"))
        .orElseThrow(SecurityGroups::notFound);
  }

  static ApiError notFound() {
    return EcsErrors.error(
        404, "InvalidSecurityGroupId.NotFound", "The specified SecurityGroupId does not exist.");
  }

  static List<Rule> rules(Resource group) {
    return group.objects("rules").stream().map(Rule::stored).toList();
  }

  private long count(Resource group) {
    return store.all(EcsProduct.INSTANCE).stream()
        .filter(instance -> instance.texts("securityGroupIds").contains(group.id()))
        .count();
  }

  private Map<String, Object> view(Resource group) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("SecurityGroupId", group.id());
    view.put("SecurityGroupName", group.name());
    view.put("VpcId", group.text("vpcId"));
    view.put("SecurityGroupType", group.text("kind"));
    view.put("Description", group.text("description"));
    view.put("EcsCount", count(group));
    view.put("AvailableInstanceAmount", MAX_INSTANCES - count(group));
    view.put("RuleCount", rules(group).size());
    view.put("ServiceManaged", false);
    view.put("ResourceGroupId", "");
    view.put("CreationTime", EcsResources.time(group.createdAt()));
    view.put("Tags", EcsResources.tags(group));
    return view;
  }
}
