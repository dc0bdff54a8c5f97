package dev.linkspan.sandbox.vpc;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Names;
import dev.linkspan.sandbox.api.Page;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on VPCs. */
final class Vpcs {
  private static final int QUOTA = 10;
  private static final List<Ipv4Range> ALLOWED =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8").stream()
          .map(cidr -> Ipv4Range.parse(cidr).orElseThrow())
          .toList();
  private static final String DEFAULT_CIDR = "172.16.0.0/12";
  private static final Duration CREATION = Duration.ofMillis(600);
  private static final Duration DELETION = Duration.ofMillis(300);

  private final Store store;
  private final Transitions transitions;

  Vpcs(Store store, Transitions transitions) {
    this.store = store;
    this.transitions = transitions;
  }

  Map<String, Object> create(Call call) {
    Parameters p = call.parameters();
    p.required("RegionId");
    String cidr = p.text("CidrBlock", DEFAULT_CIDR);
    if (!cidr.equals(DEFAULT_CIDR)) {
      checkCidr(cidr);
    }
    if (ofCaller(call).size() >= QUOTA) {
      throw VpcErrors.error("QuotaExceeded.Vpc", "VPC quota exceeded.");
    }
    Resource vpc =
        Resource.of(
                VpcProduct.VPC,
                store.newId("vpc"),
                call.account(),
                call.region(),
                VpcResources.name(call, "VpcName", "InvalidVpcName.Malformed"))
            .withTags(TagActions.checked(p.tags()))
            .with("cidr", cidr)
            .with("description", p.text("Description", ""))
            .with("routerId", store.newId("vrt"))
            .with("routeTableId", store.newId("vtb"));
    transitions.begin(vpc, "Pending", "Available", CREATION);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("VpcId", vpc.id());
    body.put("VRouterId", vpc.text("routerId"));
    body.put("RouteTableId", vpc.text("routeTableId"));
    body.put("ResourceGroupId", "");
    return body;
  }

  private static void checkCidr(String cidr) {
    boolean valid =
        Ipv4Range.parse(cidr)
            .filter(range -> range.prefix() >= 16 && range.prefix() <= 28)
            .filter(range -> ALLOWED.stream().anyMatch(allowed -> allowed.contains(range)))
            .isPresent();
    if (!valid) {
      throw VpcErrors.error(
          "InvalidParameter", "Specified CIDR block is not valid: CidrBlock " + cidr);
    }
  }

  Map<String, Object> describe(Call call) {
    Parameters p = call.parameters();
    p.required("RegionId");
    List<String> ids = List.of(p.text("VpcId", "").split(",", -1));
    if (ids.size() > 20) {
      throw VpcErrors.error("InvalidParameter", "At most 20 VpcId values are allowed.");
    }
    List<Resource> found =
        ofCaller(call).stream()
            .filter(vpc -> p.text("VpcId").isEmpty() || ids.contains(vpc.id()))
            .filter(vpc -> Names.matches(p.text("VpcName", "*"), vpc.name()))
            .filter(vpc -> !p.flag("IsDefault", false))
            .filter(vpc -> vpc.hasTags(p.tags()))
            .toList();
    Page<Resource> page = Page.numbered(found, p, 10, 50);
    Map<String, Object> body = new LinkedHashMap<>(page.fields());
    body.put("Vpcs", Map.of("Vpc", page.show(this::listed)));
    return body;
  }

  Map<String, Object> attribute(Call call) {
    call.parameters().required("RegionId");
    Map<String, Object> view =
        view(VpcResources.vpc(store, call, call.parameters().required("VpcId")));
    view.put("ClassicLinkEnabled", false);
    view.put("AssociatedCens", Map.of("AssociatedCen", List.of()));
    view.put("CloudResources", Map.of("CloudResourceSetType", List.of()));
    return view;
  }

  Map<String, Object> modify(Call call) {
    Parameters p = call.parameters();
    Resource vpc = VpcResources.vpc(store, call, p.required("VpcId"));
    String name = VpcResources.name(call, "VpcName", "InvalidVpcName.Malformed");
    store.put(
        vpc.withName(name.isEmpty() ? vpc.name() : name)
            .with("description", p.text("Description", vpc.text("description"))));
    return Map.of();
  }

  Map<String, Object> delete(Call call) {
    Resource vpc = VpcResources.vpc(store, call, call.parameters().required("VpcId"));
    if (!vpc.is("Available")) {
      throw VpcErrors.error("IncorrectVpcStatus", "Current VPC status does not support this.");
    }
    requireUnused(vpc, VpcProduct.VSWITCH, "DependencyViolation.VSwitch", "vSwitches");
    requireUnused(vpc, "securitygroup", "DependencyViolation.SecurityGroup", "security groups");
    transitions.begin(vpc, "Deleting", Resource.GONE, DELETION);
    return Map.of();
  }

  private void requireUnused(Resource vpc, String type, String code, String what) {
    if (store.all(type).stream().anyMatch(r -> r.text("vpcId").equals(vpc.id()))) {
      throw VpcErrors.error(code, "Specified VPC still has " + what + ".");
    }
  }

  Map<String, Object> routeTables(Call call) {
    Parameters p = call.parameters();
    List<Resource> found =
        ofCaller(call).stream()
            .filter(vpc -> vpc.id().equals(p.text("VpcId", vpc.id())))
            .filter(
                vpc -> {
                  String table = vpc.text("routeTableId");
                  return table.equals(p.text("RouteTableId", table));
                })
            .filter(vpc -> vpc.text("routerId").equals(p.text("RouterId", vpc.text("routerId"))))
            .toList();
    Page<Resource> page = Page.numbered(found, p, 10, 50);
    Map<String, Object> body = new LinkedHashMap<>(page.fields());
    body.put("RouterTableList", Map.of("RouterTableListType", page.show(this::routeTable)));
    return body;
  }

  private Map<String, Object> routeTable(Resource vpc) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("RouteTableId", vpc.text("routeTableId"));
    table.put("RouteTableType", "System");
    table.put("VpcId", vpc.id());
    table.put("RouterId", vpc.text("routerId"));
    table.put("RouterType", "VRouter");
    table.put("Status", vpc.status());
    table.put("RouteTableName", "");
    table.put("Description", "");
    table.put("AssociateType", "VSwitch");
    table.put("VSwitchIds", Map.of("VSwitchId", vSwitches(vpc)));
    table.put("OwnerId", Long.parseLong(vpc.account()));
    table.put("ResourceGroupId", "");
    table.put("RoutePropagationEnable", true);
    table.put("CreationTime", vpc.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    table.put("Tags", Map.of("Tag", List.of()));
    return table;
  }

  private List<Resource> ofCaller(Call call) {
    return store.all(VpcProduct.VPC).stream()
        .filter(r -> r.account().equals(call.account()) && r.region().equals(call.region()))
        .toList();
  }

  private Map<String, Object> listed(Resource vpc) {
    Map<String, Object> view = view(vpc);
    view.put("CenStatus", "");
    view.put("NatGatewayIds", Map.of("NatGatewayIds", List.of()));
    view.put("RouterTableIds", Map.of("RouterTableIds", List.of(vpc.text("routeTableId"))));
    return view;
  }

  private List<String> vSwitches(Resource vpc) {
    return store.all(VpcProduct.VSWITCH).stream()
        .filter(vSwitch -> vSwitch.text("vpcId").equals(vpc.id()))
        .map(Resource::id)
        .toList();
  }

  private Map<String, Object> view(Resource vpc) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("VpcId", vpc.id());
    view.put("VpcName", vpc.name());
    view.put("Status", vpc.status());
    view.put("CidrBlock", vpc.text("cidr"));
    view.put("RegionId", vpc.region());
    view.put("VRouterId", vpc.text("routerId"));
    view.put("VSwitchIds", Map.of("VSwitchId", vSwitches(vpc)));
    view.put("SecondaryCidrBlocks", Map.of("SecondaryCidrBlock", List.of()));
    view.put("UserCidrs", Map.of("UserCidr", List.of()));
    view.put("IsDefault", false);
    view.put("OwnerId", Long.parseLong(vpc.account()));
    view.put("EnabledIpv6", false);
    view.put("Ipv6CidrBlock", "");
    view.put("Ipv6CidrBlocks", Map.of("Ipv6CidrBlock", List.of()));
    view.put("DhcpOptionsSetId", "");
    view.put("DhcpOptionsSetStatus", "Available");
    view.put("DnsHostnameStatus", "DISABLED");
    view.put("Tags", Map.of("Tag", VpcTags.view(vpc)));
    view.put("ResourceGroupId", "");
    view.put("Description", vpc.text("description"));
    view.put("CreationTime", vpc.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    return view;
  }
}
