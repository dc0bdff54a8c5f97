package dev.linkspan.starter.stack;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts processes in their own sessions, which Ctrl-C and a closed terminal do not end. */
final class DetachedProcess {
  private DetachedProcess() {}

  /**
   * Starts the process, and appends its output to the log.
   *
   * @param environment the complete environment; nothing is inherited
   */
  static ProcessIdentity start(
      List<String> program, Map<String, String> environment, Path folder, Path log) {
    List<String> command = new ArrayList<>(List.of("setsid"));
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(log.toFile()));
    try {
      ComponentLog.rotate(log);
      // setsid does not fork but becomes the command, because a child of Java leads no process
      // group.
      Process process = builder.start();
      return ProcessIdentity.of(process.pid())
          .orElseGet(() -> ProcessIdentity.exited(process.pid()));
    } catch (IOException e) {
      throw failed(program.get(0), String.valueOf(e.getMessage()));
    }
  }

  private static CommandFailure failed(String program, String why) {
    return new CommandFailure(ExitCode.UNEXPECTED, "Cannot start " + program + ": " + why);
  }
}
