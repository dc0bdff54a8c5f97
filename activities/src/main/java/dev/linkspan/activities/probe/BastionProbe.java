package dev.linkspan.activities.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.activities.probe.ProbePool.Place;
import dev.linkspan.activities.ssh.Conversation;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.ShellWords;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends requests to the probe on a bastion: one line of JSON each, and one line as the answer. */
public final class BastionProbe {
  private static final Logger LOG = LoggerFactory.getLogger(BastionProbe.class);
  private static final String SMALL_JVM =
      "-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -Xshare:auto";
  private static final String OTHER_PROBE = "another probe is here";
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration UPLOAD = Duration.ofMinutes(5);
  private static final Duration START = Duration.ofSeconds(20);
  private static final String ANSWER = "\\{\"(result|error)\":.*";
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Ssh ssh;
  private final ProbePool pool = new ProbePool(IDLE);
  private final Supplier<ProbeJar> source;
  private @Nullable ProbeJar jar; // null until it is needed first

  /** Reads the jar when it is first needed. */
  public BastionProbe(Ssh ssh, Supplier<ProbeJar> jar) {
    this.ssh = ssh;
    this.source = jar;
  }

  private synchronized ProbeJar jar() {
    ProbeJar known = jar;
    if (known == null) {
      known = source.get();
      jar = known;
    }
    return known;
  }

  /**
   * Runs one command of the probe.
   *
   * @param request becomes the JSON that the probe reads
   * @param limit how long the command itself may take
   * @param answer what the probe's {@code result} is read as; unknown fields are ignored
   * @throws ProbeException when the probe answers with an error, or not at all
   */
  public <T> T ask(
      String keyName,
      Node bastion,
      String command,
      Object request,
      Duration limit,
      Class<T> answer) {
    Place place = new Place(keyName, bastion);
    String question = command + " " + json(request);
    return ask(place, command, () -> askWaiting(place, question, limit.plus(START)), answer);
  }

  /**
   * As {@link #ask}, in a process that runs nothing else: for a command that changes how the whole
   * process resolves names.
   */
  public <T> T askAlone(
      String keyName,
      Node bastion,
      String command,
      Object request,
      Duration limit,
      Class<T> answer) {
    Place place = new Place(keyName, bastion);
    String question = command + " " + json(request);
    return ask(place, command, () -> askNew(place, question, limit.plus(START)), answer);
  }

  private <T> T ask(Place place, String command, Supplier<Output> asking, Class<T> answer) {
    Output output = asking.get();
    if (output.other().contains(OTHER_PROBE)) {
      put(shell(place), place.bastion());
      output = asking.get();
    }
    return result(command, output, answer);
  }

  private Output askNew(Place place, String question, Duration limit) {
    try (Conversation probe = begin(place)) {
      return hear(probe, question, limit);
    }
  }

  private Output askWaiting(Place place, String question, Duration limit) {
    Conversation probe = pool.take(place).orElseGet(() -> begin(place));
    boolean answered = false;
    try {
      Output output = hear(probe, question, limit);
      answered = output.answer().isPresent();
      return output;
    } finally {
      if (answered) {
        pool.keep(place, probe);
      } else {
        probe.close();
      }
    }
  }

  /**
   * What the probe wrote.
   *
   * @param answer empty when the probe ended without one
   * @param other all other lines
   */
  private record Output(Optional<String> answer, String other) {}

  private static Output hear(Conversation probe, String question, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    StringBuilder other = new StringBuilder();
    probe.say(question);
    Optional<String> line = probe.hear(limit);
    while (line.isPresent() && !line.orElseThrow().matches(ANSWER)) {
      other.append(line.orElseThrow()).append('\n');
      line = probe.hear(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    return new Output(line, other.toString());
  }

  private Shell shell(Place place) {
    return ssh.on(place.keyName(), place.bastion().address());
  }

  private Conversation begin(Place place) {
    Node bastion = place.bastion();
    return shell(place)
        .converse(compare(bastion) + "exec " + program(bastion, SMALL_JVM) + " session");
  }

  /** Copies the probe to the bastion unless the same jar is there. */
  public void put(String keyName, Node bastion) {
    Shell shell = ssh.on(keyName, bastion.address());
    if (shell.run(compare(bastion), START).stdout().contains(OTHER_PROBE)) {
      put(shell, bastion);
    }
  }

  private void put(Shell shell, Node bastion) {
    String path = path(bastion);
    shell.upload(path, jar().content(), UPLOAD);
    byte[] checksum = jar().checksum().getBytes(StandardCharsets.US_ASCII);
    shell.upload(path + ".sha256", checksum, START);
    LOG.info("{}: copied the probe, SHA-256 {}", bastion.name(), jar().checksum());
  }

  /** How to run the probe on this bastion: words for a shell, without the probe's command. */
  public static String program(Node bastion, String flags) {
    return ShellWords.quote(bastion.root() + "/jdk/bin/java")
        + " "
        + flags
        + " -jar "
        + ShellWords.quote(path(bastion));
  }

  private String compare(Node bastion) {
    String path = ShellWords.quote(path(bastion) + ".sha256");
    return "[ \"$(cat %s 2> /dev/null)\" = %s ] || { echo %s; exit; }\n"
        .formatted(path, jar().checksum(), ShellWords.quote(OTHER_PROBE));
  }

  private static String path(Node bastion) {
    return bastion.root() + "/probe.jar";
  }

  private static <T> T result(String command, Output output, Class<T> answer) {
    try {
      JsonNode line = JSON.readTree(output.answer().orElse("{}"));
      if (line.hasNonNull("result")) {
        return JSON.treeToValue(line.get("result"), answer);
      }
      String problem = line.path("error").asText("");
      throw new ProbeException(
          "the probe's "
              + command
              + " failed: "
              + (problem.isEmpty() ? Outcome.excerpt(output.other()) : problem));
    } catch (JsonProcessingException e) {
      throw new ProbeException("the probe's " + command + " gave no readable answer", e);
    }
  }

  private static String json(Object request) {
    try {
      return JSON.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
