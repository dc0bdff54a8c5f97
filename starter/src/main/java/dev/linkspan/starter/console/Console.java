package dev.linkspan.starter.console;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The standard streams, and what the terminal can do. Results go to standard output; progress and
 * messages go to standard error.
 *
 * @param live whether progress can be redrawn in place
 * @param interactive whether a user can answer prompts
 * @param columns width of the terminal in characters
 * @param rows height of the terminal in lines
 */
public record Console(
    PrintStream out,
    PrintStream err,
    BufferedReader in,
    Theme theme,
    boolean live,
    boolean interactive,
    int columns,
    int rows) {

  private static final int DEFAULT_COLUMNS = 100;
  private static final int DEFAULT_ROWS = 30;

  /** The console of this process; the launcher passes which streams are terminals, and the size. */
  public static Console ofProcess(Map<String, String> environment) {
    String terminals = environment.getOrDefault("LINKSPAN_TERMINALS", "");
    List<String> size =
        List.of(environment.getOrDefault("LINKSPAN_TERMINAL_SIZE", "").trim().split(" ", -1));
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean live = terminals.contains("err,") && !dumb;
    boolean color = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Console(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        Theme.of(unicode(environment), color),
        live,
        terminals.contains("in,") && terminals.contains("err,"),
        size.size() == 2 ? number(size.get(1), DEFAULT_COLUMNS) : DEFAULT_COLUMNS,
        size.size() == 2 ? number(size.get(0), DEFAULT_ROWS) : DEFAULT_ROWS);
  }

  /** A console without a terminal. */
  public static Console plain(PrintStream out, PrintStream err, InputStream in) {
    return new Console(
        out,
        err,
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)),
        Theme.of(true, false),
        false,
        false,
        DEFAULT_COLUMNS,
        DEFAULT_ROWS);
  }

  /** Prints a line of progress or a message to standard error. */
  public void say(String line) {
    err.println(line);
    err.flush();
  }

  /** Prints a result to standard output. */
  public void print(String text) {
    out.println(text);
    out.flush();
  }

  /** Prints a prompt and reads a line; empty at the end of the input. */
  public Optional<String> ask(String prompt) {
    err.print(prompt);
    err.flush();
    try {
      return Optional.ofNullable(in.readLine()).map(String::trim);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads the rest of standard input.
   *
   * @throws IOException if it cannot be read
   */
  public String readAll() throws IOException {
    StringWriter text = new StringWriter();
    in.transferTo(text);
    return text.toString();
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  private static boolean unicode(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8");
      }
    }
    return false;
  }

  private static int number(String text, int defaultValue) {
    try {
      int value = Integer.parseInt(text);
      return value > 0 ? value : defaultValue;
    } catch (NumberFormatException e) {
      return defaultValue;
    }
  }
}
