package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The {@code temporal} program built from its source by the user's own Go. */
record TemporalBuild(Map<String, String> environment, Console console) implements TemporalSource {
  // The newest version without a `replace` in its go.mod, which `go install` refuses.
  private static final String VERSION = "1.5.1";
  private static final String MODULE = "github.com/temporalio/cli/cmd/temporal@v" + VERSION;

  @Override
  public String fileName() {
    return "temporal-" + VERSION;
  }

  @Override
  public Path fetch(Path folder) {
    Path go =
        SearchPath.of(environment)
            .find("go")
            .orElseThrow(
                () ->
                    new CommandFailure(
                        ExitCode.UNEXPECTED,
                        "Cannot build the Temporal server: there is no Go on the PATH."));
    console.say("Building the Temporal server from source, once; this takes about 3 minutes.");
    Map<String, String> toFolder = new TreeMap<>(environment);
    toFolder.put("GOBIN", folder.toString());
    new LongCommand(List.of(go.toString(), "install", MODULE), toFolder, console)
        .run(folder.resolve("go.log"));
    return folder.resolve("temporal");
  }
}
