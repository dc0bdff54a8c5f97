package dev.linkspan.workflows.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the group {@code kafka} of a new cluster: archives, machines, brokers and ports. */
final class KafkaSection {
  /** Alibaba Cloud reserves the first and the last three addresses of a block. */
  private static final int RESERVED = 4;

  /** A network load balancer takes three addresses of each vSwitch, and requires eight free. */
  private static final int FOR_LOAD_BALANCER = 8;

  private final Fields fields;
  private final Map<String, NetworkSection.Block> vSwitches;
  private final Map<String, Integer> brokersByZone = new HashMap<>();

  KafkaSection(Fields fields, Map<String, NetworkSection.Block> vSwitches) {
    this.fields = fields;
    this.vSwitches = vSwitches;
  }

  NewClusterSpec.Kafka read(Spec.Ssh ssh) {
    Spec.Archive archive = Archives.kafka(fields.section("archive"));
    Spec.Archive java = Archives.java(fields.section("java"), archive.version());
    FieldValue<String> type = fields.optional("instanceType", Formats::instanceType);
    FieldValue<String> diskCategory = fields.optional("diskCategory", Formats.diskCategory());
    FieldValue<Integer> disk = fields.optional("diskGiB", Formats.diskGiB());
    FieldValue<String> heap = fields.optional("heap", Formats::heap);
    FieldValue<String> installTo = fields.optional("installTo", Formats::installTo);
    FieldValue<String> user = fields.optional("serviceUser", Formats::serviceUser);
    FieldValue<String> bind = fields.optional("bindAddress", Formats.oneOf("all", "private"));
    FieldValue<String> clusterId = fields.optional("clusterId", Formats::kafkaClusterId);
    NewClusterSpec.Ports ports = PortsSection.read(fields.optionalSection("ports"), fields, ssh);
    Map<String, String> settings = SettingsSection.read(fields.optionalSection("settings"));
    List<NewClusterSpec.Broker> brokers = brokers(ports);
    if (fields.has("external")) {
      fields.report(
          "external",
          "is for existing clusters: Linkspan names the listeners of a new cluster",
          "Leave it out.");
    }
    fields.close();
    checkSizes();
    return new NewClusterSpec.Kafka(
        archive,
        java,
        type.or(NetworkSection.DEFAULT_INSTANCE_TYPE),
        diskCategory.or(DiskCategories.usualFor(type.or(NetworkSection.DEFAULT_INSTANCE_TYPE))),
        disk.or(40),
        heap.or("1g"),
        installTo.or("/opt/linkspan"),
        user.or("kafka"),
        bind.or("all").equals("private"),
        clusterId.value(),
        brokers,
        ports,
        settings);
  }

  private List<NewClusterSpec.Broker> brokers(NewClusterSpec.Ports ports) {
    List<Fields> entries = ListenerPorts.brokers(fields, "{id: 1, zone: ...}");
    Map<Integer, Integer> lineById = new HashMap<>();
    ListenerPorts listeners = new ListenerPorts(ports.bootstrap());
    List<NewClusterSpec.Broker> brokers = new ArrayList<>();
    for (Fields entry : entries) {
      brokers.add(broker(entry, ports, lineById, listeners));
    }
    return List.copyOf(brokers);
  }

  private NewClusterSpec.Broker broker(
      Fields entry,
      NewClusterSpec.Ports ports,
      Map<Integer, Integer> lineById,
      ListenerPorts listeners) {
    FieldValue<Integer> id =
        entry.required(
            "id", Formats.integer(0, 999), "a different number for each broker, from 0 to 999");
    FieldValue<String> zone =
        entry.required("zone", this::listedZone, "one of the network's zones");
    FieldValue<Integer> written = entry.optional("advertisedPort", Formats.port());
    entry.close();
    zone.value().ifPresent(z -> brokersByZone.merge(z, 1, Integer::sum));
    Integer earlier = id.value().map(i -> lineById.putIfAbsent(i, entry.line())).orElse(null);
    if (earlier != null) {
      entry.report(
          "id",
          "broker " + id.or(0) + " is written twice, first on line " + earlier,
          "Give each broker a different id.");
    }
    int port = written.or(ports.advertisedFrom() - 1 + id.or(0));
    if (id.value().isPresent() && earlier == null) {
      listeners.take(entry, "broker " + id.or(0), port);
    }
    return new NewClusterSpec.Broker(id.or(0), zone.or(""), port);
  }

  private String listedZone(String text) throws InvalidValueException {
    Set<String> zones = new TreeSet<>(vSwitches.keySet());
    if (zones.isEmpty() || zones.contains(text)) {
      return text;
    }
    throw new InvalidValueException(
        Quoted.of(text) + " is not one of the network's zones",
        "Write one of " + String.join(", ", zones) + ", or add the zone to network.zones.");
  }

  private void checkSizes() {
    vSwitches.forEach(
        (zone, block) -> {
          int brokers = brokersByZone.getOrDefault(zone, 0);
          long needed = (long) brokers + FOR_LOAD_BALANCER + RESERVED;
          if (block.cidr().size() < needed) {
            block
                .fields()
                .report(
                    "cidr",
                    block.cidr() + " is too small: " + block.cidr().size() + " addresses",
                    ("At least %d are needed: %d for brokers, %d free for the load balancer, and"
                            + " %d that Alibaba Cloud reserves.")
                        .formatted(needed, brokers, FOR_LOAD_BALANCER, RESERVED));
          }
        });
  }
}
