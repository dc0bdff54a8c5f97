package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.Regions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The instance types and the zones that offer them. The data is invented but has gaps as the real
 * offer does: one type is sold out everywhere, one is not offered in the last zone of each region,
 * and burstable types do not support ESSD disks.
 */
final class Stock {
  private static final List<String> ALL_DISKS =
      List.of("cloud_efficiency", "cloud_ssd", "cloud_essd", "cloud_auto");

  /** An instance type. */
  record Type(
      String name, int cpus, double memoryGiB, List<String> disks, boolean soldOut, boolean rare) {}

  private static final List<Type> TYPES =
      List.of(
          burstable("ecs.t5-lc2m1.nano", 1, 0.5, true),
          burstable("ecs.t5-lc1m1.small", 1, 1, false),
          burstable("ecs.t5-lc1m2.small", 1, 2, false),
          burstable("ecs.t5-lc1m2.large", 2, 4, false),
          new Type("ecs.c6.large", 2, 4, ALL_DISKS, false, false),
          new Type("ecs.g6.large", 2, 8, ALL_DISKS, false, false),
          new Type("ecs.g7.large", 2, 8, List.of("cloud_essd"), false, false),
          new Type("ecs.g7.xlarge", 4, 16, List.of("cloud_essd"), false, false),
          new Type("ecs.r7.large", 2, 16, List.of("cloud_essd"), false, true));

  private Stock() {}

  private static Type burstable(String name, int cpus, double memoryGiB, boolean soldOut) {
    return new Type(
        name, cpus, memoryGiB, List.of("cloud_efficiency", "cloud_ssd"), soldOut, false);
  }

  /**
   * Returns the requested type.
   *
   * @throws ApiError if the type is unknown, sold out or not offered in the zone
   */
  static Type choose(Parameters p, String region, String zone) {
    String wanted = p.required("InstanceType");
    Type type =
        find(wanted)
            .orElseThrow(
                () ->
                    EcsErrors.error(
                        400,
                        "InvalidInstanceType.ValueNotSupported",
                        "The specified InstanceType is not supported."));
    if (!offered(type, region, zone)) {
      throw EcsErrors.error(
          403,
          "InvalidInstanceType.ZoneNotSupported",
          "The specified zone does not support the specified instance type.");
    }
    if (type.soldOut()) {
      throw EcsErrors.error(
          403,
          "OperationDenied.NoStock",
          "The requested resource is sold out in the specified zone; try another type or zone.");
    }
    return type;
  }

  /** Returns the requested disk category, or the cheapest that the type supports. */
  static String disk(Type type, Optional<String> wanted) {
    if (wanted.isEmpty()) {
      return type.disks().get(0);
    }
    if (!ALL_DISKS.contains(wanted.get())) {
      throw EcsErrors.error(
          400,
          "InvalidSystemDiskCategory.ValueNotSupported",
          "The specified parameter SystemDisk.Category is not supported.");
    }
    if (!type.disks().contains(wanted.get())) {
      throw EcsErrors.error(
          403,
          "InvalidInstanceType.NotSupportDiskCategory",
          "The specified instance type does not support this disk category.");
    }
    return wanted.get();
  }

  static List<Type> all() {
    return TYPES;
  }

  static Optional<Type> find(String name) {
    return TYPES.stream().filter(type -> type.name().equals(name)).findFirst();
  }

  private static boolean offered(Type type, String region, String zone) {
    List<String> zones = Regions.zonesOf(region);
    return !type.rare() || !zone.equals(zones.get(zones.size() - 1));
  }

  static Map<String, Object> describeAvailable(Call call) {
    Parameters p = call.parameters();
    p.required("RegionId");
    String destination = p.required("DestinationResource");
    if (destination.equals("SystemDisk") || destination.equals("DataDisk")) {
      p.required("InstanceType");
    }
    List<Map<String, Object>> zones =
        Regions.zonesOf(call.region()).stream()
            .filter(zone -> zone.equals(p.text("ZoneId", zone)))
            .filter(zone -> !resources(p, call.region(), zone).isEmpty())
            .map(zone -> zone(p, call.region(), zone))
            .toList();
    return Map.of("AvailableZones", Map.of("AvailableZone", zones));
  }

  private static Map<String, Object> zone(Parameters p, String region, String zone) {
    List<Map<String, Object>> resources = resources(p, region, zone);
    boolean any = resources.stream().anyMatch(r -> "Available".equals(r.get("Status")));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("RegionId", region);
    view.put("ZoneId", zone);
    view.put("Status", any ? "Available" : "SoldOut");
    view.put("StatusCategory", any ? "WithStock" : "WithoutStock");
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("Type", p.required("DestinationResource"));
    resource.put("SupportedResources", Map.of("SupportedResource", resources));
    view.put("AvailableResources", Map.of("AvailableResource", List.of(resource)));
    return view;
  }

  private static List<Map<String, Object>> resources(Parameters p, String region, String zone) {
    List<Type> types =
        TYPES.stream()
            .filter(type -> type.name().equals(p.text("InstanceType", type.name())))
            .filter(type -> offered(type, region, zone))
            .toList();
    return switch (p.required("DestinationResource")) {
      case "SystemDisk", "DataDisk" ->
          types.stream()
              .flatMap(type -> type.disks().stream())
              .filter(disk -> disk.equals(p.text(destinationCategory(p), disk)))
              .map(Stock::disk)
              .toList();
      case "InstanceType" ->
          types.stream()
              .filter(type -> hasDisk(type, p))
              .map(type -> resource(type.name(), !type.soldOut()))
              .toList();
      case "Zone" -> {
        boolean sold = types.stream().anyMatch(type -> hasDisk(type, p) && !type.soldOut());
        yield sold ? List.of(resource(zone, true)) : List.of();
      }
      case "IoOptimized" -> List.of(resource("optimized", true));
      case "Network" -> List.of(resource("vpc", true));
      default ->
          throw EcsErrors.error(
              400,
              "InvalidParameter.DestinationResource",
              "The specified DestinationResource is not valid.");
    };
  }

  private static String destinationCategory(Parameters p) {
    return p.required("DestinationResource") + "Category";
  }

  /** Whether the type is sold with the disk categories of the call. */
  private static boolean hasDisk(Type type, Parameters p) {
    return type.disks().contains(p.text("SystemDiskCategory", type.disks().get(0)))
        && type.disks().contains(p.text("DataDiskCategory", type.disks().get(0)));
  }

  private static Map<String, Object> disk(String category) {
    Map<String, Object> view = resource(category, true);
    view.put("Min", 20);
    view.put("Max", 2048);
    view.put("Unit", "GiB");
    return view;
  }

  private static Map<String, Object> resource(String value, boolean available) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("Value", value);
    view.put("Status", available ? "Available" : "SoldOut");
    view.put("StatusCategory", available ? "WithStock" : "WithoutStock");
    return view;
  }

  static Map<String, Object> describeZones(Call call) {
    call.parameters().required("RegionId");
    List<Map<String, Object>> zones =
        Regions.zonesOf(call.region()).stream().map(zone -> zoneView(call.region(), zone)).toList();
    return Map.of("Zones", Map.of("Zone", zones));
  }

  private static Map<String, Object> zoneView(String region, String zone) {
    List<String> types =
        TYPES.stream().filter(type -> offered(type, region, zone)).map(Type::name).toList();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("ZoneId", zone);
    view.put("LocalName", zone);
    view.put("AvailableInstanceTypes", Map.of("InstanceTypes", types));
    view.put(
        "AvailableResourceCreation",
        Map.of("ResourceTypes", List.of("VSwitch", "IoOptimized", "Instance", "Disk")));
    view.put("AvailableDiskCategories", Map.of("DiskCategories", ALL_DISKS));
    return view;
  }
}
