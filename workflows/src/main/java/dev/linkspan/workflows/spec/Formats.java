package dev.linkspan.workflows.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The formats of single values, within the limits of Alibaba Cloud, TiDB Cloud and Kafka. */
final class Formats {
  private static final Pattern DURATION = Pattern.compile("(0|[1-9][0-9]{0,5})([smhd])");
  private static final Pattern HEAP = Pattern.compile("([1-9][0-9]{0,6})([mg])");
  private static final Pattern SWITCH = Pattern.compile("(?i)yes|no|on|off|true|false|null");
  private static final Duration SHORTEST_PERIOD = Duration.ofMinutes(5);
  private static final Duration LONGEST_PERIOD = Duration.ofDays(30);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(10);
  private static final Duration MOST_PATIENCE = Duration.ofMinutes(20);
  private static final Duration LONGEST_VERIFICATION_PATIENCE = Duration.ofMinutes(30);
  private static final int LONGEST_URL = 500;
  private static final String NO_ADDRESS = "is not a web address";
  private static final int LONGEST_TEXT = 255;

  /** A folder directly below the root, and those that the system fills or empties. */
  private static final Pattern OF_THE_SYSTEM =
      Pattern.compile(
          "/[^/]*|/(bin|boot|dev|etc|lib|lib32|lib64|proc|run|sbin|sys|tmp)/.*"
              + "|/usr/(?!local/).*"
              + "|/usr/local/(bin|etc|games|include|lib|lib64|libexec|sbin|share|src)(/.*)?"
              + "|/var/[^/]*|/var/(cache|lock|log|mail|run|spool|tmp)/.*"
              + "|\\.ssh(/.*)?");

  /** Kafka's files are deeper, and a path of Linux has at most 4,096 bytes. */
  private static final int LONGEST_PATH = 200;

  private Formats() {}

  /** Text that matches a regular expression. */
  static Format<String> matching(String shape, String what, String remedy) {
    return matching(shape, LONGEST_TEXT, what, remedy);
  }

  /** Text that matches a regular expression, of at most so many characters. */
  static Format<String> matching(String shape, int longest, String what, String remedy) {
    Pattern pattern = Pattern.compile(shape);
    return text -> {
      bounded(text, longest);
      if (pattern.matcher(text).matches()) {
        return text;
      }
      throw new InvalidValueException(Quoted.of(text) + " is not " + what, remedy);
    };
  }

  static void bounded(String text, int longest) throws InvalidValueException {
    if (text.length() > longest) {
      throw new InvalidValueException(
          "has " + text.length() + " characters", "Use at most " + longest + ".");
    }
  }

  /**
   * Any text, except for a word that YAML reads as true, false, or nothing.
   *
   * @param plain whether it is written without quotes
   */
  static <T> Format<T> noSwitch(boolean plain, Format<T> format) {
    return text -> {
      if (plain && SWITCH.matcher(text).matches()) {
        throw new InvalidValueException(
            Quoted.of(text) + " is a switch in YAML, and not text", "Write text, or quote it.");
      }
      return format.read(text);
    };
  }

  /** One of these words. */
  static Format<String> oneOf(String... words) {
    return text -> {
      if (List.of(words).contains(text)) {
        return text;
      }
      throw new InvalidValueException(
          Quoted.of(text) + " is not known here",
          "Write one of: " + String.join(", ", words) + ".");
    };
  }

  static Format<Integer> integer(int least, int most) {
    return text -> {
      if (!text.matches("-?[0-9]{1,9}")) {
        throw new InvalidValueException(
            Quoted.of(text) + " is not a whole number",
            "Write a number from " + least + " to " + most + ".");
      }
      if (text.matches("-?0[0-9]+")) {
        throw leadingZero(text);
      }
      int number = Integer.parseInt(text);
      if (number < least || number > most) {
        throw new InvalidValueException(
            number + " is out of range", "Write a number from " + least + " to " + most + ".");
      }
      return number;
    };
  }

  static InvalidValueException leadingZero(String text) {
    return new InvalidValueException(
        Quoted.of(text) + " has a leading zero, which some programs read as octal",
        "Write the number without it.");
  }

  static Format<Integer> port() {
    return integer(1, 65535);
  }

  /** A port that a program can listen on without being root. */
  static Format<Integer> brokerPort() {
    return text -> {
      int port = port().read(text);
      if (port < 1024) {
        throw new InvalidValueException(
            "port " + port + " is reserved for root, and Kafka does not run as root",
            "Write a port from 1024 to 65535.");
      }
      return port;
    };
  }

  static String name(String text) throws InvalidValueException {
    if (SWITCH.matcher(text).matches()) {
      throw new InvalidValueException(
          Quoted.of(text) + " is a word that other YAML programs read as a switch or as nothing",
          "Write another name.");
    }
    if (text.startsWith("aliyun")) {
      throw new InvalidValueException(
          Quoted.of(text) + " begins with aliyun, which no tag of Alibaba Cloud may",
          "Write another name: every resource carries it in a tag.");
    }
    if (text.matches("[a-z][a-z0-9-]{1,39}")) {
      return text;
    }
    String problem =
        text.length() > 40
            ? "has " + text.length() + " characters, too many for the names derived from it"
            : Quoted.of(text) + " cannot be the name of a setup";
    throw new InvalidValueException(
        problem, "Use 2 to 40 lower-case letters, digits and hyphens, starting with a letter.");
  }

  /** Never repeats the value: it may be the secret itself. */
  static String credentialName(String text) throws InvalidValueException {
    if (text.matches("[a-z][a-z0-9-]{0,23}")) {
      return text;
    }
    throw new InvalidValueException(
        "is not the name of a credential",
        "Write the name that the worker's configuration gives it, for example default: up to 24"
            + " lower-case letters, digits and hyphens. A spec names a credential and never holds one.");
  }

  static String instanceType(String text) throws InvalidValueException {
    return matching(
            "ecs\\.[a-z0-9-]+(\\.[a-z0-9-]+)+",
            "an ECS instance type",
            "Write a type id such as ecs.t5-lc1m2.small or ecs.g7.large.")
        .read(text);
  }

  static Format<String> diskCategory() {
    return oneOf("cloud_efficiency", "cloud_ssd", "cloud_essd", "cloud_essd_entry", "cloud_auto");
  }

  static Format<Integer> diskGiB() {
    return integer(20, 2048);
  }

  static String user(String text) throws InvalidValueException {
    return matching(
            "[a-z_][a-z0-9_-]{0,31}",
            "the name of a Linux user",
            "Use up to 32 lower-case letters, digits, hyphens and underscores, starting with a letter.")
        .read(text);
  }

  static String serviceUser(String text) throws InvalidValueException {
    if (text.equals("root")) {
      throw new InvalidValueException(
          "Kafka must not run as root", "Write a separate user, for example kafka.");
    }
    return user(text);
  }

  static String heap(String text) throws InvalidValueException {
    Matcher matcher = HEAP.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not a heap size",
          "Write a number and a unit, for example 768m or 4g.");
    }
    long mebibytes = Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("g") ? 1024 : 1);
    if (mebibytes < 128 || mebibytes > 31 * 1024) {
      throw new InvalidValueException(
          Quoted.of(text) + (mebibytes < 128 ? " is too small" : " is too large") + " for a broker",
          "Write 128m to 31g: at most half of the machine's memory; 4g to 6g in production.");
    }
    return matcher.group();
  }

  static String installTo(String text) throws InvalidValueException {
    String remedy =
        "Write a separate folder, for example /opt/linkspan: letters, digits, dots, hyphens and"
            + " underscores, no spaces, no `..`, and no hyphen at the start of a name.";
    bounded(text, LONGEST_PATH);
    if (!text.matches("/?[A-Za-z0-9._][A-Za-z0-9._-]*(/[A-Za-z0-9._][A-Za-z0-9._-]*)*")
        || List.of(text.split("/", -1)).stream().anyMatch(s -> s.equals(".") || s.equals(".."))) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not a path that Linkspan installs to", remedy);
    }
    if (OF_THE_SYSTEM.matcher(text).matches()) {
      throw new InvalidValueException(Quoted.of(text) + " may belong to the system", remedy);
    }
    return text;
  }

  /** The id that storage is formatted with: a UUID in URL-safe base64, as Kafka prints it. */
  static String kafkaClusterId(String text) throws InvalidValueException {
    if (!text.matches("[A-Za-z0-9_][A-Za-z0-9_-]{20}[AQgw]")) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not a Kafka cluster id",
          "Write the 22 characters `kafka-storage.sh random-uuid` prints, or leave the field out.");
    }
    if (text.matches("A{21}[AQ]")) {
      throw new InvalidValueException(
          "this cluster id is reserved by Kafka", "Write another one, or leave the field out.");
    }
    return text;
  }

  /** TiDB Cloud's ids are numbers too large for a double, so they are text. */
  static String tidbClusterId(String text) throws InvalidValueException {
    String remedy = "Write the digits in the address of the cluster's page, in quotes.";
    if (text.matches("0[0-9]*")) {
      throw new InvalidValueException(
          Quoted.of(text) + " starts with a zero, which other programs drop or read as octal",
          remedy);
    }
    return matching("[0-9]{1,20}", "the id of a TiDB Cloud cluster", remedy).read(text);
  }

  static String connectionName(String text) throws InvalidValueException {
    return matching(
            "[A-Za-z0-9][A-Za-z0-9 ._-]*",
            64,
            "a name for a connection",
            "Use letters, digits, spaces, dots, hyphens and underscores.")
        .read(text);
  }

  static String tableFilter(String text) throws InvalidValueException {
    return matching(
            "[A-Za-z0-9_*?$-]+\\.[A-Za-z0-9_*?$-]+",
            "a table filter",
            "Write database and table, for example test.* or shop.orders.")
        .read(text);
  }

  static Duration period(String text) throws InvalidValueException {
    if (text.equals("off") || text.equals("0")) {
      return Duration.ZERO;
    }
    return within(SHORTEST_PERIOD, LONGEST_PERIOD, text, "30m, 1h or 2d", "5m to 30d, or off");
  }

  /** How long a rollout waits between two brokers. */
  static Duration pause(String text) throws InvalidValueException {
    return within(Duration.ZERO, LONGEST_PAUSE, text, "10s or 5m", "0s to 1h");
  }

  /** How long a rollout waits before it asks a person. */
  static Duration patience(String text) throws InvalidValueException {
    return within(LEAST_PATIENCE, MOST_PATIENCE, text, "90s or 10m", "10s to 20m");
  }

  /** How long a verification checks a failure again before it counts. */
  static Duration verificationPatience(String text) throws InvalidValueException {
    return within(Duration.ZERO, LONGEST_VERIFICATION_PATIENCE, text, "30s or 2m", "0s to 30m");
  }

  /** The address of a webhook; it goes over the internet, so it is encrypted. */
  static String webhookUrl(String text) throws InvalidValueException {
    String remedy =
        "Write the address of the receiver, for example https://hooks.example/linkspan.";
    matching(
            "https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/%?&=+-]*)?",
            LONGEST_URL, "an https address without a name and a password", remedy)
        .read(text);
    URI address = uri(text).orElseThrow(() -> new InvalidValueException(NO_ADDRESS, remedy));
    if (address.getHost() == null) {
      throw new InvalidValueException(NO_ADDRESS, remedy);
    }
    if (!hasPossiblePort(address)) {
      throw new InvalidValueException("has a port that does not exist", remedy);
    }
    return text;
  }

  static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether the address has no port, or one from 1 to 65535. */
  static boolean hasPossiblePort(URI address) {
    return address.getPort() == -1 || (address.getPort() >= 1 && address.getPort() <= 65535);
  }

  static Duration within(Duration least, Duration most, String text, String examples, String range)
      throws InvalidValueException {
    Matcher matcher = DURATION.matcher(text);
    if (text.matches("0[0-9]+[smhd]")) {
      throw leadingZero(text);
    }
    if (!matcher.matches()) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not a duration",
          "Write " + examples + ": " + range + " is possible.");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      throw new InvalidValueException(Quoted.of(text) + " is out of range", "Write " + range + ".");
    }
    return duration;
  }

  static Boolean yesOrNo(String text) throws InvalidValueException {
    return oneOf("true", "false").read(text).equals("true");
  }

  /** The id of a cloud resource: its kind, and a part that the cloud generates. */
  static Format<String> cloudId(String kind, String what) {
    return matching(
        kind + "-[a-z0-9-]{1,40}",
        "the id of a " + what,
        "Write the id that the VPC console shows, such as " + kind + "-t4nlykcr5y4prb2qcsw0q.");
  }
}
