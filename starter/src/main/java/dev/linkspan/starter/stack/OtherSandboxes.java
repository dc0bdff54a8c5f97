package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The sandboxes of other stacks on this computer. Their machines and endpoints have loopback
 * addresses, which two sandboxes cannot share: the machines of the second one would refuse SSH.
 */
final class OtherSandboxes {
  private static final Path NETWORK = Path.of("ns", "net");

  private OtherSandboxes() {}

  /** Throws if a sandbox that runs in the same network uses one of these addresses. */
  static void requireOtherAddresses(StackSettings settings) {
    ProcessHandle.allProcesses()
        .filter(OtherSandboxes::isInThisNetwork)
        .forEach(
            process ->
                clash(List.of(process.info().arguments().orElse(new String[0])), settings)
                    .ifPresent(
                        clash -> {
                          throw new CommandFailure(
                              ExitCode.UNEXPECTED, clash.formatted(process.pid()));
                        }));
  }

  /**
   * What is wrong if a process with these arguments runs, with a placeholder for its PID; empty if
   * it is no sandbox, or if it uses other addresses.
   */
  static Optional<String> clash(List<String> arguments, StackSettings settings) {
    if (!arguments.contains(LocalLaunchSpecs.SANDBOX_CLASS)) {
      return Optional.empty();
    }
    boolean machines =
        value(arguments, "--public-base").equals(settings.publicBase())
            && value(arguments, "--ssh-port").equals(String.valueOf(settings.sshPort()));
    boolean endpoints = value(arguments, "--endpoint-base").equals(settings.endpointBase());
    if (!machines && !endpoints) {
      return Optional.empty();
    }
    return Optional.of(
        "The sandbox of another stack, PID %d in "
            + value(arguments, "--state").replace("%", "%%")
            + ", uses the same addresses: "
            + (machines
                ? "--public-base "
                    + settings.publicBase()
                    + " with --ssh-port "
                    + settings.sshPort()
                : "--endpoint-base " + settings.endpointBase())
            + ".\nStop that stack, or choose other addresses: see `linkspan dev up --help`.");
  }

  private static String value(List<String> arguments, String option) {
    int index = arguments.indexOf(option);
    return index < 0 || index + 1 >= arguments.size() ? "" : arguments.get(index + 1);
  }

  /** Containers and network namespaces have loopback addresses of their own. */
  private static boolean isInThisNetwork(ProcessHandle process) {
    Path proc = Path.of("/proc");
    try {
      return !Files.isDirectory(proc.resolve("self"))
          || Files.readSymbolicLink(proc.resolve("self").resolve(NETWORK))
              .equals(
                  Files.readSymbolicLink(
                      proc.resolve(String.valueOf(process.pid())).resolve(NETWORK)));
    } catch (IOException e) {
      return false;
    }
  }
}
