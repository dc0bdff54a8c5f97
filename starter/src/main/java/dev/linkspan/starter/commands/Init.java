package dev.linkspan.starter.commands;

import dev.linkspan.starter.CommandFailure;
import dev.linkspan.starter.ExitCode;
import dev.linkspan.starter.Linkspan;
import dev.linkspan.workflows.spec.SpecTemplate;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Writes a spec to start from. */
@Command(
    name = "init",
    description = "Write a commented spec to fill in.",
    mixinStandardHelpOptions = true)
public final class Init implements Callable<Integer> {
  @ParentCommand private Linkspan linkspan;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Where to; - is standard output. Usual: ${DEFAULT-VALUE}.",
      defaultValue = "setup.yaml")
  private Path file;

  @Option(names = "--existing", description = "For a Kafka cluster that is there already.")
  private boolean existing;

  @Override
  public Integer call() throws IOException {
    var console = linkspan.surroundings().console();
    String template = existing ? SpecTemplate.existing() : SpecTemplate.text();
    if (file.toString().equals("-")) {
      console.data(template.stripTrailing());
      return ExitCode.OK.code();
    }
    try {
      Files.writeString(file, template, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " exists already; name another file with -f.");
    }
    console.say("Wrote " + file + ". Fill in what is marked, then: linkspan plan -f " + file);
    return ExitCode.OK.code();
  }
}
