package dev.linkspan.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the group {@code kafka}: what is installed where, brokers and ports. */
final class KafkaSection {
  /** A network load balancer has 50 listeners, and one is for bootstrapping. */
  private static final int MOST_BROKERS = 49;

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

  Spec.Kafka read(Spec.Ssh ssh) {
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
    Spec.Ports ports = PortChecks.read(fields.optionalSection("ports"), fields, ssh);
    List<Spec.Broker> brokers = brokers(ports);
    fields.close();
    checkSizes();
    return new Spec.Kafka(
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

  private List<Spec.Broker> brokers(Spec.Ports ports) {
    List<Fields> entries =
        fields.entries("brokers", "at least one entry such as {id: 1, zone: ...}");
    if (entries.size() > MOST_BROKERS) {
      fields.report(
          "brokers",
          "there are " + entries.size() + " brokers",
          "Write 49 at most: a network load balancer has 50 listeners, one for each broker and one"
              + " for bootstrapping.");
    }
    Map<Integer, Integer> lineById = new HashMap<>();
    Map<Integer, String> usersOfPort = new LinkedHashMap<>();
    usersOfPort.put(ports.bootstrap(), "the bootstrap port");
    List<Spec.Broker> brokers = new ArrayList<>();
    for (Fields entry : entries) {
      brokers.add(broker(entry, ports, lineById, usersOfPort));
    }
    return List.copyOf(brokers);
  }

  private Spec.Broker broker(
      Fields entry,
      Spec.Ports ports,
      Map<Integer, Integer> lineById,
      Map<Integer, String> usersOfPort) {
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
      checkAdvertised(entry, id.or(0), port, usersOfPort);
    }
    return new Spec.Broker(id.or(0), zone.or(""), port);
  }

  private static void checkAdvertised(
      Fields entry, int id, int port, Map<Integer, String> usersOfPort) {
    String other = usersOfPort.putIfAbsent(port, "the port of broker " + id);
    if (other != null) {
      entry.report(
          "advertisedPort",
          "port " + port + " of broker " + id + " is already " + other,
          "Write an advertisedPort that is free on the load balancer.");
    } else if (port > 65535) {
      entry.report(
          "advertisedPort",
          "port " + port + " of broker " + id + " does not exist",
          "Write an advertisedPort, or a lower advertisedFrom.");
    }
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
