package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.setups.SetupNames;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Prints the completion script. */
@Command(
    name = "completion",
    header = "Print a completion script for bash or zsh.",
    mixinStandardHelpOptions = true,
    description = {
      "To enable completion in this shell, run `source <(linkspan completion)`.",
      "It completes commands, options, and the names of the setups that the last `linkspan list`"
          + " showed.",
    })
public final class CompletionCommand implements Callable<Integer> {
  private static final String NAMES =
      """

      # Where nothing else fits, complete the names of setups.
      _complete_linkspan_setups() {
        _complete_linkspan "$@"
        local word="${COMP_WORDS[COMP_CWORD]}"
        local file="${LINKSPAN_STATE:-${XDG_STATE_HOME:-$HOME/.local/state}/linkspan}/%s"
        if [[ ${#COMPREPLY[@]} -eq 0 && $word != -* && -r $file ]]; then
          COMPREPLY=($(compgen -W "$(<"$file")" -- "$word"))
        fi
      }
      complete -F _complete_linkspan_setups -o default linkspan
      """
          .formatted(SetupNames.FILE);

  @ParentCommand private RootCommand linkspan;

  private final CommandLine all;

  /**
   * @param all the commands to complete
   */
  public CompletionCommand(CommandLine all) {
    this.all = all;
  }

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    console.print(AutoComplete.bash("linkspan", all) + NAMES);
    return ExitCode.OK.code();
  }
}
