package dev.linkspan.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The options of the sandbox.
 *
 * @param httpPort 0 for a free port
 * @param httpsPort 0 for a free port
 * @param kafkaLibs for each version of Kafka, a folder with the JAR files of a broker
 * @param sshPort port of the machines' SSH servers
 * @param pace factor for the duration of status changes; 0 makes them immediate
 * @param publicBase first public address of instances
 * @param endpointBase first address of endpoints on TiDB Cloud's side
 * @param light whether machines run scripts in place of Kafka and Java
 * @param hostNames names of the sandbox in clients' requests, besides loopback names and addresses
 */
public record SandboxOptions(
    Path state,
    int httpPort,
    int httpsPort,
    Path credentials,
    List<Path> kafkaLibs,
    Path cache,
    int sshPort,
    double pace,
    String publicBase,
    String endpointBase,
    boolean light,
    Set<String> hostNames) {

  /** What runs on the machines: Kafka and Java, or scripts that stand in for both. */
  enum Machines {
    REAL,
    LIGHT
  }

  @Command(
      name = "sandbox",
      sortOptions = false,
      usageHelpAutoWidth = true,
      description = "A local Alibaba Cloud and TiDB Cloud in one process.")
  private interface Arguments {
    @Option(
        names = "--state",
        order = 1,
        required = true,
        paramLabel = "DIR",
        description = "Folder for resources, logs, machines and the certificate authority.")
    Path state();

    @Option(
        names = "--credentials",
        order = 2,
        required = true,
        paramLabel = "FILE",
        description =
            "Properties file with accessKeyId, accessKeySecret, tidbPublicKey and tidbPrivateKey.")
    Path credentials();

    @Option(
        names = "--kafka-libs",
        order = 3,
        required = true,
        paramLabel = "DIR",
        description =
            "Folder with the JAR files of a Kafka broker. Can be repeated, for more versions.")
    List<Path> kafkaLibs();

    @Option(
        names = "--cache",
        order = 4,
        required = true,
        paramLabel = "DIR",
        description = "Folder where the mirror keeps its archives.")
    Path cache();

    @Option(
        names = "--http-port",
        order = 5,
        defaultValue = "7480",
        paramLabel = "PORT",
        description = "HTTP port; 0 for a free port. Default: ${DEFAULT-VALUE}.")
    int httpPort();

    @Option(
        names = "--https-port",
        order = 6,
        defaultValue = "7443",
        paramLabel = "PORT",
        description = "HTTPS port; 0 for a free port. Default: ${DEFAULT-VALUE}.")
    int httpsPort();

    @Option(
        names = "--ssh-port",
        order = 7,
        defaultValue = "2222",
        paramLabel = "PORT",
        description = "Port of the instances' SSH servers. Default: ${DEFAULT-VALUE}.")
    int sshPort();

    @Option(
        names = "--pace",
        order = 8,
        defaultValue = "1",
        paramLabel = "FACTOR",
        description =
            "Factor for the duration of status changes; 0 makes them immediate."
                + " Default: ${DEFAULT-VALUE}.")
    double pace();

    @Option(
        names = "--public-base",
        order = 9,
        defaultValue = "127.200.0.11",
        paramLabel = "ADDRESS",
        description = "First public address of instances. Default: ${DEFAULT-VALUE}.")
    String publicBase();

    @Option(
        names = "--endpoint-base",
        order = 10,
        defaultValue = "127.210.0.11",
        paramLabel = "ADDRESS",
        description = "First address of endpoints on TiDB Cloud's side. Default: ${DEFAULT-VALUE}.")
    String endpointBase();

    @Option(
        names = "--machines",
        order = 11,
        defaultValue = "real",
        paramLabel = "KIND",
        description =
            "real, or light for machines without Kafka and Java. Default: ${DEFAULT-VALUE}.")
    Machines machines();

    @Option(
        names = "--host-name",
        order = 12,
        paramLabel = "NAME",
        description =
            "Name that clients use in place of a loopback name or address. Can be repeated.")
    List<String> hostNames();

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help and exit.")
    boolean help();
  }

  /** The help text. */
  static String usage() {
    return commandLine().getUsageMessage();
  }

  /**
   * Parses a command line. Relative paths are relative to the working directory.
   *
   * @return empty if the user asks for help
   * @throws CommandLine.ParameterException if an option is unknown, missing or malformed
   */
  static Optional<SandboxOptions> parse(List<String> arguments) {
    CommandLine commandLine = commandLine();
    commandLine.parseArgs(arguments.toArray(String[]::new));
    Arguments given = commandLine.getCommand();
    return given.help() ? Optional.empty() : Optional.of(of(given));
  }

  private static CommandLine commandLine() {
    return new CommandLine(Arguments.class).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static SandboxOptions of(Arguments given) {
    return new SandboxOptions(
        given.state().toAbsolutePath(),
        given.httpPort(),
        given.httpsPort(),
        given.credentials().toAbsolutePath(),
        given.kafkaLibs().stream().map(Path::toAbsolutePath).toList(),
        given.cache().toAbsolutePath(),
        given.sshPort(),
        given.pace(),
        given.publicBase(),
        given.endpointBase(),
        given.machines() == Machines.LIGHT,
        Set.copyOf(Optional.ofNullable(given.hostNames()).orElse(List.of())));
  }
}
