package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
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

/** Writes a spec template. */
@Command(
    name = "init",
    header = "Write a commented spec template to fill in.",
    mixinStandardHelpOptions = true)
public final class InitCommand implements Callable<Integer> {
  @ParentCommand private RootCommand linkspan;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Output file, - for standard output. Default: ${DEFAULT-VALUE}.",
      defaultValue = "setup.yaml")
  private Path file;

  @Option(names = "--existing", description = "Write the template for an existing Kafka cluster.")
  private boolean existing;

  @Override
  public Integer call() throws IOException {
    var console = linkspan.context().console();
    String template = existing ? SpecTemplate.existing() : SpecTemplate.text();
    if (file.toString().equals("-")) {
      console.print(template.stripTrailing());
      return ExitCode.OK.code();
    }
    try {
      Files.writeString(file, template, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " already exists. Choose another file with -f.");
    }
    console.say(
        "Created " + file + ". Fill in the marked values, then run: linkspan plan -f " + file);
    return ExitCode.OK.code();
  }
}
