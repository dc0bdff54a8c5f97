package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.cli.UserFiles;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.report.ReportPage;
import dev.linkspan.starter.setups.RequestHistory;
import dev.linkspan.starter.setups.SetupClient;
import dev.linkspan.starter.setups.SetupEvent;
import dev.linkspan.starter.setups.SetupEvents;
import dev.linkspan.starter.setups.SetupSnapshot;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes a setup as a page of HTML. */
@Command(
    name = "report",
    header = "Write a page about a setup to attach to a change ticket.",
    mixinStandardHelpOptions = true,
    description = {
      "The page shows the path with the health of each hop, who decided what and when, versions,"
          + " every hop's evidence, drift, the last rollout with what clients noticed, and the"
          + " history of health. It is one file without a script, and loads nothing.",
    },
    exitCodeList = {
      "0:The page is written.",
      "6:There is no such setup.",
    })
public final class ReportCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;

  @Parameters(paramLabel = "NAME", description = "Name of the setup.")
  private String name;

  @Option(
      names = "--html",
      required = true,
      paramLabel = "FILE",
      description = "File to write; - is the standard output.")
  private Path file;

  @Override
  public Integer call() {
    Console console = linkspan.context().console();
    try (TemporalConnection temporal = linkspan.connect()) {
      SetupClient setups = new SetupClient(temporal);
      SetupSnapshot snapshot = setups.awaitSnapshot(name, console::say);
      List<SetupEvent> events = new ArrayList<>(SetupEvents.of(snapshot));
      events.addAll(new RequestHistory(temporal).of(name));
      events.sort(Comparator.comparing(SetupEvent::at));
      ReportPage page =
          new ReportPage(
              setups.plan(name),
              snapshot.status(),
              events,
              Instant.now(),
              linkspan.getClass().getAnnotation(Command.class).version()[0]);
      write(page.html(), console);
      return ExitCode.OK.code();
    }
  }

  private void write(String html, Console console) {
    if (file.toString().equals("-")) {
      console.print(html.stripTrailing());
      return;
    }
    UserFiles.write(file, html, "<!DOCTYPE html>");
    console.say("Wrote " + file + ".");
  }
}
