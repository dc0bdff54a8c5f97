package dev.linkspan.workflows.spec;

import dev.linkspan.workflows.spec.ExistingClusterSpec.JumpHost;
import dev.linkspan.workflows.spec.ExistingClusterSpec.Network;
import dev.linkspan.workflows.spec.ExistingClusterSpec.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the group {@code network} of an existing cluster: ids, and how to reach machines. */
final class ExistingNetworkSection {
  private final Fields fields;
  private final Zones zones;
  private final Map<String, Integer> lineByVSwitch = new HashMap<>();

  ExistingNetworkSection(Fields fields, Optional<String> region) {
    this.fields = fields;
    this.zones = new Zones(region);
  }

  Network read() {
    FieldValue<String> vpc =
        fields.required("vpcId", Formats.cloudId("vpc", "VPC"), "the id of the brokers' VPC");
    List<Zone> read = new ArrayList<>();
    for (Fields entry : zones.entries(fields, "{zone: ..., vSwitchId: ...}")) {
      read.add(zone(entry));
    }
    Spec.Ssh ssh = NetworkSection.ssh(fields);
    Optional<JumpHost> jumpHost =
        fields.optionalSection("jumpHost").map(entry -> jumpHost(entry, ssh));
    fields.close();
    return new Network(vpc.or(""), List.copyOf(read), ssh, jumpHost);
  }

  private Zone zone(Fields entry) {
    FieldValue<String> zone = zones.next(entry);
    FieldValue<String> vSwitch =
        entry.required(
            "vSwitchId", Formats.cloudId("vsw", "vSwitch"), "the id of a vSwitch in this zone");
    entry.close();
    Integer earlier =
        vSwitch.value().map(id -> lineByVSwitch.putIfAbsent(id, entry.line())).orElse(null);
    if (earlier != null) {
      entry.report(
          "vSwitchId",
          vSwitch.or("") + " is written twice, first on line " + earlier,
          "A vSwitch is in one zone: write one of this zone.");
    }
    return new Zone(zone.or(""), vSwitch.or(""));
  }

  private static JumpHost jumpHost(Fields entry, Spec.Ssh usual) {
    FieldValue<String> address =
        entry.required("address", MachineFormats::host, "the address of its SSH server");
    return new JumpHost(address.or(""), NetworkSection.login(entry, usual));
  }
}
