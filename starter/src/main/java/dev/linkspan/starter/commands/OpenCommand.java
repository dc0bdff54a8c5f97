package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.workflows.setup.PrivateLinkSetup;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Opens a setup in the Temporal UI. */
@Command(
    name = "open",
    header = "Print the page of a setup in the Temporal UI, and open it.",
    mixinStandardHelpOptions = true,
    description =
        "Opens the page with the program in $$BROWSER, or with xdg-open, if there is a terminal and a"
            + " display. Otherwise, it only prints the address.")
public final class OpenCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      new SetupClient(temporal).hasEnded(name);
      URI page =
          temporal
              .page(PrivateLinkSetup.id(name))
              .orElseThrow(
                  () ->
                      new CommandFailure(
                          ExitCode.USAGE,
                          "The address of the Temporal UI is not known. Set LINKSPAN_TEMPORAL_UI."));
      console.print(page.toString());
      Map<String, String> environment = linkspan.context().environment();
      if (console.interactive() && hasBrowser(environment)) {
        open(environment.getOrDefault("BROWSER", "xdg-open"), page, console);
      }
      return ExitCode.OK.code();
    }
  }

  private static boolean hasBrowser(Map<String, String> environment) {
    return List.of("BROWSER", "DISPLAY", "WAYLAND_DISPLAY").stream()
        .anyMatch(variable -> !environment.getOrDefault(variable, "").isBlank());
  }

  private static void open(String browser, URI page, Console console) {
    try {
      new ProcessBuilder(browser, page.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      console.say("Cannot start " + browser + ": " + e.getMessage());
    }
  }
}
