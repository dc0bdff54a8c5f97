package dev.linkspan.workflows.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the group {@code kafka}: what is installed where, brokers and ports. */
final class KafkaSection {
  /** An address block loses its first and its last three addresses. */
  private static final int RESERVED = 4;

  /** A network load balancer takes three addresses of each vSwitch and wants eight free. */
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
    Located<String> type = fields.optional("instanceType", Formats::instanceType);
    Located<String> diskCategory = fields.optional("diskCategory", Formats.diskCategory());
    Located<Integer> disk = fields.optional("diskGiB", Formats.diskGiB());
    Located<String> heap = fields.optional("heap", Formats::heap);
    Located<String> installTo = fields.optional("installTo", Formats::installTo);
    Located<String> user = fields.optional("serviceUser", Formats::serviceUser);
    Located<String> bind = fields.optional("bindAddress", Formats.oneOf("all", "private"));
    Located<String> clusterId = fields.optional("clusterId", Formats::kafkaClusterId);
    NewClusterSpec.Ports ports = PortChecks.read(fields.optionalSection("ports"), fields, ssh);
    List<NewClusterSpec.Broker> brokers = brokers(ports);
    fields.close();
    checkSizes();
    return new NewClusterSpec.Kafka(
        archive,
        java,
        type.or(NetworkSection.DEFAULT_INSTANCE_TYPE),
        diskCategory.or(NetworkSection.DEFAULT_DISK_CATEGORY),
        disk.or(40),
        heap.or("1g"),
        installTo.or("/opt/linkspan"),
        user.or("kafka"),
        bind.or("all").equals("private"),
        clusterId.value(),
        brokers,
        ports);
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
    Located<Integer> id =
        entry.required("id", Formats.integer(0, 999), "a number of its own, from 0 to 999");
    Located<String> zone = entry.required("zone", this::listedZone, "one of the network's zones");
    Located<Integer> written = entry.optional("advertisedPort", Formats.port());
    entry.close();
    zone.value().ifPresent(z -> brokersByZone.merge(z, 1, Integer::sum));
    Integer earlier = id.value().map(i -> lineById.putIfAbsent(i, entry.line())).orElse(null);
    if (earlier != null) {
      entry.report(
          "id",
          "broker " + id.or(0) + " is written twice, first on line " + earlier,
          "Give every broker an id of its own.");
    }
    int port = written.or(ports.advertisedFrom() - 1 + id.or(0));
    if (id.value().isPresent() && earlier == null) {
      listeners.take(entry, "broker " + id.or(0), port);
    }
    return new NewClusterSpec.Broker(id.or(0), zone.or(""), port);
  }

  private String listedZone(String text) throws Refusal {
    Set<String> zones = new TreeSet<>(vSwitches.keySet());
    if (zones.isEmpty() || zones.contains(text)) {
      return text;
    }
    throw new Refusal(
        Shown.value(text) + " is not one of the network's zones",
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
                    ("At least %d are needed: %d for brokers, %d free for the load balancer, %d"
                            + " that Alibaba Cloud keeps.")
                        .formatted(needed, brokers, FOR_LOAD_BALANCER, RESERVED));
          }
        });
  }
}
