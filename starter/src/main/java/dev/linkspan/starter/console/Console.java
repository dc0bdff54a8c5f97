package dev.linkspan.starter.console;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The standard streams, and what the terminal can do. Results go to standard output; progress and
 * messages go to standard error.
 *
 * @param live whether progress can be redrawn in place
 * @param interactive whether a user can answer prompts
 * @param resultsAreRead whether results go to a terminal, where long lines are wrapped
 * @param size of the terminal; changes with its window
 */
public record Console(
    PrintStream out,
    PrintStream err,
    BufferedReader in,
    Theme theme,
    boolean live,
    boolean interactive,
    boolean resultsAreRead,
    Supplier<TerminalSize> size) {

  /** A console whose size stays, and whose results go where the progress goes. */
  public Console(
      PrintStream out,
      PrintStream err,
      BufferedReader in,
      Theme theme,
      boolean live,
      boolean interactive,
      int columns,
      int rows) {
    this(out, err, in, theme, live, interactive, live, fixed(new TerminalSize(columns, rows)));
  }

  private static Supplier<TerminalSize> fixed(TerminalSize size) {
    return () -> size;
  }

  /** The width of the terminal now. */
  public int columns() {
    return size.get().columns();
  }

  /** The height of the terminal now. */
  public int rows() {
    return size.get().rows();
  }

  /** The console of this process; the launcher passes which streams are terminals, and the size. */
  public static Console ofProcess(Map<String, String> environment) {
    String terminals = environment.getOrDefault("LINKSPAN_TERMINALS", "");
    TerminalSize first =
        TerminalSize.parse(environment.getOrDefault("LINKSPAN_TERMINAL_SIZE", ""))
            .orElse(TerminalSize.DEFAULT);
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
        terminals.contains("out,") && !dumb,
        live ? new TerminalSize.Watched(first)::size : fixed(first));
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
        false,
        fixed(TerminalSize.DEFAULT));
  }

  /** Prints a line of progress or a message to standard error. */
  public void say(String line) {
    err.println(line);
    err.flush();
  }

  /** Prints lines of messages to standard error, wrapped between words on a terminal. */
  public void sayWrapped(String text) {
    text.lines()
        .flatMap(line -> (live ? TextWidth.fit(line, columns()) : List.of(line)).stream())
        .forEach(this::say);
  }

  /** Prints lines of a result to standard output, wrapped between words on a terminal. */
  public void printWrapped(String text) {
    text.lines()
        .flatMap(line -> (resultsAreRead ? TextWidth.fit(line, columns()) : List.of(line)).stream())
        .forEach(this::print);
  }

  /**
   * Prints a result to standard output.
   *
   * @throws OutputClosedException if nobody reads it anymore, such as after {@code | head}, or if
   *     it is a file and the disk is full
   */
  public void print(String text) {
    out.println(text);
    if (out.checkError()) {
      throw new OutputClosedException();
    }
  }

  /** Whether nobody reads messages anymore. */
  public boolean isDeaf() {
    return err.checkError();
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
   * Reads the rest of standard input, or somewhat more than so many characters of it.
   *
   * @throws IOException if it cannot be read
   */
  public String readAll(int most) throws IOException {
    StringBuilder text = new StringBuilder();
    char[] part = new char[8192];
    int length = in.read(part);
    while (length >= 0 && text.length() <= most) {
      text.append(part, 0, length);
      length = in.read(part);
    }
    return text.toString();
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  private static boolean unicode(Map<String, String> environment) {
    // The launcher changes the locale C, in which Java would lose letters of arguments.
    for (String name : new String[] {"LINKSPAN_LOCALE", "LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return value.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8");
      }
    }
    return false;
  }
}
