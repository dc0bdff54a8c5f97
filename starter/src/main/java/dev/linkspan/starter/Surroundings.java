package dev.linkspan.starter;

import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.temporal.Temporal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command finds around itself; a test gives others.
 *
 * @param home the checkout that the program was built in
 * @param temporal how to connect
 */
public record Surroundings(
    Map<String, String> environment, Path home, Console console, Connector temporal) {

  /** Connects to Temporal, to the local stack's unless the environment names another. */
  @FunctionalInterface
  public interface Connector {
    Temporal connect(Map<String, String> environment, Optional<Temporal.Local> local);
  }

  /** Those of this process. */
  public static Surroundings ofProcess() {
    Map<String, String> environment = System.getenv();
    return new Surroundings(
        environment,
        Path.of(System.getProperty("linkspan.home", ".")).toAbsolutePath().normalize(),
        Console.ofProcess(environment),
        Temporal::connect);
  }

  /** Who sits here, as far as the system knows. */
  public String user() {
    String name = environment.getOrDefault("USER", environment.getOrDefault("LOGNAME", ""));
    return name.isBlank() ? System.getProperty("user.name", "somebody") : name;
  }
}
