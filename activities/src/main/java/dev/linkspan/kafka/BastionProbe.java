package dev.linkspan.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.kafka.NodeActivities.Node;
import dev.linkspan.ssh.Outcome;
import dev.linkspan.ssh.Shell;
import dev.linkspan.ssh.ShellWords;
import dev.linkspan.ssh.Ssh;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;

/** Asks the probe on a bastion: a request in, the last line of its answer out. */
public final class BastionProbe {
  private static final String SMALL_JVM =
      "-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -Xshare:auto";
  private static final int OTHER_PROBE = 91;
  private static final Duration UPLOAD = Duration.ofMinutes(5);
  private static final Duration START = Duration.ofSeconds(20);
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Ssh ssh;
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
   * @param request becomes the JSON on its standard input
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
    Shell shell = ssh.on(keyName, bastion.address());
    byte[] input = json(request).getBytes(StandardCharsets.UTF_8);
    Duration all = limit.plus(START);
    Outcome outcome = shell.run(script(bastion, command), input, all);
    if (outcome.exitCode() == OTHER_PROBE) {
      put(shell, bastion);
      outcome = shell.run(script(bastion, command), input, all);
    }
    return result(command, outcome, answer);
  }

  /** Puts the probe on the bastion, unless this very one is there. */
  public void put(String keyName, Node bastion) {
    Shell shell = ssh.on(keyName, bastion.address());
    if (shell.run(compare(bastion), START).exitCode() == OTHER_PROBE) {
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

  private String script(Node bastion, String command) {
    return compare(bastion) + "exec " + program(bastion, SMALL_JVM) + " " + command;
  }

  private String compare(Node bastion) {
    String path = ShellWords.quote(path(bastion) + ".sha256");
    return "[ \"$(cat %s 2> /dev/null)\" = %s ] || exit %d\n"
        .formatted(path, jar().checksum(), OTHER_PROBE);
  }

  private static String path(Node bastion) {
    return bastion.root() + "/probe.jar";
  }

  private static <T> T result(String command, Outcome outcome, Class<T> answer) {
    String text = outcome.stdout().strip();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    try {
      JsonNode line = last.startsWith("{") ? JSON.readTree(last) : JSON.createObjectNode();
      if (line.hasNonNull("result")) {
        return JSON.treeToValue(line.get("result"), answer);
      }
      String problem = line.path("error").asText("");
      throw new ProbeException(
          "the probe's "
              + command
              + " failed: "
              + (problem.isEmpty() ? outcome.excerpt() : problem));
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
