package dev.linkspan.starter.stack;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The release of the Temporal server in a {@code temporal} program. The program's own version is no
 * use: one that `go install` built says 0.0.0-DEV.
 */
record ServerVersion(int major, int minor, int patch) implements Comparable<ServerVersion> {
  // temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)
  private static final Pattern PRINTED =
      Pattern.compile("\\(Server (\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})");
  private static final int SECONDS_TO_ANSWER = 10;

  private static final Comparator<ServerVersion> ORDER =
      Comparator.comparingInt(ServerVersion::major)
          .thenComparingInt(ServerVersion::minor)
          .thenComparingInt(ServerVersion::patch);

  /** From what {@code temporal --version} prints; empty when it does not name a server. */
  static Optional<ServerVersion> parse(String printed) {
    Matcher matcher = PRINTED.matcher(printed);
    return matcher.find()
        ? Optional.of(
            new ServerVersion(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3))))
        : Optional.empty();
  }

  /** Asks the program; empty when it does not answer, or not like a Temporal CLI. */
  static Optional<ServerVersion> ofProgram(Path program) {
    ProcessBuilder builder = new ProcessBuilder(program.toString(), "--version");
    builder.redirectErrorStream(true).redirectInput(new File("/dev/null"));
    try {
      Process process = builder.start();
      if (!process.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      byte[] printed = process.getInputStream().readAllBytes();
      return parse(new String(printed, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(ServerVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
