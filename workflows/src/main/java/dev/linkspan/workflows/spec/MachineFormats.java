package dev.linkspan.workflows.spec;

/** The formats of values about existing machines: addresses, units, paths and commands. */
final class MachineFormats {
  private static final int LONGEST_COMMAND = 500;
  private static final int LONGEST_FILE = 500;

  /** Of a DNS name (RFC 1035). */
  private static final int LONGEST_HOST = 253;

  private MachineFormats() {}

  /** The IPv4 address of one machine. */
  static String address(String text) throws InvalidValueException {
    String remedy = "Write the private IPv4 address of the broker's instance, such as 10.0.0.11.";
    Cidr address = new Cidr(Ipv4Address.read(text, remedy).number(), 32);
    if (text.startsWith("0.") || text.equals("127.0.0.1")) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not the address of one machine", remedy);
    }
    if (NetworkSection.PRIVATE.stream().noneMatch(block -> block.contains(address))) {
      throw new InvalidValueException(Quoted.of(text) + " is a public address", remedy);
    }
    return text;
  }

  /** A machine, by its address or its DNS name. */
  static String host(String text) throws InvalidValueException {
    if (Ipv4Address.isLike(text)) {
      Ipv4Address address = Ipv4Address.read(text, "Write its address, for example 203.0.113.7.");
      if (address.number() == 0) {
        throw new InvalidValueException(
            Quoted.of(text) + " is not the address of one machine",
            "Write its address, for example 203.0.113.7.");
      }
    } else if (text.matches("(?i)(.*\\.)?([0-9]+|0x[0-9a-f]*)")) {
      throw new InvalidValueException(
          Quoted.of(text) + " ends in a number, which programs take for a part of an address",
          "Write all four numbers of its address, or a name.");
    }
    return Formats.matching(
            "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*",
            LONGEST_HOST,
            "the address or the name of a machine",
            "Write it without user, port or scheme, for example 203.0.113.7.")
        .read(text);
  }

  /** In a name, systemd writes {@code \x2d} for a hyphen that is not a slash of a path. */
  static String systemdUnit(String text) throws InvalidValueException {
    if (text.endsWith("@.service")) {
      throw new InvalidValueException(
          Quoted.of(text) + " is a template of units, which does not run",
          "Write the unit with its instance, for example "
              + text.replace("@.service", "@1.service")
              + ", for each broker.");
    }
    return Formats.matching(
            "[A-Za-z0-9]([A-Za-z0-9:_.@-]|\\\\x[0-9a-f]{2}){0,200}\\.service",
            "the name of a systemd unit",
            "Write what `systemctl list-units` shows, for example kafka.service.")
        .read(text);
  }

  static String absoluteFile(String text) throws InvalidValueException {
    if (!text.startsWith("/")) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not an absolute path",
          "Write the whole path, for example /opt/kafka/config/server.properties.");
    }
    Formats.bounded(text, LONGEST_FILE);
    if (!text.matches("(/[A-Za-z0-9._@+-]+)+") || text.matches(".*/\\.{1,2}(/.*|$)")) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not a path that Linkspan edits",
          "Use letters, digits, dots, hyphens and underscores; no spaces and no `..`. A symbolic link"
              + " with such a path can stand for the file.");
    }
    return text;
  }

  /** Never repeats the value: commands can contain passwords. */
  static String command(String text) throws InvalidValueException {
    if (text.length() > LONGEST_COMMAND
        || text.lines().count() > 1
        || text.codePoints().anyMatch(MachineFormats::isInvisible)) {
      throw new InvalidValueException(
          "is not one line of up to " + LONGEST_COMMAND + " visible characters",
          "Put the command into a script on the machine, and write the path of the script.");
    }
    return text;
  }

  /** Nobody sees that a command has one; a shell takes it for a part of a word. */
  private static boolean isInvisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          character != '\t';
      case Character.SPACE_SEPARATOR -> character != ' ';
      default -> false;
    };
  }
}
