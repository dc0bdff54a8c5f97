package dev.linkspan.starter.stack;

import dev.linkspan.starter.temporal.Temporal;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Ports and paces of a local stack, kept in its state folder so that every later command finds it.
 *
 * @param pace factor on the time that the sandbox's resources take
 * @param publicBase first public address that the sandbox gives to an instance
 * @param endpointBase first address that the sandbox gives to an endpoint
 * @param machines {@code real}, or {@code light} for machines on which scripts stand in for Kafka
 */
public record StackSettings(
    int temporalPort,
    int uiPort,
    int sandboxHttpPort,
    int sandboxHttpsPort,
    int sshPort,
    int workerPort,
    String pace,
    String publicBase,
    String endpointBase,
    String machines) {

  public static final StackSettings USUAL =
      new StackSettings(
          7233, 8233, 7480, 7443, 2222, 7280, "1", "127.200.0.11", "127.210.0.11", "real");

  /** What an earlier start chose in this folder; empty when there was none. */
  public static Optional<StackSettings> load(StateFolder folder) {
    if (!Files.isRegularFile(folder.settings())) {
      return Optional.empty();
    }
    Properties kept = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.settings())) {
      kept.load(reader);
      return Optional.of(
          new StackSettings(
              number(kept, "temporalPort", USUAL.temporalPort),
              number(kept, "uiPort", USUAL.uiPort),
              number(kept, "sandboxHttpPort", USUAL.sandboxHttpPort),
              number(kept, "sandboxHttpsPort", USUAL.sandboxHttpsPort),
              number(kept, "sshPort", USUAL.sshPort),
              number(kept, "workerPort", USUAL.workerPort),
              kept.getProperty("pace", USUAL.pace),
              kept.getProperty("publicBase", USUAL.publicBase),
              kept.getProperty("endpointBase", USUAL.endpointBase),
              kept.getProperty("machines", USUAL.machines)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder.settings(), e);
    }
  }

  /** Keeps these settings in the folder. */
  void save(StateFolder folder) {
    Map<String, Object> values = new TreeMap<>();
    values.put("temporalPort", temporalPort);
    values.put("uiPort", uiPort);
    values.put("sandboxHttpPort", sandboxHttpPort);
    values.put("sandboxHttpsPort", sandboxHttpsPort);
    values.put("sshPort", sshPort);
    values.put("workerPort", workerPort);
    values.put("pace", pace);
    values.put("publicBase", publicBase);
    values.put("endpointBase", endpointBase);
    values.put("machines", machines);
    StringBuilder text = new StringBuilder();
    values.forEach((k, v) -> text.append(k).append('=').append(v).append('\n'));
    StateFolder.writePrivately(folder.settings(), text.toString());
  }

  /** Where the Temporal server of this stack is. */
  public Temporal.Local temporal() {
    return new Temporal.Local(
        "127.0.0.1:" + temporalPort, URI.create("http://127.0.0.1:" + uiPort));
  }

  /** Where the sandbox answers without encryption. */
  public URI sandbox() {
    return URI.create("http://127.0.0.1:" + sandboxHttpPort);
  }

  /** Where the worker tells its health. */
  public URI workerHealth() {
    return URI.create("http://127.0.0.1:" + workerPort + "/actuator/health");
  }

  private static int number(Properties kept, String name, int otherwise) {
    return Integer.parseInt(kept.getProperty(name, String.valueOf(otherwise)).trim());
  }
}
