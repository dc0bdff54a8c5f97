package dev.linkspan.starter;

import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.starter.cli.ExceptionHandler;
import dev.linkspan.starter.commands.ApproveCommand;
import dev.linkspan.starter.commands.CompletionCommand;
import dev.linkspan.starter.commands.ConnectionOptions;
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
import dev.linkspan.starter.commands.ReportCommand;
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
import io.grpc.netty.shaded.io.netty.util.internal.logging.InternalLoggerFactory;
import io.grpc.netty.shaded.io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The {@code linkspan} command, and the entry point of the program. */
@Command(
    name = "linkspan",
    header =
        "Connect a self-hosted Kafka cluster on Alibaba Cloud to TiDB Cloud over a private link.",
    mixinStandardHelpOptions = true,
    version = "linkspan 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "To try Linkspan on this computer, run `linkspan demo`.",
      "For more about a command, run `linkspan COMMAND --help`.",
    })
public final class Linkspan implements RootCommand {
  // The log manager holds loggers weakly: without this field, the level is lost.
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  /** The commands by name, in the order of the help. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("init", InitCommand.class);
    COMMANDS.put("plan", PlanCommand.class);
    COMMANDS.put("up", UpCommand.class);
    COMMANDS.put("status", StatusCommand.class);
    COMMANDS.put("report", ReportCommand.class);
    COMMANDS.put("watch", WatchCommand.class);
    COMMANDS.put("events", EventsCommand.class);
    COMMANDS.put("open", OpenCommand.class);
    COMMANDS.put("list", ListCommand.class);
    COMMANDS.put("approve", ApproveCommand.class);
    COMMANDS.put("reject", RejectCommand.class);
    COMMANDS.put("retry", RetryCommand.class);
    COMMANDS.put("verify", VerifyCommand.class);
    COMMANDS.put("repair", RepairCommand.class);
    COMMANDS.put("update", UpdateCommand.class);
    COMMANDS.put("schedule", ScheduleCommand.class);
    COMMANDS.put("restart", RestartCommand.class);
    COMMANDS.put("pause", RolloutSignalCommand.Pause.class);
    COMMANDS.put("resume", RolloutSignalCommand.Resume.class);
    COMMANDS.put("abort", RolloutSignalCommand.Abort.class);
    COMMANDS.put("destroy", DestroyCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("dev", DevCommand.class);
    COMMANDS.put("demo", DemoCommand.class);
    COMMANDS.put("exit-codes", ExitCodesCommand.class);
  }

  private static final Set<String> OUTLINE = Set.of("--help", "-h", "--version", "-V", "help");

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

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  /** The server and the namespace that the command has connected to. */
  private Optional<TemporalConnection> connected = Optional.empty();

  private Linkspan(CliContext context, TemporalConnector connector) {
    this.context = context;
    this.connector = connector;
  }

  /** Runs the command, and ends the process with its exit code. */
  public static void main(String[] arguments) {
    GRPC_LOG.setLevel(Level.OFF);
    // Otherwise, Netty tries other libraries for logging first, which are not there.
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    WarmUp.start(arguments);
    CliContext context = CliContext.ofProcess();
    int code = run(context, TemporalConnection::connect, arguments);
    context.console().out().flush();
    context.console().err().flush();
    System.exit(code);
  }

  /** Runs the command; returns its exit code. */
  public static int run(CliContext context, TemporalConnector connector, String... arguments) {
    Linkspan linkspan = new Linkspan(context, connector);
    CommandLine root = new CommandLine(linkspan);
    addCommands(root, arguments);
    return linkspan.arranged(root).execute(arguments);
  }

  /** All commands with all of their options. */
  static CommandLine commandLine(CliContext context, TemporalConnector connector) {
    Linkspan linkspan = new Linkspan(context, connector);
    CommandLine root = new CommandLine(linkspan);
    addCommands(root);
    return linkspan.arranged(root);
  }

  // Reading the options of all commands takes longer than a command that only reads something.
  private static void addCommands(CommandLine root, String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (COMMANDS.containsKey(first)) {
      root.addSubcommand(first, COMMANDS.get(first));
      return;
    }
    boolean outline = arguments.length == 1 && OUTLINE.contains(first);
    COMMANDS.forEach(
        (name, type) -> root.addSubcommand(name, outline ? outline(type) : new CommandLine(type)));
    addGeneratedCommands(root);
  }

  /** The command as the list of commands shows it. */
  private static CommandLine outline(Class<?> type) {
    CommandSpec command = CommandSpec.create();
    command.usageMessage().header(type.getAnnotation(Command.class).header());
    return new CommandLine(command);
  }

  private CommandLine arranged(CommandLine commandLine) {
    arrangeHelp(commandLine);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    // A reason may begin with @, and is no file of further arguments.
    commandLine.setExpandAtFiles(false);
    commandLine.setOut(new PrintWriter(context.console().out(), true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(context.console().err(), true, StandardCharsets.UTF_8));
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setColorScheme(
        Help.defaultColorScheme(context.console().theme().color() ? Help.Ansi.ON : Help.Ansi.OFF));
    commandLine.setParameterExceptionHandler(new UsageProblems());
    commandLine.setExecutionExceptionHandler(new Failures());
    commandLine.setExecutionStrategy(new NonEmptyWords());
    return commandLine;
  }

  // These are no lambdas: an archive of classes leaves out the picocli classes of every lambda that
  // is one of picocli's types or calls them, because they are too old to be linked in it.

  private final class UsageProblems implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
      return ExceptionHandler.handle(exception, List.of(arguments), context);
    }
  }

  /**
   * Runs the command unless an argument is empty, which a script passes whose variable is not set:
   * as a folder, it would be the current one, and as the name of a setup, any.
   */
  private static final class NonEmptyWords implements IExecutionStrategy {
    private static final Set<String> MAY_BE_EMPTY = Set.of("--by", "--reason");

    @Override
    public int execute(ParseResult parsed) {
      for (CommandLine part : parsed.asCommandLineList()) {
        for (ArgSpec given : part.getParseResult().matchedArgs()) {
          refuseIfEmpty(given, part);
        }
      }
      return new RunLast().execute(parsed);
    }

    private static void refuseIfEmpty(ArgSpec given, CommandLine part) {
      String name = given instanceof OptionSpec option ? option.longestName() : given.paramLabel();
      if (!MAY_BE_EMPTY.contains(name)
          && given.originalStringValues().stream().anyMatch(String::isBlank)) {
        throw new ParameterException(
            part,
            name + " is empty. If a script passes it, check that the script sets its variable.");
      }
    }
  }

  private final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
        Exception exception, CommandLine command, ParseResult parsed) {
      return handle(exception, parsed.originalArgs());
    }
  }

  /** The options of a command without those that every command has. */
  private static final class OwnOptions implements IHelpSectionRenderer {
    @Override
    public String render(Help help) {
      return ownOptions(help);
    }
  }

  private static void addGeneratedCommands(CommandLine commandLine) {
    CommandLine help = new CommandLine(new HelpCommand());
    help.getCommandSpec().usageMessage().header("Show the help of a command.");
    commandLine.addSubcommand("help", help);
    commandLine.addSubcommand(new CompletionCommand(commandLine));
  }

  // The first line of any other message has to be enough; a stack trace is only for developers.
  private int handle(Exception exception, List<String> arguments) {
    return TemporalErrors.explain(exception)
        .map(why -> connected.map(at -> why.at(at.address(), at.namespace())).orElse(why))
        .or(() -> ExceptionHandler.explain(exception))
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
    if (commandLine.getParent() != null) {
      usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new OwnOptions());
    }
    commandLine.getSubcommands().values().forEach(Linkspan::arrangeHelp);
  }

  /** The help of a command without the options that every command has. */
  private static String ownOptions(Help help) {
    List<OptionSpec> own = new ArrayList<>();
    boolean inherits = false;
    for (OptionSpec option : help.commandSpec().options()) {
      if (option.inherited()) {
        inherits = true;
      } else {
        own.add(option);
      }
    }
    String common = inherits ? "%nTemporal and the local stack: see `linkspan --help`.%n" : "";
    return help.optionListExcludingGroups(own) + String.format(common);
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
    return remembered(
        connector.connect(
            connection.over(context.environment()),
            StackSettings.load(stateFolder()).map(StackSettings::temporal)));
  }

  @Override
  public TemporalConnection connect(StackSettings local) {
    return remembered(
        connector.connect(local.temporal().environment(), Optional.of(local.temporal())));
  }

  private TemporalConnection remembered(TemporalConnection opened) {
    connected = Optional.of(opened);
    return opened;
  }
}
