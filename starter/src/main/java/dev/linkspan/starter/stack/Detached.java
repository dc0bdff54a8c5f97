package dev.linkspan.starter.stack;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes in sessions of their own: a Ctrl-C or a closed terminal does not reach them. */
final class Detached {
  private Detached() {}

  /** The process; its output is appended to the log. */
  static ProcessIdentity start(Launch launch, Path folder, Path log) {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(launch.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(launch.environment());
    builder.directory(folder.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(log.toFile()));
    try {
      PartLog.rotate(log);
      // setsid becomes the command: a child of Java leads no process group, so it need not fork.
      Process process = builder.start();
      return ProcessIdentity.of(process.pid())
          .orElseThrow(() -> failed(launch.command().get(0), "it ended at once; see " + log));
    } catch (IOException e) {
      throw failed(launch.command().get(0), e.getMessage());
    }
  }

  private static CommandFailure failed(String program, String why) {
    return new CommandFailure(ExitCode.UNEXPECTED, "Cannot start " + program + ": " + why);
  }
}
