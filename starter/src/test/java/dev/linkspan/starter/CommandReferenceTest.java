package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The page of all commands, and the help of each, are those of the commands as they are. */
class CommandReferenceTest {
  private static CommandLine commandLine() {
    PrintStream none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Console console = Console.plain(none, none, InputStream.nullInputStream());
    return Linkspan.commandLine(
        new CliContext(Map.of(), Path.of("."), console), TemporalConnection::connect);
  }

  @Test
  void theReferenceShowsTheCommandsAsTheyAre() {
    Golden.check(Path.of("..", "docs", "cli.md"), CommandReference.of(commandLine()));
  }

  static Stream<CommandLine> commands() {
    return withSubcommands(commandLine());
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(sub -> withSubcommands(sub)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theExitCodesOfACommandExistAndAreInOrder(CommandLine command) {
    List<Integer> all = Arrays.stream(ExitCode.values()).map(ExitCode::code).toList();
    List<Integer> listed =
        command.getCommandSpec().usageMessage().exitCodeList().keySet().stream()
            .map(code -> Integer.valueOf(code.strip()))
            .toList();

    assertThat(all).containsAll(listed);
    assertThat(listed).isSorted();
  }

  /** What {@code SetupOutcome} can return after a change of a standing link. */
  @ParameterizedTest
  @ValueSource(strings = {"update", "repair", "verify", "status"})
  void aCommandThatEndsWithTheHealthNamesEachExitCodeOfIt(String name) {
    assertThat(
            commandLine()
                .getSubcommands()
                .get(name)
                .getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .keySet())
        .contains("4", "5", "10", "11");
  }

  /** With --restore-brokers, a person can pause the rollout, and the command ends with it. */
  @Test
  void destroyNamesTheExitCodeOfAPausedRollout() {
    assertThat(
            commandLine()
                .getSubcommands()
                .get("destroy")
                .getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .keySet())
        .contains("4", "9", "11");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theHelpOfEachCommandIsItsGoldenFile(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName("-");
    Golden.check("help/" + name + ".txt", command.getUsageMessage(CommandLine.Help.Ansi.OFF));
  }
}
