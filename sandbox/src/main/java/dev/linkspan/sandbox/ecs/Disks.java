package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.List;
import java.util.Map;

/**
 * The operation DescribeDisks. Each instance has one disk, whose id follows from the instance's.
 */
final class Disks {
  private final Store store;

  Disks(Store store) {
    this.store = store;
  }

  Map<String, Object> describe(Call call) {
    Parameters p = call.parameters();
    List<String> ids = p.texts("DiskIds");
    List<Resource> found =
        EcsResources.ofCaller(store, call, EcsProduct.INSTANCE).stream()
            .filter(i -> p.text("DiskIds").isEmpty() || ids.contains(id(i)))
            .filter(i -> EcsResources.same(p, "InstanceId", i.id()))
            .filter(i -> EcsResources.same(p, "ZoneId", i.text("zoneId")))
            .filter(i -> EcsResources.same(p, "Category", i.text("diskCategory")))
            .filter(i -> List.of("system", "all").contains(p.text("DiskType", "all")))
            .filter(i -> List.of("In_use", "All").contains(p.text("Status", "All")))
            .toList();
    return EcsPages.body("Disks", "Disk", found, p, 500, Disks::view);
  }

  private static String id(Resource instance) {
    return instance.id().replaceFirst("^i-", "d-");
  }

  private static Map<String, Object> view(Resource i) {
    String attached = EcsResources.timeToSecond(i.createdAt());
    Map<String, Object> attachment =
        Fields.of("InstanceId", i.id(), "Device", "/dev/xvda", "AttachedTime", attached);
    Map<String, Object> view =
        Fields.of(
            "DiskId", id(i),
            "DiskName", "",
            "Description", "",
            "InstanceId", i.id(),
            "RegionId", i.region(),
            "ZoneId", i.text("zoneId"),
            "Type", "system",
            "Category", i.text("diskCategory"),
            "Size", i.integer("diskGiB"),
            "Status", "In_use",
            "Device", "/dev/xvda",
            "ImageId", i.text("imageId"),
            "SerialNumber", i.id().replaceFirst("^i-", ""));
    view.putAll(
        Fields.of(
            "DiskChargeType",
            i.text("instanceChargeType"),
            "Encrypted",
            false,
            "Portable",
            false,
            "DeleteWithInstance",
            true,
            "DeleteAutoSnapshot",
            true,
            "EnableAutoSnapshot",
            true,
            "EnableAutomatedSnapshotPolicy",
            false,
            "MultiAttach",
            "Disabled",
            "SourceSnapshotId",
            "",
            "AutoSnapshotPolicyId",
            "",
            "ProductCode",
            "",
            "KMSKeyId",
            "",
            "ResourceGroupId",
            "",
            "CreationTime",
            attached,
            "AttachedTime",
            attached,
            "DetachedTime",
            "",
            "ExpiredTime",
            "2099-12-31T15:59Z",
            "Attachments",
            Map.of("Attachment", List.of(attachment)),
            "MountInstances",
            Map.of("MountInstance", List.of()),
            "OperationLocks",
            Map.of("OperationLock", List.of()),
            "Tags",
            Map.of("Tag", List.of())));
    return view;
  }
}
