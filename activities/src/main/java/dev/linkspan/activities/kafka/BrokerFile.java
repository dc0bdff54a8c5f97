package dev.linkspan.activities.kafka;

import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.listeners.Listener;
import dev.linkspan.workflows.listeners.ListenerFileException;
import dev.linkspan.workflows.listeners.ListenerSettings;
import dev.linkspan.workflows.listeners.PropertiesText;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import dev.linkspan.workflows.steps.Failures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A broker's file and its process as they are on the node. Holds whatever secrets the file holds:
 * never leaves the activity, and has no text of its own.
 */
final class BrokerFile {
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final int NO_FILE = 80;
  private static final int UNREADABLE = 81;
  private static final int TOO_LARGE = 82;
  private static final int TWICE = 83;

  private final String node;
  private final Map<String, String> seen;
  private final PropertiesText text;
  private final String checksum;

  private BrokerFile(String node, Map<String, String> seen, PropertiesText text, String checksum) {
    this.node = node;
    this.seen = seen;
    this.text = text;
    this.checksum = checksum;
  }

  /** Looks at the node; touches nothing. */
  static BrokerFile read(Shell shell, BrokerService service) {
    Script script =
        with(
            Script.of(DetachedTask.class, "process.sh")
                .and(BrokerFile.class, "find-broker.sh", "survey.sh"),
            service);
    Outcome outcome = shell.run(Privileged.text(script), SHORT);
    if (!outcome.succeeded()) {
      throw sorted(shell.name(), service, outcome);
    }
    Map<String, String> seen = values(outcome.stdout());
    byte[] content = Base64.getDecoder().decode(seen.remove("content"));
    return new BrokerFile(
        shell.name(), seen, parse(shell.name(), service, content), sha256(content));
  }

  /** The script with what it has to know of the service. */
  static Script with(Script script, BrokerService service) {
    return script
        .with("configuration", service.configuration())
        .with("unit", service.control() instanceof SystemdUnit unit ? unit.unit() : "");
  }

  static Map<String, String> values(String text) {
    return text.lines()
        .map(line -> line.split(": ?", 2))
        .filter(pair -> pair.length == 2)
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (a, b) -> b));
  }

  private static RuntimeException sorted(String name, BrokerService service, Outcome outcome) {
    String file = service.configuration() + " on " + name;
    return switch (outcome.exitCode()) {
      case NO_FILE ->
          Failures.needsPerson(
              "there is no file " + file,
              "correct the path in the spec and plan again; or let the SSH user see it, and retry");
      case UNREADABLE ->
          Failures.needsPerson(
              "the SSH user cannot read " + file,
              "log in as root, or as a user that may use sudo without a password, then retry");
      case TOO_LARGE ->
          Failures.needsPerson(
              file + " is larger than 1 MiB", "name the broker's server.properties");
      case TWICE ->
          Failures.needsPerson(
              "more than one process runs with "
                  + file
                  + ": "
                  + outcome.stdout().strip().replace('\n', ','),
              "find out which one is the broker and end the others, then retry");
      default -> new IllegalStateException("cannot look at " + file + ": " + outcome.excerpt());
    };
  }

  private static PropertiesText parse(String name, BrokerService service, byte[] content) {
    try {
      return PropertiesText.parse(new String(content, StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw Failures.needsPerson(
          service.configuration() + " on " + name + " cannot be read: " + e.getMessage(),
          "correct it, then retry");
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(PropertiesText text) {
    return text.text().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Real path on the node. */
  String path() {
    return seen.get("file");
  }

  /** SHA-256 of the file, hex. */
  String checksum() {
    return checksum;
  }

  PropertiesText text() {
    return text;
  }

  /** What it says of its listeners; parks where Kafka could not make sense of it. */
  ListenerSettings settings() {
    try {
      return ListenerSettings.of(text);
    } catch (ListenerFileException refusal) {
      throw refused(refusal.problem(), refusal.remedy());
    }
  }

  /** A failure that says which file it is about. */
  RuntimeException refused(String problem, String remedy) {
    return Failures.needsPerson(path() + " on " + node + ": " + problem, remedy);
  }

  List<Integer> ports() {
    return settings().listeners().stream().map(Listener::port).distinct().toList();
  }

  /** {@code pid start}; empty while it does not run. */
  Optional<String> process() {
    return word("process");
  }

  /** Reads {@code pid start}. */
  static BrokerProcess process(String text, List<Integer> ports) {
    int blank = text.indexOf(' ');
    return new BrokerProcess(
        Long.parseLong(text.substring(0, blank)), Long.parseLong(text.substring(blank + 1)), ports);
  }

  Optional<String> javaHome() {
    return word("java");
  }

  /** Empty where it is not told. */
  String kafkaVersion() {
    return seen.getOrDefault("version", "");
  }

  Optional<Duration> stopTimeout() {
    return word("stop").flatMap(UnitTime::parse);
  }

  private Optional<String> word(String name) {
    return Optional.ofNullable(seen.get(name)).filter(value -> !value.isEmpty());
  }

  /** What its data folders say: {@code cluster.id}, {@code node.id}, {@code broker.id}. */
  Map<String, String> formatted(Shell shell) {
    String folders =
        settings().logDirs().stream()
            .map(folder -> absolute(folder))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("\n"));
    Script script = Script.of(BrokerFile.class, "formatted.sh").with("folders", folders);
    Outcome outcome = shell.run(Privileged.text(script), SHORT);
    if (!outcome.succeeded()) {
      throw new IllegalStateException(
          "cannot look into the data folders on " + node + ": " + outcome.excerpt());
    }
    return values(outcome.stdout());
  }

  private Optional<String> absolute(String folder) {
    return folder.startsWith("/")
        ? Optional.of(folder)
        : word("folder").map(working -> working + "/" + folder);
  }

  /** The newest backup beside it. */
  Optional<PropertiesText> newestBackup(Shell shell) {
    Script script = Script.of(BrokerFile.class, "backups.sh").with("file", path());
    Outcome outcome = shell.run(Privileged.text(script), SHORT);
    if (!outcome.succeeded()) {
      throw new IllegalStateException(
          "cannot look for backups on " + node + ": " + outcome.excerpt());
    }
    return outcome.stdout().isBlank()
        ? Optional.empty()
        : Optional.of(
            PropertiesText.parse(
                new String(
                    Base64.getDecoder().decode(outcome.stdout().strip()),
                    StandardCharsets.ISO_8859_1)));
  }
}
