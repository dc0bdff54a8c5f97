package dev.linkspan.activities.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.activities.kafka.WaitingProbes.Place;
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

/** Asks the probe on a bastion: a line with the request in, a line with the answer out. */
public final class BastionProbe {
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
  private final WaitingProbes waiting = new WaitingProbes(IDLE);
  private final Supplier<ProbeJar> source;
  private ProbeJar read;

  /** The jar is read when it is needed first. */
  public BastionProbe(Ssh ssh, Supplier<ProbeJar> jar) {
    this.ssh = ssh;
    this.source = jar;
  }

  private synchronized ProbeJar jar() {
    if (read == null) {
      read = source.get();
    }
    return read;
  }

  /**
   * Runs one command of the probe.
   *
   * @param request becomes the JSON that it reads
   * @param limit how long the command itself may take
   * @param answer its fields are taken from the probe's {@code result}; others are ignored
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
   * The same by a process that is asked nothing before or afterwards, for a command that changes
   * how the whole process resolves names.
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

  private <T> T ask(Place place, String command, Supplier<Heard> asking, Class<T> answer) {
    Heard heard = asking.get();
    if (heard.beside().contains(OTHER_PROBE)) {
      put(shell(place), place.bastion());
      heard = asking.get();
    }
    return result(command, heard, answer);
  }

  private Heard askNew(Place place, String question, Duration limit) {
    try (Conversation probe = begin(place)) {
      return hear(probe, question, limit);
    }
  }

  private Heard askWaiting(Place place, String question, Duration limit) {
    Conversation probe = waiting.take(place).orElseGet(() -> begin(place));
    boolean answered = false;
    try {
      Heard heard = hear(probe, question, limit);
      answered = heard.answer().isPresent();
      return heard;
    } finally {
      if (answered) {
        waiting.keep(place, probe);
      } else {
        probe.close();
      }
    }
  }

  /**
   * What came back.
   *
   * @param answer empty when the probe ended without one
   * @param beside what was said that is no answer
   */
  private record Heard(Optional<String> answer, String beside) {}

  private static Heard hear(Conversation probe, String question, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    StringBuilder beside = new StringBuilder();
    probe.say(question);
    Optional<String> line = probe.hear(limit);
    while (line.isPresent() && !line.orElseThrow().matches(ANSWER)) {
      beside.append(line.orElseThrow()).append('\n');
      line = probe.hear(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    return new Heard(line, beside.toString());
  }

  private Shell shell(Place place) {
    return ssh.on(place.keyName(), place.bastion().address());
  }

  private Conversation begin(Place place) {
    Node bastion = place.bastion();
    return shell(place)
        .converse(compare(bastion) + "exec " + program(bastion, SMALL_JVM) + " session");
  }

  /** Puts the probe on the bastion, unless this very one is there. */
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
  }

  /** How to run the probe on this bastion: words for a shell, without the command. */
  static String program(Node bastion, String flags) {
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

  private static <T> T result(String command, Heard heard, Class<T> answer) {
    try {
      JsonNode line = JSON.readTree(heard.answer().orElse("{}"));
      if (line.hasNonNull("result")) {
        return JSON.treeToValue(line.get("result"), answer);
      }
      String problem = line.path("error").asText("");
      throw new ProbeException(
          "the probe's "
              + command
              + " failed: "
              + (problem.isEmpty() ? Outcome.excerpt(heard.beside()) : problem));
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
