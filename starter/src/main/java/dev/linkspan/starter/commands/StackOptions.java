package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.starter.stack.LocalStack;
import dev.linkspan.starter.stack.Part;
import dev.linkspan.starter.stack.StackSettings;
import dev.linkspan.starter.stack.StateFolder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Where a local stack listens; what is not given stays as it was in its state folder. */
final class StackOptions {
  @Option(names = "--temporal-port", paramLabel = "PORT", description = "Usual: 7233.")
  private Optional<Integer> temporalPort = Optional.empty();

  @Option(names = "--ui-port", paramLabel = "PORT", description = "Temporal's UI. Usual: 8233.")
  private Optional<Integer> uiPort = Optional.empty();

  @Option(names = "--sandbox-http-port", paramLabel = "PORT", description = "Usual: 7480.")
  private Optional<Integer> sandboxHttpPort = Optional.empty();

  @Option(names = "--sandbox-https-port", paramLabel = "PORT", description = "Usual: 7443.")
  private Optional<Integer> sandboxHttpsPort = Optional.empty();

  @Option(
      names = "--ssh-port",
      paramLabel = "PORT",
      description = "Of the sandbox's machines. Usual: 2222.")
  private Optional<Integer> sshPort = Optional.empty();

  @Option(
      names = "--worker-port",
      paramLabel = "PORT",
      description = "The worker's health and metrics. Usual: 7280.")
  private Optional<Integer> workerPort = Optional.empty();

  @Option(
      names = "--pace",
      paramLabel = "FACTOR",
      description = "Makes the sandbox's resources slower (2) or faster (0.1). Usual: 1.")
  private Optional<String> pace = Optional.empty();

  @Option(
      names = "--public-base",
      paramLabel = "ADDRESS",
      description = "First public address of the sandbox's machines. Usual: 127.200.0.11.")
  private Optional<String> publicBase = Optional.empty();

  @Option(
      names = "--endpoint-base",
      paramLabel = "ADDRESS",
      description = "First address of the sandbox's endpoints. Usual: 127.210.0.11.")
  private Optional<String> endpointBase = Optional.empty();

  @Option(
      names = "--machines",
      paramLabel = "KIND",
      description =
          "real, or light: scripts stand in for Kafka, to rehearse everything else. Usual: real.")
  private Optional<String> machines = Optional.empty();

  @Option(
      names = "--while-pid",
      paramLabel = "PID",
      description = "Take the stack down when this process is gone.")
  private Optional<Long> whilePid = Optional.empty();

  /** Starts what is missing of these parts, and the guard if one is wanted. */
  LocalStack up(Linkspan linkspan, Set<Part> parts) {
    StateFolder folder = linkspan.stateFolder();
    StackSettings kept = StackSettings.load(folder).orElse(StackSettings.USUAL);
    StackSettings wanted = over(kept);
    LocalStack stack = new LocalStack(linkspan.surroundings(), folder, wanted);
    if (!wanted.equals(kept) && anyRuns(new LocalStack(linkspan.surroundings(), folder, kept))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The stack in "
              + folder.root()
              + " runs with other settings. Take it down first: linkspan dev down");
    }
    var prepared = stack.prepared();
    whilePid.ifPresent(stack::guard);
    prepared.up(parts);
    return stack;
  }

  private static boolean anyRuns(LocalStack stack) {
    return stack.stack().anyRuns();
  }

  private StackSettings over(StackSettings kept) {
    return new StackSettings(
        temporalPort.orElse(kept.temporalPort()),
        uiPort.orElse(kept.uiPort()),
        sandboxHttpPort.orElse(kept.sandboxHttpPort()),
        sandboxHttpsPort.orElse(kept.sandboxHttpsPort()),
        sshPort.orElse(kept.sshPort()),
        workerPort.orElse(kept.workerPort()),
        pace.orElse(kept.pace()),
        publicBase.orElse(kept.publicBase()),
        endpointBase.orElse(kept.endpointBase()),
        machines.orElse(kept.machines()));
  }

  /** The parts named, or all when none is. */
  static Set<Part> parts(List<Part> named) {
    return named.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(named);
  }

  /** For messages: the names there are. */
  static String partNames() {
    return Arrays.stream(Part.values()).map(Part::label).collect(Collectors.joining(", "));
  }
}
