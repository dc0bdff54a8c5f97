package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.vpc.Addresses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Assigns three addresses in each vSwitch to a new load balancer. */
final class ZonePlacement {
  private static final int MIN_ZONES = 2;
  private static final int MAX_ZONES = 10;
  private static final int ADDRESSES = 3;

  private final Store store;
  private final NetworkLookup network;
  private final Addresses addresses;

  ZonePlacement(Store store, NetworkLookup network, Addresses addresses) {
    this.store = store;
    this.network = network;
    this.addresses = addresses;
  }

  List<Zone> place(Call call, String vpcId) {
    List<Parameters> mappings = call.parameters().list("ZoneMappings");
    if (mappings.size() < MIN_ZONES || mappings.size() > MAX_ZONES) {
      throw NlbErrors.illegal("ZoneMappings");
    }
    Set<String> seen = new HashSet<>();
    List<Zone> zones = new ArrayList<>();
    for (Parameters mapping : mappings) {
      String zoneId = mapping.required("ZoneId");
      if (!seen.add(zoneId)) {
        throw new ApiError(400, "OperationFailed.DuplicateZones.", "The zones are duplicated.");
      }
      if (!Regions.zonesOf(call.region()).contains(zoneId)) {
        throw new ApiError(400, "InvalidZones", "The zone " + zoneId + " is not supported.");
      }
      Resource vSwitch = vSwitch(call, vpcId, zoneId, mapping.required("VSwitchId"));
      zones.add(zone(vSwitch, zoneId, mapping.text("PrivateIPv4Address", "")));
    }
    return zones;
  }

  private Resource vSwitch(Call call, String vpcId, String zoneId, String id) {
    Resource vSwitch =
        network.vSwitch(call.account(), id).orElseThrow(() -> NlbErrors.notFound("VSwitch"));
    if (!vSwitch.text("vpcId").equals(vpcId)) {
      throw NlbErrors.mismatch("VpcId");
    }
    if (!vSwitch.text("zoneId").equals(zoneId)) {
      throw NlbErrors.mismatch("ZoneIdAndVswitchId");
    }
    if (!vSwitch.is("Available")) {
      throw new ApiError(
          400, "ResourceInConfiguring.VswitchId", "The vSwitch " + id + " is being configured.");
    }
    return vSwitch;
  }

  private Zone zone(Resource vSwitch, String zoneId, String wanted) {
    List<String> taken = new ArrayList<>();
    if (!wanted.isEmpty()) {
      taken.add(addresses.checkedFree(vSwitch, wanted));
    }
    taken.addAll(addresses.highestFree(vSwitch, ADDRESSES - taken.size()));
    if (taken.size() < ADDRESSES) {
      throw new ApiError(
          400, "ResourceNotEnough.VSwitchIp", "The vSwitch has not enough free addresses.");
    }
    return new Zone(
        zoneId,
        vSwitch.id(),
        taken.get(0),
        List.copyOf(taken.subList(1, ADDRESSES)),
        store.newId("eni"));
  }
}
