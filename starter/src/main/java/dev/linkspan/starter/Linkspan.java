package dev.linkspan.starter;

import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.starter.cli.ExceptionHandler;
import dev.linkspan.starter.commands.ApproveCommand;
import dev.linkspan.starter.commands.CompletionCommand;
import dev.linkspan.starter.commands.DemoCommand;
import dev.linkspan.starter.commands.DestroyCommand;
import dev.linkspan.starter.commands.DevCommand;
import dev.linkspan.starter.commands.DoctorCommand;
import dev.linkspan.starter.commands.EventsCommand;
import dev.linkspan.starter.commands.ExitCodesCommand;
import dev.linkspan.starter.commands.InitCommand;
import dev.linkspan.starter.commands.ListCommand;
import dev.linkspan.starter.commands.OpenCommand;
import dev.linkspan.starter.commands.PlanCommand;
import dev.linkspan.starter.commands.RejectCommand;
import dev.linkspan.starter.commands.RepairCommand;
import dev.linkspan.starter.commands.RestartCommand;
import dev.linkspan.starter.commands.RetryCommand;
import dev.linkspan.starter.commands.RolloutSignalCommand;
import dev.linkspan.starter.commands.RootCommand;
import dev.linkspan.starter.commands.ScheduleCommand;
import dev.linkspan.starter.commands.StatusCommand;
import dev.linkspan.starter.commands.UpCommand;
import dev.linkspan.starter.commands.UpdateCommand;
import dev.linkspan.starter.commands.VerifyCommand;
import dev.linkspan.starter.commands.WatchCommand;
import dev.linkspan.starter.stack.StackSettings;
import dev.linkspan.starter.stack.StateFolder;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalConnector;
import dev.linkspan.starter.temporal.TemporalErrors;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code linkspan} command, and the entry point of the program. */
@Command(
    name = "linkspan",
    header =
        "Connect a self-hosted Kafka cluster on Alibaba Cloud to TiDB Cloud over a private link.",
    mixinStandardHelpOptions = true,
    version = "linkspan 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      InitCommand.class,
      PlanCommand.class,
      UpCommand.class,
      StatusCommand.class,
      WatchCommand.class,
      EventsCommand.class,
      OpenCommand.class,
      ListCommand.class,
      ApproveCommand.class,
      RejectCommand.class,
      RetryCommand.class,
      VerifyCommand.class,
      RepairCommand.class,
      UpdateCommand.class,
      ScheduleCommand.class,
      RestartCommand.class,
      RolloutSignalCommand.Pause.class,
      RolloutSignalCommand.Resume.class,
      RolloutSignalCommand.Abort.class,
      DestroyCommand.class,
      DoctorCommand.class,
      DevCommand.class,
      DemoCommand.class,
      ExitCodesCommand.class,
    },
    footer = {
      "To try Linkspan on this computer, run `linkspan demo`.",
      "For more about a command, run `linkspan COMMAND --help`.",
    })
public final class Linkspan implements RootCommand {
  // The log manager holds loggers weakly: without this field, the level is lost.
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  private final CliContext context;
  private final TemporalConnector connector;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description =
          "State folder of the local stack. Default: $$LINKSPAN_STATE, or linkspan in the user's"
              + " state folder ($$XDG_STATE_HOME).")
  private Optional<Path> state = Optional.empty();

  private Linkspan(CliContext context, TemporalConnector connector) {
    this.context = context;
    this.connector = connector;
  }

  /** Runs the command, and ends the process with its exit code. */
  public static void main(String[] arguments) {
    GRPC_LOG.setLevel(Level.OFF);
    CliContext context = CliContext.ofProcess();
    int code = run(context, TemporalConnection::connect, arguments);
    context.console().out().flush();
    context.console().err().flush();
    System.exit(code);
  }

  /** Runs the command; returns its exit code. */
  public static int run(CliContext context, TemporalConnector connector, String... arguments) {
    return commandLine(context, connector).execute(arguments);
  }

  static CommandLine commandLine(CliContext context, TemporalConnector connector) {
    CommandLine commandLine = new CommandLine(new Linkspan(context, connector));
    CommandLine help = new CommandLine(new HelpCommand());
    help.getCommandSpec().usageMessage().header("Show the help of a command.");
    commandLine.addSubcommand("help", help);
    commandLine.addSubcommand(new CompletionCommand(commandLine));
    arrangeHelp(commandLine);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setOut(new PrintWriter(context.console().out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(context.console().err(), true, StandardCharsets.UTF_8));
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            context.console().theme().color()
                ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
    commandLine.setParameterExceptionHandler(
        (exception, arguments) -> ExceptionHandler.handle(exception, List.of(arguments), context));
    commandLine.setExecutionExceptionHandler(
        (exception, command, parsed) -> handle(exception, parsed.originalArgs(), context));
    return commandLine;
  }

  // The first line of any other message has to be enough; a stack trace is only for developers.
  private static int handle(Exception exception, List<String> arguments, CliContext context) {
    return TemporalErrors.explain(exception)
        .map(explained -> ExceptionHandler.handle(exception, explained, arguments, context))
        .orElseGet(() -> ExceptionHandler.handle(exception, arguments, context));
  }

  private static void arrangeHelp(CommandLine commandLine) {
    UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
    usage
        .synopsisHeading("%nUsage: ")
        .abbreviateSynopsis(true)
        .parameterListHeading("%nArguments:%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n");
    // Picocli prints these headings even if nothing follows.
    usage.descriptionHeading(usage.description().length == 0 ? "" : "%n");
    usage.exitCodeListHeading(usage.exitCodeList().isEmpty() ? "" : "%nExit codes:%n");
    usage.footerHeading(usage.footer().length == 0 ? "" : "%n");
    commandLine.getSubcommands().values().forEach(Linkspan::arrangeHelp);
  }

  @Override
  public CliContext context() {
    return context;
  }

  @Override
  public StateFolder stateFolder() {
    return StateFolder.of(state, context.environment());
  }

  @Override
  public TemporalConnection connect() {
    return connector.connect(
        context.environment(), StackSettings.load(stateFolder()).map(StackSettings::temporal));
  }
}
