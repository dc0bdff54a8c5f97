package dev.linkspan.activities.brokers;

import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Privileged;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.kafka.BrokerActivities.BrokerProcess;
import dev.linkspan.workflows.listeners.FileWarnings;
import dev.linkspan.workflows.listeners.KeyPlaces;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker's configuration file and its process, as found on the node. It holds the file's secrets,
 * so it never leaves the activity and has no {@code toString}.
 */
final class BrokerFile {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerFile.class);
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final int NO_FILE = 80;
  private static final int UNREADABLE = 81;
  private static final int TOO_LARGE = 82;
  private static final int TWICE = 83;

  private final String node;
  private final KeyValues found;
  private final PropertiesText text;
  private final String checksum;

  private BrokerFile(String node, KeyValues found, PropertiesText text, String checksum) {
    this.node = node;
    this.found = found;
    this.text = text;
    this.checksum = checksum;
  }

  /** Reads the file and finds the process; changes nothing. */
  static BrokerFile read(Shell shell, BrokerService service) {
    Script script =
        with(
            Script.of(DetachedTask.class, "process.sh")
                .and(BrokerFile.class, "find-broker.sh", "unit.sh", "dependents.sh", "survey.sh"),
            service);
    BrokerFile file = of(shell.name(), service, shell.run(Privileged.text(script), SHORT));
    LOG.debug(
        "{}: {} has SHA-256 {}; {}",
        shell.name(),
        file.path(),
        file.checksum(),
        file.process()
            .map(process -> "process " + process.substring(0, process.indexOf(' ')))
            .orElse("no process runs with it"));
    return file;
  }

  /** What {@code survey.sh} reported on this node; parks if it could not read the file. */
  static BrokerFile of(String node, BrokerService service, Outcome surveyed) {
    if (!surveyed.succeeded()) {
      throw failure(node, service, surveyed);
    }
    KeyValues found = KeyValues.of(surveyed.stdout());
    byte[] content = Base64.getDecoder().decode(found.required("content"));
    return new BrokerFile(node, found, parse(node, service, content), sha256(content));
  }

  /** The script with the service's file and unit as parameters. */
  static Script with(Script script, BrokerService service) {
    return script
        .with("configuration", service.configuration())
        .with("unit", service.control() instanceof SystemdUnit unit ? unit.unit() : "");
  }

  private static RuntimeException failure(String name, BrokerService service, Outcome outcome) {
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

  /** Name of the machine. */
  String node() {
    return node;
  }

  /** Real path on the node. */
  String path() {
    return found.required("file");
  }

  /** SHA-256 of the file, hex. */
  String checksum() {
    return checksum;
  }

  PropertiesText text() {
    return text;
  }

  /** Its listener settings; parks if Kafka could not read them. */
  ListenerSettings settings() {
    try {
      return ListenerSettings.of(text);
    } catch (ListenerFileException refusal) {
      throw refused(refusal.problem(), refusal.remedy());
    }
  }

  /** Parks with everything that keeps Kafka from starting with the file. */
  void refuseUnlessKafkaStarts() {
    settings()
        .startProblem(kafkaVersion())
        .ifPresent(
            problem -> {
              throw refused(problem, "correct the file, then retry");
            });
  }

  /** A failure that names the file, and the lines of the keys that the problem is about. */
  RuntimeException refused(String problem, String remedy) {
    return Failures.needsPerson(
        path() + " on " + node + ": " + problem + KeyPlaces.of(text, problem), remedy);
  }

  List<Integer> ports() {
    return settings().listeners().stream().map(Listener::port).distinct().toList();
  }

  /** {@code pid start}; empty while it does not run. */
  Optional<String> process() {
    return found.find("process");
  }

  /** The id of the process that runs with it; empty while it does not run. */
  Optional<Long> pid() {
    return process().map(process -> Long.valueOf(process.substring(0, process.indexOf(' '))));
  }

  /** Reads {@code pid start}. */
  static BrokerProcess process(String text, List<Integer> ports) {
    int blank = text.indexOf(' ');
    return new BrokerProcess(
        Long.parseLong(text.substring(0, blank)), Long.parseLong(text.substring(blank + 1)), ports);
  }

  /** What is wrong with how the spec starts and stops the process; empty while it does not run. */
  List<String> ownershipProblems(BrokerService service) {
    List<String> problems = new ArrayList<>();
    pid()
        .map(id -> new ProcessOwnership(node, path(), id, service).problems(found))
        .ifPresent(problems::addAll);
    if (service.control() instanceof SystemdUnit unit) {
      problems.addAll(UnitStop.dataProblems(node, unit.unit(), settings().logDirs(), found));
    }
    return List.copyOf(problems);
  }

  /** What its owner should know before it changes, in sentences without an end. */
  List<String> warnings(BrokerService service) {
    List<String> warnings = new ArrayList<>();
    FileWarnings.of(text).forEach(warning -> warnings.add(path() + " on " + node + ": " + warning));
    if (service.control() instanceof SystemdUnit unit && found.find("user").isPresent()) {
      warnings.add(
          ("%s: the SSH user is not root and may not use sudo without a password, so it can stop and"
                  + " start %s only if polkit lets it")
              .formatted(node, unit.unit()));
    }
    if (service.control() instanceof SystemdUnit unit && found.find("prepared").isPresent()) {
      warnings.add(
          ("%s: ExecStartPre of %s names %s: if it writes the file at each start, add the listener there,"
                  + " or the rollout stops at this broker")
              .formatted(node, unit.unit(), path()));
    }
    if (service.control() instanceof SystemdUnit unit) {
      found
          .find("stops-with")
          .ifPresent(
              others ->
                  warnings.add(
                      ("%s: systemd stops %s whenever it stops %s (Requires=, BindsTo=, or PartOf=); a"
                              + " rollout starts it again with the broker")
                          .formatted(node, others.replace(" ", ", "), unit.unit())));
    }
    found
        .find("replaced")
        .ifPresent(
            programs ->
                warnings.add(
                    ("%s: the files of %s that the broker runs from were replaced since its start, so a"
                            + " restart starts another release")
                        .formatted(node, programs.replace(" ", " and of "))));
    return List.copyOf(warnings);
  }

  Optional<String> javaHome() {
    return found.find("java");
  }

  /** Empty if it is unknown. */
  String kafkaVersion() {
    return found.find("version").orElse("");
  }

  Optional<Duration> stopTimeout() {
    return found.find("stop").flatMap(SystemdTimeSpan::parse);
  }

  /** What its data folders report: {@code cluster.id}, {@code node.id}, {@code broker.id}. */
  KeyValues formatted(Shell shell) {
    String folders =
        settings().logDirs().stream()
            .map(this::absolute)
            .flatMap(Optional::stream)
            .collect(Collectors.joining("\n"));
    Script script = Script.of(BrokerFile.class, "formatted.sh").with("folders", folders);
    return KeyValues.of(
        shell
            .run(Privileged.text(script), SHORT)
            .orThrow("cannot look into the data folders on " + node)
            .stdout());
  }

  private Optional<String> absolute(String folder) {
    return folder.startsWith("/")
        ? Optional.of(folder)
        : found.find("folder").map(working -> working + "/" + folder);
  }

  /** The backups beside the file, the oldest first. */
  List<PropertiesText> backups(Shell shell) {
    Script script = Script.of(BrokerFile.class, "backups.sh").with("file", path());
    return shell
        .run(Privileged.text(script), SHORT)
        .orThrow("cannot look for backups on " + node)
        .stdout()
        .lines()
        .map(line -> new String(Base64.getDecoder().decode(line), StandardCharsets.ISO_8859_1))
        .map(PropertiesText::parse)
        .toList();
  }
}
