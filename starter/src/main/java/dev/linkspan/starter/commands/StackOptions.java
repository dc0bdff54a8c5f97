package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.stack.Component;
import dev.linkspan.starter.stack.LocalStack;
import dev.linkspan.starter.stack.Stack;
import dev.linkspan.starter.stack.StackSettings;
import dev.linkspan.starter.stack.StateFolder;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The settings of a local stack; an omitted option keeps the stored setting of the stack. */
final class StackOptions {
  @Option(
      names = "--temporal-port",
      paramLabel = "PORT",
      description = "Port of Temporal. Default: 7233.")
  private Optional<Integer> temporalPort = Optional.empty();

  @Option(
      names = "--ui-port",
      paramLabel = "PORT",
      description = "Port of Temporal UI. Default: 8233.")
  private Optional<Integer> uiPort = Optional.empty();

  @Option(
      names = "--sandbox-http-port",
      paramLabel = "PORT",
      description = "HTTP port of the sandbox. Default: 7480.")
  private Optional<Integer> sandboxHttpPort = Optional.empty();

  @Option(
      names = "--sandbox-https-port",
      paramLabel = "PORT",
      description = "HTTPS port of the sandbox. Default: 7443.")
  private Optional<Integer> sandboxHttpsPort = Optional.empty();

  @Option(
      names = "--ssh-port",
      paramLabel = "PORT",
      description = "SSH port of the sandbox's machines. Default: 2222.")
  private Optional<Integer> sshPort = Optional.empty();

  @Option(
      names = "--worker-port",
      paramLabel = "PORT",
      description = "Port of the worker's health and metrics. Default: 7280.")
  private Optional<Integer> workerPort = Optional.empty();

  @Option(
      names = "--pace",
      paramLabel = "FACTOR",
      description = "Factor for the time that the sandbox takes to create resources. Default: 1.")
  private Optional<String> pace = Optional.empty();

  @Option(
      names = "--public-base",
      paramLabel = "ADDRESS",
      description = "First public IP address of the sandbox's machines. Default: 127.200.0.11.")
  private Optional<String> publicBase = Optional.empty();

  @Option(
      names = "--endpoint-base",
      paramLabel = "ADDRESS",
      description = "First IP address of the sandbox's endpoints. Default: 127.210.0.11.")
  private Optional<String> endpointBase = Optional.empty();

  @Option(
      names = "--machines",
      paramLabel = "KIND",
      description = "real, or light: machines run scripts instead of Kafka. Default: real.")
  private Optional<String> machines = Optional.empty();

  @Option(
      names = "--while-pid",
      paramLabel = "PID",
      description = "Stop the stack when the process with this PID has ended.")
  private Optional<Long> whilePid = Optional.empty();

  /** Starts those of the components that are not running, and the watchdog for --while-pid. */
  LocalStack up(RootCommand linkspan, Set<Component> components) {
    StateFolder folder = linkspan.stateFolder();
    StackSettings stored = StackSettings.load(folder).orElse(StackSettings.DEFAULT);
    StackSettings wanted = over(stored);
    wanted
        .problem()
        .ifPresent(
            problem -> {
              throw new CommandFailure(ExitCode.USAGE, problem + " Nothing was started.");
            });
    LocalStack stack = new LocalStack(linkspan.context(), folder, wanted);
    if (!wanted.equals(stored) && anyRuns(new LocalStack(linkspan.context(), folder, stored))) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The stack in "
              + folder.root()
              + " is running with other settings. Stop it first with `linkspan dev down`.");
    }
    Stack prepared = stack.prepare();
    whilePid.ifPresent(stack::stopWhenEnded);
    prepared.up(components);
    return stack;
  }

  private static boolean anyRuns(LocalStack stack) {
    return stack.stack().anyRuns();
  }

  private StackSettings over(StackSettings stored) {
    return new StackSettings(
        temporalPort.orElse(stored.temporalPort()),
        uiPort.orElse(stored.uiPort()),
        sandboxHttpPort.orElse(stored.sandboxHttpPort()),
        sandboxHttpsPort.orElse(stored.sandboxHttpsPort()),
        sshPort.orElse(stored.sshPort()),
        workerPort.orElse(stored.workerPort()),
        pace.orElse(stored.pace()),
        publicBase.orElse(stored.publicBase()),
        endpointBase.orElse(stored.endpointBase()),
        machines.orElse(stored.machines()));
  }

  /** These components, or all if there are none. */
  static Set<Component> components(List<Component> named) {
    return named.isEmpty() ? EnumSet.allOf(Component.class) : EnumSet.copyOf(named);
  }
}
