package dev.linkspan.workflows.spec;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the group {@code kafka.settings} of a new cluster: settings of every broker's {@code
 * server.properties}. It refuses what Linkspan decides. Whether Kafka knows a setting and accepts
 * its value, Kafka itself says on the machine, before anything changes.
 */
final class SettingsSection {
  private static final int MOST = 50;
  private static final int LONGEST_KEY = 100;
  private static final int LONGEST_VALUE = 500;
  private static final String LEAVE_OUT = "Leave it out.";

  /**
   * Settings that Linkspan decides.
   *
   * @param shape of their keys
   * @param reason why
   */
  private record Decided(String shape, String reason, String remedy) {}

  private static final List<Decided> DECIDED =
      List.of(
          new Decided(
              "listeners|advertised\\..*|listener\\..*|inter\\.broker\\..*|control\\.plane\\..*"
                  + "|early\\.start\\.listeners|security\\.inter\\.broker\\.protocol",
              "Linkspan decides the listeners, which the private link depends on",
              "Change kafka.ports or kafka.bindAddress instead."),
          new Decided(
              "node\\.id|broker\\.id.*|reserved\\.broker\\.max\\.id|process\\.roles|broker\\.rack"
                  + "|controller\\.(listener|quorum)\\..*|metadata\\.log\\.dir|zookeeper\\..*"
                  + "|migration\\..*|zookeeper",
              "Linkspan decides the identity of each broker and the quorum, which differ from"
                  + " broker to broker and must not change",
              "Change kafka.brokers instead."),
          new Decided(
              "log\\.dirs?",
              "Linkspan decides where the data is, and formats it",
              "Change kafka.installTo instead."),
          new Decided(
              "default\\.replication\\.factor|min\\.insync\\.replicas"
                  + "|offsets\\.topic\\.replication\\.factor|transaction\\.state\\.log\\."
                  + "(replication\\.factor|min\\.isr)",
              "Linkspan derives the number of copies from the number of brokers, so that a restart"
                  + " of one broker makes no topic unavailable",
              "Leave it out, and give a topic that needs another value its own configuration."),
          new Decided(
              "controlled\\.shutdown\\..*|unclean\\.leader\\.election\\..*",
              "Linkspan restarts one broker after the other and loses no message, which depends on"
                  + " this setting",
              LEAVE_OUT),
          new Decided(
              "(ssl|sasl|security|authorizer|super)\\..*|principal\\.builder\\.class",
              "the brokers of a new cluster take no TLS and no login, and Linkspan itself connects"
                  + " without them",
              LEAVE_OUT),
          new Decided(
              ".*(password|secret|jaas|credential).*|.*\\.key|config\\.providers.*",
              "its value can be a secret, which a spec must not hold",
              LEAVE_OUT));

  private SettingsSection() {}

  /** The settings by key; empty if there are none. */
  static Map<String, String> read(Optional<Fields> group) {
    Map<String, String> settings = new TreeMap<>();
    group.ifPresent(fields -> read(fields, settings));
    return settings;
  }

  private static void read(Fields fields, Map<String, String> settings) {
    List<String> keys = fields.names();
    if (keys.size() > MOST) {
      fields.report(
          keys.get(MOST),
          "is one of " + keys.size() + " settings, which are too many",
          "Write at most " + MOST + ".");
    }
    for (String key : keys) {
      boolean sound = isSound(fields, key);
      FieldValue<String> value =
          fields.required(
              key,
              fields.isPlain(key) ? SettingsSection::plainValue : SettingsSection::value,
              "a value, or leave the setting out");
      if (sound) {
        value.value().ifPresent(text -> settings.put(key, text));
      }
    }
    fields.close();
  }

  private static boolean isSound(Fields fields, String key) {
    if (key.length() > LONGEST_KEY || !key.matches("[a-z][a-z0-9]*(\\.[a-z0-9]+)*")) {
      fields.report(
          key,
          "is not the key of a broker setting",
          "Write it as in Kafka's documentation, for example log.retention.hours: lower-case"
              + " letters, digits, and dots, at most "
              + LONGEST_KEY
              + " characters.");
      return false;
    }
    Optional<Decided> decided =
        DECIDED.stream()
            .filter(one -> key.toLowerCase(Locale.ROOT).matches(one.shape()))
            .findFirst();
    decided.ifPresent(one -> fields.report(key, "cannot be set: " + one.reason(), one.remedy()));
    return decided.isEmpty();
  }

  private static String value(String text) throws InvalidValueException {
    if (text.length() > LONGEST_VALUE) {
      throw new InvalidValueException(
          "has " + text.length() + " characters", "Use at most " + LONGEST_VALUE + ".");
    }
    if (!text.matches("[ -~]+")) {
      throw new InvalidValueException(
          "has a line break, a control character, or a character outside of ASCII",
          "Write printable ASCII on one line.");
    }
    return text;
  }

  /** Without quotes, YAML has forms of numbers and switches that Kafka reads otherwise. */
  private static String plainValue(String text) throws InvalidValueException {
    if (text.matches("-?0[0-9]+")) {
      throw Formats.leadingZero(text);
    }
    if (text.matches("[-+]?[0-9][0-9_]*_[0-9_]*|[-+]?0[xob][0-9A-Fa-f]+")) {
      throw new InvalidValueException(
          Quoted.of(text) + " is a form of a number that YAML has, and Kafka does not read",
          "Write the number in plain digits.");
    }
    if (text.matches("(?i)yes|no|on|off")) {
      throw new InvalidValueException(
          Quoted.of(text) + " is a form of true or false that YAML has, and Kafka does not read",
          "Write true or false.");
    }
    return value(text);
  }
}
