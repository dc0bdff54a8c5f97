package dev.linkspan.starter;

import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.starter.console.Console;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs {@code up} on a {@link FakeSetup}, for {@link TerminalTest} to run it on a terminal. */
final class TerminalProgram {
  private TerminalProgram() {}

  /**
   * @param arguments the name of the setup, and a folder
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("LINKSPAN_STATE", folder.resolve("state").toString());
    environment.put("LINKSPAN_TERMINALS", "in,out,err,");
    CliContext context = new CliContext(environment, folder, Console.ofProcess(environment));
    try (CommandServer server = CommandServer.with(FakeSetup.class)) {
      String spec = SpecFiles.newCluster(folder, arguments[0], 3);
      int code = Linkspan.run(context, server::connect, "up", "--yes", "-f", spec);
      System.exit(code);
    }
  }
}
