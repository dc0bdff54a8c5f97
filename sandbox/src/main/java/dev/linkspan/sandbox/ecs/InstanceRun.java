package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.MissingParameter;
import dev.linkspan.sandbox.api.Names;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.api.TagActions;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.vpc.Addresses;
import dev.linkspan.sandbox.vpc.Ipv4Range;
import dev.linkspan.sandbox.vpc.VpcProduct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operation RunInstances: checks the parameters, then creates the instances. */
final class InstanceRun {
  private static final Duration CREATION = Duration.ofMillis(300);
  private static final int MAX_USER_DATA = 32 * 1024;
  private static final Ipv4Range MACHINES = Ipv4Range.parse("127.0.0.0/8").orElseThrow();

  private final Store store;
  private final Transitions transitions;
  private final Addresses addresses;
  private final PublicAddresses publicAddresses;
  private final KeyPairs keyPairs;

  InstanceRun(
      Store store,
      Transitions transitions,
      Addresses addresses,
      PublicAddresses publicAddresses,
      KeyPairs keyPairs) {
    this.store = store;
    this.transitions = transitions;
    this.addresses = addresses;
    this.publicAddresses = publicAddresses;
    this.keyPairs = keyPairs;
  }

  Map<String, Object> run(Call call) {
    Parameters p = call.parameters();
    p.required("RegionId");
    Resource template = template(call);
    Resource vSwitch = vSwitch(call);
    int amount = p.integer("Amount", 1);
    if (amount < 1 || amount > 100) {
      throw invalid("InvalidAmount.Malformed", "Amount");
    }
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < amount; i++) {
      ids.add(make(call, template, vSwitch).id());
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("InstanceIdSets", Map.of("InstanceIdSet", ids));
    return body;
  }

  private Resource make(Call call, Resource template, Resource vSwitch) {
    Parameters p = call.parameters();
    String id = store.newId("i");
    String address =
        p.text("PrivateIpAddress")
            .map(wanted -> addresses.checkedFree(vSwitch, wanted))
            .or(() -> addresses.lowestFree(vSwitch))
            .orElseThrow(
                () ->
                    EcsErrors.error(
                        403, "InvalidVSwitchId.IpNotEnough", "The vSwitch has no free address."));
    boolean isPublic = template.integer("internetMaxBandwidthOut") > 0;
    Resource instance =
        new Resource(
                EcsProduct.INSTANCE,
                id,
                call.account(),
                call.region(),
                p.text("InstanceName", id),
                "Pending",
                Optional.empty(),
                template.tags(),
                template.attributes(),
                template.createdAt())
            .with("hostName", p.text("HostName", id))
            .with("networkInterfaceId", store.newId("eni"))
            .with("privateAddress", address)
            .with("publicAddress", isPublic ? publicAddresses.next() : "");
    return transitions.begin(instance, "Pending", "Starting", CREATION);
  }

  /** Returns what all instances of the call have in common. */
  private Resource template(Call call) {
    Parameters p = call.parameters();
    String image = Images.choose(p);
    Resource vSwitch = vSwitch(call);
    if (!vSwitch.text("zoneId").equals(p.text("ZoneId", vSwitch.text("zoneId")))) {
      throw invalid("InvalidParameter.Mismatch", "ZoneId");
    }
    Stock.Type type = Stock.choose(p, call.region(), vSwitch.text("zoneId"));
    Parameters disk = p.object("SystemDisk");
    int size = disk.integer("Size", 40);
    if (size < 20 || size > 2048) {
      throw invalid("InvalidSystemDiskSize.ValueNotSupported", "SystemDisk.Size");
    }
    int bandwidth = p.integer("InternetMaxBandwidthOut", 0);
    if (bandwidth < 0 || bandwidth > 100) {
      throw invalid("InvalidParameter.Bandwidth", "InternetMaxBandwidthOut");
    }
    checkName(p.text("InstanceName", ""));
    checkUserData(p.text("UserData", ""));
    return Resource.of(EcsProduct.INSTANCE, "", call.account(), call.region(), "")
        .withTags(TagActions.checked(p.tags()))
        .with("imageId", image)
        .with("instanceType", type.name())
        .with("cpu", type.cpus())
        .with("memoryMiB", (int) (type.memoryGiB() * 1024))
        .with("zoneId", vSwitch.text("zoneId"))
        .with("vpcId", vSwitch.text("vpcId"))
        .with("vSwitchId", vSwitch.id())
        .with("securityGroupIds", securityGroups(call, vSwitch))
        .with("keyPairName", keyPair(call))
        .with("diskCategory", Stock.disk(type, disk.text("Category")))
        .with("diskGiB", size)
        .with("internetMaxBandwidthOut", bandwidth)
        .with("internetChargeType", p.text("InternetChargeType", "PayByTraffic"))
        .with("instanceChargeType", p.text("InstanceChargeType", "PostPaid"))
        .with("description", p.text("Description", ""))
        .with("deletionProtection", p.flag("DeletionProtection", false));
  }

  private Resource vSwitch(Call call) {
    Resource vSwitch =
        EcsResources.find(store, call, VpcProduct.VSWITCH, call.parameters().required("VSwitchId"))
            .orElseThrow(
                () ->
                    EcsErrors.error(
                        404, "InvalidVSwitchId.NotFound", "The specified VSwitch does not exist."));
    if (!vSwitch.is("Available")) {
      throw EcsErrors.error(
          400, "IncorrectVSwitchStatus", "The current status of the VSwitch is not Available.");
    }
    if (!MACHINES.contains(Ipv4Range.parse(vSwitch.text("cidr")).orElseThrow())) {
      throw EcsErrors.error(
          403,
          "InvalidVSwitchId.IpInvalid",
          "This is the sandbox: its machines have loopback addresses, so the VPC has to lie in "
              + "127.0.0.0/8.");
    }
    return vSwitch;
  }

  private List<String> securityGroups(Call call, Resource vSwitch) {
    Parameters p = call.parameters();
    List<String> ids = new ArrayList<>(p.texts("SecurityGroupIds"));
    p.text("SecurityGroupId").ifPresent(ids::add);
    if (ids.isEmpty()) {
      throw new MissingParameter("SecurityGroupId");
    }
    if (p.text("SecurityGroupId").isPresent() && ids.size() > 1) {
      throw EcsErrors.error(
          400,
          "InvalidParameter.Conflict",
          "SecurityGroupId and SecurityGroupIds.N cannot be used together.");
    }
    for (String id : ids) {
      Resource group =
          EcsResources.find(store, call, EcsProduct.SECURITY_GROUP, id)
              .orElseThrow(SecurityGroups::notFound);
      if (!group.text("vpcId").equals(vSwitch.text("vpcId"))) {
        throw EcsErrors.error(
            400,
            "InvalidSecurityGroupId.VPCMismatch",
            "The specified security group and the specified virtual switch are not in the same "
                + "VPC.");
      }
    }
    return ids;
  }

  private String keyPair(Call call) {
    String name = call.parameters().text("KeyPairName", "");
    if (!name.isEmpty() && keyPairs.find(call, name).isEmpty()) {
      throw EcsErrors.error(
          404, "InvalidKeyPairName.NotFound", "The specified KeyPairName does not exist.");
    }
    return name;
  }

  static void checkName(String name) {
    if (!name.isEmpty() && !Names.isPlain(name, 2, 128)) {
      throw invalid("InvalidInstanceName.Malformed", "InstanceName");
    }
  }

  private static void checkUserData(String userData) {
    try {
      if (Base64.getDecoder().decode(userData).length > MAX_USER_DATA) {
        throw invalid("InvalidUserData.SizeExceeded", "UserData");
      }
    } catch (IllegalArgumentException e) {
      throw invalid("InvalidUserData.Base64FormatInvalid", "UserData");
    }
  }

  private static ApiError invalid(String code, String parameter) {
    return EcsErrors.error(
        400, code, "The specified parameter \"" + parameter + "\" is not valid.");
  }
}
