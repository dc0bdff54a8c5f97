package dev.linkspan.starter.cli;

import dev.linkspan.starter.console.Console;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process that a command runs in.
 *
 * @param environment the environment variables
 * @param home the root of the checkout that the program was built in
 * @param console the standard streams and the terminal
 */
public record CliContext(Map<String, String> environment, Path home, Console console) {

  /** The context of the current process. */
  public static CliContext ofProcess() {
    Map<String, String> environment = System.getenv();
    return new CliContext(
        environment,
        Path.of(System.getProperty("linkspan.home", ".")).toAbsolutePath().normalize(),
        Console.ofProcess(environment));
  }

  /** The user name that the system reports. */
  public String user() {
    String name = environment.getOrDefault("USER", environment.getOrDefault("LOGNAME", ""));
    return name.isBlank() ? System.getProperty("user.name", "unknown user") : name;
  }
}
