package dev.linkspan.workflows.spec;

import java.util.List;

/** The formats of what is on machines that were there before: addresses, units, paths, commands. */
final class MachineFormats {
  private static final int LONGEST_COMMAND = 500;

  private MachineFormats() {}

  /** An address of one machine. */
  static String address(String text) throws Refusal {
    String remedy = "Write the private IPv4 address of the broker's instance, such as 10.0.0.11.";
    if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
      throw new Refusal(Shown.value(text) + " is not an IPv4 address", remedy);
    }
    if (List.of(text.split("\\.", -1)).stream().anyMatch(p -> Integer.parseInt(p) > 255)) {
      throw new Refusal(Shown.value(text) + " has a part above 255", remedy);
    }
    if (text.startsWith("0.") || text.equals("127.0.0.1")) {
      throw new Refusal(Shown.value(text) + " is not the address of one machine", remedy);
    }
    return text;
  }

  /** A machine by its address or its name in the DNS. */
  static String host(String text) throws Refusal {
    return Formats.matching(
            "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*",
            "an address or a name of a machine",
            "Write it without user, port or scheme, for example 203.0.113.7.")
        .read(text);
  }

  static String systemdUnit(String text) throws Refusal {
    return Formats.matching(
            "[A-Za-z0-9][A-Za-z0-9:_.@-]{0,200}\\.service",
            "the name of a systemd unit",
            "Write what `systemctl list-units` shows, for example kafka.service.")
        .read(text);
  }

  static String absoluteFile(String text) throws Refusal {
    if (!text.startsWith("/")) {
      throw new Refusal(
          Shown.value(text) + " is not an absolute path",
          "Write it from the root on, for example /opt/kafka/config/server.properties.");
    }
    if (!text.matches("(/[A-Za-z0-9._@+-]+)+") || text.matches(".*/\\.{1,2}(/.*|$)")) {
      throw new Refusal(
          Shown.value(text) + " is not a path Linkspan edits",
          "Use letters, digits, dots, hyphens and underscores; no spaces and no `..`.");
    }
    return text;
  }

  /** Never repeats what was written: commands carry passwords. */
  static String command(String text) throws Refusal {
    if (text.length() > LONGEST_COMMAND || text.lines().count() > 1) {
      throw new Refusal(
          "is not one line of up to " + LONGEST_COMMAND + " characters",
          "Put it into a script on the machine, and write the script's path.");
    }
    return text;
  }
}
