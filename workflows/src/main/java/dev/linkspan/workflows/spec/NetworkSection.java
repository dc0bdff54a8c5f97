package dev.linkspan.workflows.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the group {@code network}: address blocks, zones, and the bastion. */
final class NetworkSection {
  /** The guide's machine. */
  static final String DEFAULT_INSTANCE_TYPE = "ecs.t5-lc1m2.small";

  private static final String DEFAULT_IMAGE_FAMILY = "acs:alibaba_cloud_linux_3_2104_lts_x64";

  /**
   * The blocks that can contain a VPC. Alibaba Cloud accepts the private ones; 127.0.0.0/8 is for
   * the local stack, whose machines have loopback addresses of this computer.
   */
  static final List<Cidr> PRIVATE =
      List.of(
          Cidr.of("10.0.0.0/8"),
          Cidr.of("172.16.0.0/12"),
          Cidr.of("192.168.0.0/16"),
          Cidr.of("127.0.0.0/8"));

  /** "This network", multicast and reserved addresses: no source of a connection (RFC 6890). */
  private static final List<Cidr> NOBODY = List.of(Cidr.of("0.0.0.0/8"), Cidr.of("224.0.0.0/3"));

  /**
   * Addresses that only mean something within a network (RFC 1918, 6598, and 3927). A connection to
   * the bastion's public address never comes from one.
   */
  private static final List<Cidr> WITHIN_A_NETWORK =
      List.of(
          Cidr.of("10.0.0.0/8"),
          Cidr.of("172.16.0.0/12"),
          Cidr.of("192.168.0.0/16"),
          Cidr.of("100.64.0.0/10"),
          Cidr.of("169.254.0.0/16"));

  private final Fields fields;
  private final Zones zones;
  private final List<Block> blocks = new ArrayList<>();
  private final List<BitsAfterMask> bitsAfterMask = new ArrayList<>();
  private final Map<String, Block> vSwitches = new HashMap<>();

  /** The address block of a vSwitch, and the group that has it. */
  record Block(String label, Cidr cidr, Fields fields) {}

  /** A block that is not one, in this group. */
  private record BitsAfterMask(Fields fields, Cidr.Written written) {}

  NetworkSection(Fields fields, Optional<String> region) {
    this.fields = fields;
    this.zones = new Zones(region);
  }

  NewClusterSpec.Network read() {
    FieldValue<Cidr> vpc =
        fields.required("vpcCidr", NetworkSection::vpc, "the VPC's block, such as 10.0.0.0/16");
    List<NewClusterSpec.Zone> inZones = zones();
    NewClusterSpec.Bastion bastion = bastion(fields.section("bastion"), inZones);
    Spec.Ssh ssh = ssh(fields);
    FieldValue<String> image =
        fields.optional(
            "imageFamily",
            Formats.matching(
                "[A-Za-z0-9_:.-]{2,128}",
                "an image family",
                "Write one such as " + DEFAULT_IMAGE_FAMILY + ", or leave the field out."));
    fields.close();
    vpc.value().ifPresent(this::checkInside);
    vpc.value().ifPresent(this::reportBitsAfterMask);
    checkOverlaps();
    return new NewClusterSpec.Network(
        vpc.or(PRIVATE.get(0)), inZones, bastion, ssh, image.or(DEFAULT_IMAGE_FAMILY));
  }

  /** The vSwitch of each zone, as far as its fields are valid. */
  Map<String, Block> vSwitches() {
    return vSwitches;
  }

  private List<NewClusterSpec.Zone> zones() {
    List<NewClusterSpec.Zone> read = new ArrayList<>();
    for (Fields entry : zones.entries(fields, "{zone: ..., cidr: ...}")) {
      read.add(zone(entry));
    }
    return List.copyOf(read);
  }

  private NewClusterSpec.Zone zone(Fields entry) {
    FieldValue<String> zone = zones.next(entry);
    FieldValue<Cidr> cidr = vSwitchBlock(entry);
    entry.close();
    if (zone.value().isPresent()) {
      Block block = new Block("zone " + zone.or(""), cidr.or(PRIVATE.get(0)), entry);
      vSwitches.putIfAbsent(zone.or(""), block);
    }
    cidr.value()
        .ifPresent(c -> blocks.add(new Block("zone " + zone.or("without a name"), c, entry)));
    return new NewClusterSpec.Zone(zone.or(""), cidr.or(PRIVATE.get(0)));
  }

  private NewClusterSpec.Bastion bastion(Fields entry, List<NewClusterSpec.Zone> inZones) {
    FieldValue<String> zone = zones.read(entry);
    List<String> known = inZones.stream().map(NewClusterSpec.Zone::zone).toList();
    zone.value()
        .filter(name -> !known.contains(name) && known.stream().noneMatch(String::isEmpty))
        .ifPresent(
            name ->
                entry.report(
                    "zone",
                    name + " is none of the zones of this network",
                    "Write one of " + String.join(", ", known) + "."));
    FieldValue<Cidr> cidr = vSwitchBlock(entry);
    FieldValue<Cidr> sshFrom =
        entry.required(
            "sshFrom",
            NetworkSection::sshFrom,
            "the block that the worker connects from, such as 203.0.113.7/32 for a single address");
    FieldValue<String> type = entry.optional("instanceType", Formats::instanceType);
    FieldValue<String> disk = entry.optional("diskCategory", Formats.diskCategory());
    FieldValue<Integer> size = entry.optional("diskGiB", Formats.diskGiB());
    entry.close();
    cidr.value().ifPresent(c -> blocks.add(new Block("the bastion", c, entry)));
    return new NewClusterSpec.Bastion(
        zone.or(""),
        cidr.or(PRIVATE.get(0)),
        sshFrom.or(PRIVATE.get(0)),
        type.or(DEFAULT_INSTANCE_TYPE),
        disk.or(DiskCategories.usualFor(type.or(DEFAULT_INSTANCE_TYPE))),
        size.or(40));
  }

  /** Reads the group {@code ssh} of any network: how to log in to its machines. */
  static Spec.Ssh ssh(Fields network) {
    Spec.Ssh usual = new Spec.Ssh("root", 22);
    return network.optionalSection("ssh").map(entry -> login(entry, usual)).orElse(usual);
  }

  /** Reads {@code user} and {@code port}, the last fields of the group. */
  static Spec.Ssh login(Fields entry, Spec.Ssh usual) {
    Spec.Ssh ssh =
        new Spec.Ssh(
            entry.optional("user", Formats::user).or(usual.user()),
            entry.optional("port", Formats.port()).or(usual.port()));
    entry.close();
    return ssh;
  }

  private FieldValue<Cidr> vSwitchBlock(Fields entry) {
    FieldValue<Cidr.Written> written =
        entry.required(
            "cidr", NetworkSection::vSwitch, "a part of the VPC's block, such as 10.0.0.0/18");
    written
        .value()
        .filter(Cidr.Written::hasBitsAfterMask)
        .ifPresent(wrong -> bitsAfterMask.add(new BitsAfterMask(entry, wrong)));
    return new FieldValue<>(
        written.value().filter(w -> !w.hasBitsAfterMask()).map(Cidr.Written::block),
        written.path(),
        written.line());
  }

  private static Cidr vpc(String text) throws InvalidValueException {
    Cidr cidr = Cidr.read(text);
    if (PRIVATE.stream().noneMatch(p -> p.contains(cidr))) {
      throw new InvalidValueException(
          cidr + " is not a private block",
          "Write a part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.");
    }
    return masked(cidr, 16, 28, "a VPC");
  }

  private static Cidr.Written vSwitch(String text) throws InvalidValueException {
    Cidr.Written written = Cidr.readWritten(text);
    masked(written.block(), 16, 29, "a vSwitch");
    return written;
  }

  private static Cidr masked(Cidr cidr, int least, int most, String what)
      throws InvalidValueException {
    if (cidr.prefix() < least || cidr.prefix() > most) {
      throw new InvalidValueException(
          "a mask of /" + cidr.prefix() + " is not possible for " + what,
          "Write a mask from /" + least + " to /" + most + ".");
    }
    return cidr;
  }

  private static Cidr sshFrom(String text) throws InvalidValueException {
    Cidr cidr = Cidr.read(text);
    if (NOBODY.stream().anyMatch(block -> block.contains(cidr))) {
      throw new InvalidValueException(
          cidr + " has no address that somebody can log in from",
          "Write the block that the worker connects from; a single address ends in /32.");
    }
    if (WITHIN_A_NETWORK.stream().anyMatch(block -> block.contains(cidr))) {
      throw new InvalidValueException(
          cidr + " is private, and no connection to the bastion's public address comes from there",
          "Write the public address that the worker's connections to the internet come from.");
    }
    if (cidr.prefix() < 8) {
      throw new InvalidValueException(
          cidr + " lets too much of the internet try to log in",
          "Write the block that the worker connects from; a single address ends in /32.");
    }
    return cidr;
  }

  private void checkInside(Cidr vpc) {
    for (Block block : blocks) {
      if (!vpc.contains(block.cidr())) {
        block
            .fields()
            .report(
                "cidr",
                block.cidr() + " is not inside the VPC's block " + vpc,
                "Write a part of " + vpc + ", or make the VPC's block larger.");
      }
    }
  }

  /** Suggests a block that no other vSwitch has, from the written address on. */
  private void reportBitsAfterMask(Cidr vpc) {
    for (BitsAfterMask wrong : bitsAfterMask) {
      Optional<Cidr> free = freeBlock(vpc, wrong.written().block());
      wrong
          .fields()
          .report(
              "cidr",
              wrong.written().problem(),
              free.map(block -> "Write the first address of a block, for example " + block + ".")
                  .orElse("No block of this size is free in " + vpc + ": write a smaller one."));
    }
  }

  private Optional<Cidr> freeBlock(Cidr vpc, Cidr wanted) {
    Cidr first = new Cidr(vpc.network(), wanted.prefix());
    return Stream.concat(blocksFrom(vpc, wanted), blocksFrom(vpc, first))
        .filter(block -> blocks.stream().noneMatch(taken -> taken.cidr().overlaps(block)))
        .findFirst();
  }

  private static Stream<Cidr> blocksFrom(Cidr vpc, Cidr first) {
    return Stream.iterate(
            Optional.of(first), Optional::isPresent, block -> block.flatMap(Cidr::next))
        .flatMap(Optional::stream)
        .takeWhile(vpc::contains);
  }

  private void checkOverlaps() {
    for (int i = 1; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      for (Block earlier : blocks.subList(0, i)) {
        if (block.cidr().overlaps(earlier.cidr())) {
          block
              .fields()
              .report(
                  "cidr",
                  block.cidr() + " overlaps " + earlier.cidr() + " of " + earlier.label(),
                  "Give each vSwitch a block that no other one overlaps.");
          break;
        }
      }
    }
  }
}
