package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.console.TextWidth;
import dev.linkspan.starter.console.Theme;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.plan.PreflightCheck.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Checks before a setup, as lines and as an exit code. */
final class PreflightText {
  private PreflightText() {}

  /** A line for each check, and one for each remedy. */
  static List<String> lines(List<PreflightCheck> checks, Console console) {
    Theme theme = console.theme();
    List<String> lines = new ArrayList<>();
    for (PreflightCheck check : checks) {
      lines.add(
          word(check.outcome(), theme)
              + "  "
              + check.what()
              + ": "
              + TextWidth.oneLine(check.found()));
      if (!check.remedy().isBlank()) {
        lines.add("      -> " + TextWidth.oneLine(check.remedy()));
      }
    }
    lines.add(
        "%d passed, %d to know, %d failed, %d that a read cannot decide"
            .formatted(
                count(checks, Outcome.PASS),
                count(checks, Outcome.WARN),
                count(checks, Outcome.FAIL),
                count(checks, Outcome.UNKNOWN)));
    return lines;
  }

  /** The exit code of a command that ends with these checks. */
  static ExitCode code(List<PreflightCheck> checks) {
    return count(checks, Outcome.FAIL) > 0 ? ExitCode.CHECK_FAILED : ExitCode.OK;
  }

  private static String word(Outcome outcome, Theme theme) {
    return switch (outcome) {
      case PASS -> theme.green("pass");
      case WARN -> theme.yellow("warn");
      case FAIL -> theme.red("fail");
      case UNKNOWN -> theme.yellow("?   ");
    };
  }

  private static long count(List<PreflightCheck> checks, Outcome outcome) {
    return checks.stream().filter(check -> check.outcome() == outcome).count();
  }
}
