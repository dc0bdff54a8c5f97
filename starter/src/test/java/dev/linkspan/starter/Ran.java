package dev.linkspan.starter;

import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.temporal.TemporalConnection;
import dev.linkspan.starter.temporal.TemporalConnector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The exit code and the output of a command. */
public record Ran(int code, String out, String err) {

  /** Runs a command without a terminal, with its state in this folder. */
  public static Ran command(Path folder, Map<String, String> environment, String... arguments) {
    return run(folder, environment, TemporalConnection::connect, null, 100, arguments);
  }

  /**
   * Runs a command on a server.
   *
   * @param typed what the user types; null if there is no terminal
   */
  public static Ran answering(
      Path folder, TemporalConnector connector, String typed, String... arguments) {
    return run(folder, Map.of(), connector, typed, 100, arguments);
  }

  /** Runs a command without a terminal, with lines of this many columns. */
  static Ran inColumns(int columns, Path folder, TemporalConnector connector, String... arguments) {
    return run(folder, Map.of(), connector, null, columns, arguments);
  }

  private static Ran run(
      Path folder,
      Map<String, String> environment,
      TemporalConnector connector,
      String typed,
      int columns,
      String... arguments) {
    Map<String, String> all = new HashMap<>();
    all.put("LINKSPAN_STATE", folder.resolve("state").toString());
    all.put("TEMPORAL_CONFIG_FILE", folder.resolve("none.toml").toString());
    all.put("USER", "ada");
    all.putAll(environment);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    byte[] input = (typed == null ? "" : typed).getBytes(StandardCharsets.UTF_8);
    Console plain = Console.plain(stream(out), stream(err), new ByteArrayInputStream(input));
    Console console =
        new Console(
            plain.out(), plain.err(), plain.in(), plain.theme(), false, typed != null, columns, 30);
    int code = Linkspan.run(new CliContext(all, folder, console), connector, arguments);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
