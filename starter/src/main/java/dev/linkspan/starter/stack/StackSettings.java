package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings of a local stack, stored in its state folder for later commands.
 *
 * @param pace factor for the time that the sandbox takes to create resources
 * @param publicBase first public IP address that the sandbox assigns to an instance
 * @param endpointBase first IP address that the sandbox assigns to an endpoint
 * @param machines {@code real}, or {@code light} for machines that run scripts instead of Kafka
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

  public static final StackSettings DEFAULT =
      new StackSettings(
          7233, 8233, 7480, 7443, 2222, 7280, "1", "127.200.0.11", "127.210.0.11", "real");

  /** The settings in this folder; empty if no stack was started there. */
  public static Optional<StackSettings> load(StateFolder folder) {
    if (!Files.isRegularFile(folder.settings())) {
      return Optional.empty();
    }
    Properties stored = new Properties();
    try (Reader reader = Files.newBufferedReader(folder.settings())) {
      stored.load(reader);
      return Optional.of(
          new StackSettings(
              number(stored, "temporalPort", DEFAULT.temporalPort),
              number(stored, "uiPort", DEFAULT.uiPort),
              number(stored, "sandboxHttpPort", DEFAULT.sandboxHttpPort),
              number(stored, "sandboxHttpsPort", DEFAULT.sandboxHttpsPort),
              number(stored, "sshPort", DEFAULT.sshPort),
              number(stored, "workerPort", DEFAULT.workerPort),
              stored.getProperty("pace", DEFAULT.pace),
              stored.getProperty("publicBase", DEFAULT.publicBase),
              stored.getProperty("endpointBase", DEFAULT.endpointBase),
              stored.getProperty("machines", DEFAULT.machines)));
    } catch (IllegalArgumentException edited) {
      throw new CommandFailure(
          ExitCode.USAGE,
          folder.settings()
              + " is not as a command wrote it: "
              + edited.getMessage()
              + ". Correct it, or remove it; the next `linkspan dev up` writes it again.");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder.settings(), e);
    }
  }

  /** What cannot work, with the option that is wrong; empty if nothing is. */
  public Optional<String> problem() {
    Map<Integer, String> options = new HashMap<>();
    for (Map.Entry<String, Integer> port : ports().entrySet()) {
      if (port.getValue() < 1 || port.getValue() > 65535) {
        return Optional.of(port.getKey() + " is not a port. Write a number from 1 to 65535.");
      }
      String other = options.putIfAbsent(port.getValue(), port.getKey());
      if (other != null) {
        return Optional.of(
            port.getKey() + " and " + other + " are the same port, " + port.getValue() + ".");
      }
    }
    if (!pace.matches("[0-9]{1,4}(\\.[0-9]{1,4})?")) {
      return Optional.of("--pace is not a factor. Write a number such as 0.5, or 0 for no wait.");
    }
    if (!machines.equals("real") && !machines.equals("light")) {
      return Optional.of("--machines is neither real nor light.");
    }
    return isLoopback(publicBase) && isLoopback(endpointBase)
        ? Optional.empty()
        : Optional.of(
            "--public-base or --endpoint-base is not an address of this computer. Write one such"
                + " as 127.200.0.11.");
  }

  private Map<String, Integer> ports() {
    Map<String, Integer> ports = new TreeMap<>();
    ports.put("--temporal-port", temporalPort);
    ports.put("--ui-port", uiPort);
    ports.put("--sandbox-http-port", sandboxHttpPort);
    ports.put("--sandbox-https-port", sandboxHttpsPort);
    ports.put("--ssh-port", sshPort);
    ports.put("--worker-port", workerPort);
    return ports;
  }

  private static boolean isLoopback(String address) {
    String part = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    return address.matches("127(\\." + part + "){3}");
  }

  /** Stores these settings in the folder. */
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

  /** The Temporal server of this stack. */
  public TemporalConnection.LocalServer temporal() {
    return new TemporalConnection.LocalServer(
        "127.0.0.1:" + temporalPort, URI.create("http://127.0.0.1:" + uiPort));
  }

  /** The HTTP URL of the sandbox. */
  public URI sandbox() {
    return URI.create("http://127.0.0.1:" + sandboxHttpPort);
  }

  /** The health endpoint of the worker. */
  public URI workerHealth() {
    return URI.create("http://127.0.0.1:" + workerPort + "/actuator/health");
  }

  private static int number(Properties stored, String name, int defaultValue) {
    String value = stored.getProperty(name, String.valueOf(defaultValue)).trim();
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is not a number", e);
    }
  }
}
