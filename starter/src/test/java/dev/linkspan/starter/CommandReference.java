package dev.linkspan.starter;

import dev.linkspan.starter.cli.ExitCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The page of all commands in Markdown, from the same model as their help. */
final class CommandReference {
  private final StringBuilder page = new StringBuilder();

  private CommandReference() {}

  static String of(CommandLine root) {
    CommandReference reference = new CommandReference();
    reference.page.append(
        """
        # Command-line reference

        <!-- Written by CommandReferenceTest with -Dgolden.update=true. Don't edit it. -->

        Every command, option, and exit code. [Commands](commands.md) shows how to use them.

        """);
    reference.contents(root);
    reference.page.append("\n## Options of every command\n\n");
    reference.arguments(root.getCommandSpec());
    reference.page.append(
        "\n## Exit codes\n\n| code | name in JSON | meaning |\n| --- | --- | --- |\n");
    for (ExitCode code : ExitCode.values()) {
      reference.row(String.valueOf(code.code()), "`" + code.name() + "`", code.meaning());
    }
    reference.commands(root);
    return reference.page.toString();
  }

  private void contents(CommandLine root) {
    page.append("| command | what it does |\n| --- | --- |\n");
    root.getSubcommands()
        .forEach(
            (name, command) ->
                row(
                    "[`%s`](#linkspan-%s)".formatted(name, name),
                    text(command.getCommandSpec().usageMessage().header())));
  }

  private void commands(CommandLine parent) {
    parent.getSubcommands().values().forEach(this::command);
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    Help help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
    page.append("\n## ").append(spec.qualifiedName()).append("\n\n");
    page.append(text(spec.usageMessage().header())).append("\n\n```text\n");
    page.append(help.synopsis(0).stripTrailing()).append("\n```\n");
    for (String paragraph : spec.usageMessage().description()) {
      page.append('\n').append(text(paragraph)).append('\n');
    }
    if (!rows(spec).isEmpty()) {
      page.append('\n');
      arguments(spec);
    }
    exitCodes(spec);
    if (spec.usageMessage().footer().length > 0) {
      page.append("\n```text\n");
      page.append(String.join("\n", spec.usageMessage().footer())).append("\n```\n");
    }
    commands(command);
  }

  private void arguments(CommandSpec spec) {
    page.append("| option | meaning |\n| --- | --- |\n");
    rows(spec).forEach(arg -> row(names(arg), text(arg.description())));
  }

  private static List<ArgSpec> rows(CommandSpec spec) {
    List<ArgSpec> rows = new ArrayList<>(spec.positionalParameters());
    spec.options().stream()
        .filter(option -> !option.inherited() && !option.usageHelp() && !option.versionHelp())
        .forEach(rows::add);
    return rows;
  }

  private static String names(ArgSpec arg) {
    if (arg instanceof PositionalParamSpec) {
      return "`" + arg.paramLabel() + "`";
    }
    OptionSpec option = (OptionSpec) arg;
    String value =
        option.arity().max() == 0
            ? ""
            : option.arity().min() == 0
                ? "[=" + option.paramLabel() + "]"
                : "=" + option.paramLabel();
    return Arrays.stream(option.names())
        .map(name -> "`" + name + (name.startsWith("--") ? value : "") + "`")
        .collect(Collectors.joining(", "));
  }

  private void exitCodes(CommandSpec spec) {
    if (spec.usageMessage().exitCodeList().isEmpty()) {
      return;
    }
    page.append("\n| exit code | meaning |\n| --- | --- |\n");
    spec.usageMessage().exitCodeList().forEach((code, meaning) -> row(code.strip(), text(meaning)));
  }

  private void row(String... cells) {
    page.append("| ")
        .append(
            Arrays.stream(cells)
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ")))
        .append(" |\n");
  }

  private static String text(String... lines) {
    return String.join(" ", lines).replace("%n", " ").replace("$$", "$").replace("<", "&lt;");
  }
}
