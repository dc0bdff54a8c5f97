package dev.linkspan.sandbox.vpc;

import dev.linkspan.sandbox.api.Action;
import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Product;
import dev.linkspan.sandbox.api.RegionActions;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import java.util.Map;
import java.util.TreeMap;

/** VPC 2016-04-28: VPCs, vSwitches, and the route table of each VPC. */
public final class VpcProduct implements Product {
  /** Type of VPCs in the store. Attributes: cidr, description, routerId, routeTableId. */
  public static final String VPC = "vpc";

  /** Type of vSwitches in the store. Attributes: cidr, description, vpcId, zoneId. */
  public static final String VSWITCH = "vswitch";

  private final Map<String, Action> actions = new TreeMap<>();

  public VpcProduct(Store store, Transitions transitions, Addresses addresses) {
    Vpcs vpcs = new Vpcs(store, transitions);
    VSwitches vSwitches = new VSwitches(store, transitions, addresses);
    TagActions tags =
        new TagActions(
            store,
            Map.of("vpc", VPC, "vswitch", VSWITCH),
            () ->
                new ApiError(
                    404, "InvalidInstanceIds.NotFound", "The specified resource is not found."),
            true);
    actions.put("CreateVpc", vpcs::create);
    actions.put("DescribeVpcs", vpcs::describe);
    actions.put("DescribeVpcAttribute", vpcs::attribute);
    actions.put("ModifyVpcAttribute", vpcs::modify);
    actions.put("DeleteVpc", vpcs::delete);
    actions.put("DescribeRouteTableList", vpcs::routeTables);
    actions.put("CreateVSwitch", vSwitches::create);
    actions.put("DescribeVSwitches", vSwitches::describe);
    actions.put("DescribeVSwitchAttributes", vSwitches::attributes);
    actions.put("ModifyVSwitchAttribute", vSwitches::modify);
    actions.put("DeleteVSwitch", vSwitches::delete);
    actions.put("DescribeZones", VpcProduct::zones);
    actions.put("DescribeRegions", RegionActions.describe(name(), true, region -> region));
    actions.put("TagResources", tags::tag);
    actions.put("UnTagResources", tags::untag);
    actions.put("ListTagResources", tags::list);
  }

  @Override
  public String name() {
    return "Vpc";
  }

  @Override
  public String version() {
    return "2016-04-28";
  }

  @Override
  public Map<String, Action> actions() {
    return actions;
  }

  private static Map<String, Object> zones(Call call) {
    call.parameters().required("RegionId");
    return Map.of(
        "Zones",
        Map.of(
            "Zone",
            Regions.zonesOf(call.region()).stream()
                .map(
                    zone ->
                        Map.of("ZoneId", zone, "LocalName", zone, "ZoneType", "AvailabilityZone"))
                .toList()));
  }
}
