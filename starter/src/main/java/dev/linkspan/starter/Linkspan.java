package dev.linkspan.starter;

import dev.linkspan.starter.commands.Approve;
import dev.linkspan.starter.commands.Demo;
import dev.linkspan.starter.commands.Destroy;
import dev.linkspan.starter.commands.Dev;
import dev.linkspan.starter.commands.Doctor;
import dev.linkspan.starter.commands.ExitCodes;
import dev.linkspan.starter.commands.Init;
import dev.linkspan.starter.commands.ListSetups;
import dev.linkspan.starter.commands.Reject;
import dev.linkspan.starter.commands.Restart;
import dev.linkspan.starter.commands.Retry;
import dev.linkspan.starter.commands.ShowPlan;
import dev.linkspan.starter.commands.Status;
import dev.linkspan.starter.commands.TellRollout;
import dev.linkspan.starter.commands.Up;
import dev.linkspan.starter.commands.Verify;
import dev.linkspan.starter.stack.StackSettings;
import dev.linkspan.starter.stack.StateFolder;
import dev.linkspan.starter.temporal.Temporal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code linkspan} command. */
@Command(
    name = "linkspan",
    description = "Connects a self-hosted Kafka cluster on Alibaba Cloud to TiDB Cloud, durably.",
    mixinStandardHelpOptions = true,
    version = "linkspan 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      Init.class,
      ShowPlan.class,
      Up.class,
      Status.class,
      ListSetups.class,
      Approve.class,
      Reject.class,
      Retry.class,
      Verify.class,
      Restart.class,
      TellRollout.Pause.class,
      TellRollout.Resume.class,
      TellRollout.Abort.class,
      Destroy.class,
      Doctor.class,
      Dev.class,
      Demo.class,
      ExitCodes.class,
      HelpCommand.class,
    },
    footer = {
      "",
      "First steps: `linkspan demo` shows everything on this computer.",
      "`linkspan COMMAND --help` explains a command, `linkspan exit-codes` the exit codes.",
    })
public final class Linkspan {
  // A field outlives the method that sets it: loggers are held weakly, and would be made anew.
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  private final Surroundings surroundings;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "Folder of the local stack. Usual: $$LINKSPAN_STATE, else linkspan in"
              + " $$XDG_STATE_HOME (~/.local/state).")
  private Optional<Path> state = Optional.empty();

  public Linkspan(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    GRPC_LOG.setLevel(Level.OFF);
    Surroundings surroundings = Surroundings.ofProcess();
    int code = run(surroundings, arguments);
    surroundings.console().out().flush();
    surroundings.console().err().flush();
    System.exit(code);
  }

  /** Runs the command; returns its exit code. */
  public static int run(Surroundings surroundings, String... arguments) {
    return commandLine(surroundings).execute(arguments);
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine commandLine = new CommandLine(new Linkspan(surroundings));
    commandLine.addSubcommand("completion", new GenerateCompletion());
    commandLine
        .getSubcommands()
        .get("completion")
        .getCommandSpec()
        .usageMessage()
        .description("Prints a script for bash or zsh: source <(linkspan completion)");
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setOut(new PrintWriter(surroundings.console().out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(surroundings.console().err(), true, StandardCharsets.UTF_8));
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            surroundings.console().marks().colour()
                ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> Failing.handle(failure, surroundings));
    return commandLine;
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  /** The state folder that the command line, or else the environment, names. */
  public StateFolder stateFolder() {
    return StateFolder.of(state, surroundings.environment());
  }

  /** A new connection to Temporal; its caller closes it. */
  public Temporal connect() {
    return surroundings
        .temporal()
        .connect(
            surroundings.environment(),
            StackSettings.load(stateFolder()).map(StackSettings::temporal));
  }
}
