package dev.linkspan.sandbox;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line.
 *
 * @param httpPort 0 takes a free one
 * @param sshPort where the machines' SSH servers listen
 * @param pace factor on the time that changes of status take
 * @param publicBase first public address of instances
 * @param endpointBase first address of endpoints on TiDB Cloud's side
 * @param light machines without Kafka and Java, on which scripts stand in for both
 */
record SandboxOptions(
    Path state,
    int httpPort,
    int httpsPort,
    Path credentials,
    Path kafkaLibs,
    Path cache,
    int sshPort,
    double pace,
    String publicBase,
    String endpointBase,
    boolean light) {

  static final String USAGE =
      """
      Usage: Sandbox --state DIR --credentials FILE --kafka-libs DIR --cache DIR
        [--http-port 7480] [--https-port 7443] [--ssh-port 2222] [--pace 1]
        [--public-base 127.200.0.11] [--endpoint-base 127.210.0.11]
        [--machines real|light]""";

  private static final Set<String> NAMES =
      Set.of(
          "--state",
          "--credentials",
          "--kafka-libs",
          "--cache",
          "--http-port",
          "--https-port",
          "--ssh-port",
          "--pace",
          "--public-base",
          "--endpoint-base",
          "--machines");

  /**
   * @throws IllegalArgumentException where an option is unknown, missing or no number
   */
  static SandboxOptions parse(List<String> arguments) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException("unknown option " + name);
      }
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      given.put(name, arguments.get(i + 1));
    }
    return new SandboxOptions(
        path(given, "--state"),
        Integer.parseInt(given.getOrDefault("--http-port", "7480")),
        Integer.parseInt(given.getOrDefault("--https-port", "7443")),
        path(given, "--credentials"),
        path(given, "--kafka-libs"),
        path(given, "--cache"),
        Integer.parseInt(given.getOrDefault("--ssh-port", "2222")),
        Double.parseDouble(given.getOrDefault("--pace", "1")),
        given.getOrDefault("--public-base", "127.200.0.11"),
        given.getOrDefault("--endpoint-base", "127.210.0.11"),
        isLight(given.getOrDefault("--machines", "real")));
  }

  private static boolean isLight(String machines) {
    return switch (machines) {
      case "light" -> true;
      case "real" -> false;
      default -> throw new IllegalArgumentException("--machines is real or light");
    };
  }

  private static Path path(Map<String, String> given, String name) {
    String value = given.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return Path.of(value).toAbsolutePath();
  }
}
