package dev.linkspan.sandbox.vpc;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Names;
import dev.linkspan.sandbox.api.Page;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations on vSwitches. Only one vSwitch of a VPC can be created or removed at a time. */
final class VSwitches {
  private static final int QUOTA = 150;
  private static final Duration CREATION = Duration.ofMillis(500);
  private static final Duration DELETION = Duration.ofMillis(300);

  private final Store store;
  private final Transitions transitions;
  private final Addresses addresses;

  VSwitches(Store store, Transitions transitions, Addresses addresses) {
    this.store = store;
    this.transitions = transitions;
    this.addresses = addresses;
  }

  Map<String, Object> create(Call call) {
    Parameters p = call.parameters();
    Resource vpc = VpcResources.vpc(store, call, p.required("VpcId"));
    String zone = p.required("ZoneId");
    String cidr = p.required("CidrBlock");
    if (!Regions.zonesOf(call.region()).contains(zone)) {
      throw new ApiError(404, "InvalidZoneId.NotFound", "Specified zone does not exist.");
    }
    if (!vpc.is("Available")) {
      throw VpcErrors.error("IncorrectVpcStatus", "Current VPC status does not support this.");
    }
    requireNoOtherChange(vpc.id());
    checkCidr(vpc, cidr);
    Resource vSwitch =
        Resource.of(
                VpcProduct.VSWITCH,
                store.newId("vsw"),
                call.account(),
                call.region(),
                VpcResources.name(call, "VSwitchName", "InvalidVSwitchName.Malformed"))
            .withTags(TagActions.checked(p.tags()))
            .with("vpcId", vpc.id())
            .with("zoneId", zone)
            .with("cidr", cidr)
            .with("description", p.text("Description", ""));
    transitions.begin(vSwitch, "Pending", "Available", CREATION);
    return Map.of("VSwitchId", vSwitch.id());
  }

  private void checkCidr(Resource vpc, String cidr) {
    Optional<Ipv4Range> parsed = Ipv4Range.parse(cidr);
    Ipv4Range network = Ipv4Range.parse(vpc.text("cidr")).orElseThrow();
    if (parsed.isEmpty() || !network.contains(parsed.get())) {
      throw VpcErrors.error(
          "InvalidCidrBlock.Malformed", "Specified CIDR block is not valid in this VPC.");
    }
    if (parsed.get().prefix() < 16 || parsed.get().prefix() > 29) {
      throw VpcErrors.error("InvalidCirdrBlock.MaskLength", "The mask must have 16 to 29 bits.");
    }
    List<Resource> others = in(vpc.id());
    for (Resource other : others) {
      if (Ipv4Range.parse(other.text("cidr")).orElseThrow().overlaps(parsed.get())) {
        throw VpcErrors.error(
            "InvalidCidrBlock.Overlapped", "Specified CIDR block overlapped with other subnets.");
      }
    }
    if (others.size() >= QUOTA) {
      throw VpcErrors.error("QuotaExceeded.VSwitch", "vSwitch quota exceeded.");
    }
  }

  private void requireNoOtherChange(String vpcId) {
    for (Resource other : in(vpcId)) {
      if (other.next().isPresent()) {
        boolean leaving = other.next().get().status().equals(Resource.GONE);
        throw VpcErrors.error(
            leaving
                ? "OperationDenied.OtherSubnetProcessing"
                : "OperationDenied.OtherSubnetCreating",
            "Another vSwitch of this VPC is being changed. Try again later.");
      }
    }
  }

  Map<String, Object> describe(Call call) {
    Parameters p = call.parameters();
    List<Resource> found =
        store.all(VpcProduct.VSWITCH).stream()
            .filter(r -> r.account().equals(call.account()) && r.region().equals(call.region()))
            .filter(r -> r.id().equals(p.text("VSwitchId", r.id())))
            .filter(r -> r.text("vpcId").equals(p.text("VpcId", r.text("vpcId"))))
            .filter(r -> r.text("zoneId").equals(p.text("ZoneId", r.text("zoneId"))))
            .filter(r -> Names.matches(p.text("VSwitchName", "*"), r.name()))
            .filter(r -> !p.flag("IsDefault", false))
            .filter(r -> routeTable(r).equals(p.text("RouteTableId", routeTable(r))))
            .filter(r -> r.hasTags(p.tags()))
            .toList();
    Page<Resource> page = Page.numbered(found, p, 10, 50);
    Map<String, Object> body = new LinkedHashMap<>(page.fields());
    body.put("VSwitches", Map.of("VSwitch", page.show(this::view)));
    return body;
  }

  Map<String, Object> attributes(Call call) {
    return view(VpcResources.vSwitch(store, call, call.parameters().required("VSwitchId")));
  }

  Map<String, Object> modify(Call call) {
    Parameters p = call.parameters();
    Resource vSwitch = VpcResources.vSwitch(store, call, p.required("VSwitchId"));
    String name = VpcResources.name(call, "VSwitchName", "InvalidVSwitchName.Malformed");
    store.put(
        vSwitch
            .withName(name.isEmpty() ? vSwitch.name() : name)
            .with("description", p.text("Description", vSwitch.text("description"))));
    return Map.of();
  }

  Map<String, Object> delete(Call call) {
    Resource vSwitch = VpcResources.vSwitch(store, call, call.parameters().required("VSwitchId"));
    if (!vSwitch.is("Available")) {
      throw VpcErrors.error(
          "IncorrectVSwitchStatus", "Current vSwitch status does not support this.");
    }
    List<Resource> users = addresses.usersOf(vSwitch.id());
    if (!users.isEmpty()) {
      boolean instances = users.stream().anyMatch(user -> user.type().equals("instance"));
      throw VpcErrors.error(
          instances ? "DependencyViolation" : "DependencyViolation.CloudService",
          "Specified object has dependent resources: " + users.stream().map(Resource::id).toList());
    }
    requireNoOtherChange(vSwitch.text("vpcId"));
    transitions.begin(vSwitch, "Pending", Resource.GONE, DELETION);
    return Map.of();
  }

  private List<Resource> in(String vpcId) {
    return store.all(VpcProduct.VSWITCH).stream()
        .filter(r -> r.text("vpcId").equals(vpcId))
        .toList();
  }

  private String routeTable(Resource vSwitch) {
    return store
        .find(VpcProduct.VPC, vSwitch.text("vpcId"))
        .map(vpc -> vpc.text("routeTableId"))
        .orElse("");
  }

  private Map<String, Object> view(Resource vSwitch) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("VSwitchId", vSwitch.id());
    view.put("VSwitchName", vSwitch.name());
    view.put("VpcId", vSwitch.text("vpcId"));
    view.put("ZoneId", vSwitch.text("zoneId"));
    view.put("CidrBlock", vSwitch.text("cidr"));
    view.put("Status", vSwitch.status());
    view.put("AvailableIpAddressCount", addresses.free(vSwitch));
    view.put("IsDefault", false);
    view.put("OwnerId", Long.parseLong(vSwitch.account()));
    view.put("EnabledIpv6", false);
    view.put("Ipv6CidrBlock", "");
    view.put("NetworkAclId", "");
    view.put("ShareType", "");
    view.put("RouteTable", Map.of("RouteTableId", routeTable(vSwitch), "RouteTableType", "System"));
    view.put("Tags", Map.of("Tag", VpcTags.view(vSwitch)));
    view.put("ResourceGroupId", "");
    view.put("Description", vSwitch.text("description"));
    view.put("CreationTime", vSwitch.createdAt().truncatedTo(ChronoUnit.SECONDS).toString());
    return view;
  }
}
