package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.cli.UserFiles;
import dev.linkspan.starter.console.Json;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.CostEstimate;
import dev.linkspan.workflows.planning.Prices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The prices that a plan is estimated with: a file of the user's, or those that come with it. */
public final class PricesOption {
  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "Estimate the cost with the prices in this JSON file; see docs/commands.md.")
  private Optional<Path> file = Optional.empty();

  /** What the plan costs with these prices. */
  CostEstimate estimate(Plan plan) {
    return CostEstimate.of(plan, file.map(PricesOption::read).orElseGet(PricesOption::included));
  }

  private static Prices read(Path file) {
    String text = UserFiles.read(file);
    try {
      return Optional.ofNullable(Json.value(text, Prices.class))
          .orElseThrow(() -> new IllegalArgumentException("null"));
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " is not a file of prices. See docs/commands.md.");
    }
  }

  private static Prices included() {
    try (InputStream in =
        Objects.requireNonNull(PricesOption.class.getResourceAsStream("prices.json"))) {
      return Json.value(new String(in.readAllBytes(), StandardCharsets.UTF_8), Prices.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
