package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.workflows.spec.SpecSchema;
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
  /** Beside the spec, so that it is the schema of this version, also without the internet. */
  private static final String SCHEMA_FILE = "linkspan-spec.schema.json";

  /** YAML's language server reads this; Visual Studio Code and other editors use it. */
  private static final String HEADER = "# yaml-language-server: $schema=" + SCHEMA_FILE + "\n";

  @ParentCommand private RootCommand linkspan;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Output file, - for standard output. Default: ${DEFAULT-VALUE}.",
      defaultValue = "setup.yaml")
  private Path file;

  @Option(names = "--existing", description = "Write the template for an existing Kafka cluster.")
  private boolean existing;

  @Option(names = "--schema", description = "Print the JSON Schema of specs instead.")
  private boolean schema;

  @Override
  public Integer call() throws IOException {
    var console = linkspan.context().console();
    if (schema) {
      console.print(SpecSchema.text().stripTrailing());
      return ExitCode.OK.code();
    }
    String template = existing ? SpecTemplate.existing() : SpecTemplate.text();
    if (file.toString().equals("-")) {
      console.print(template.stripTrailing());
      return ExitCode.OK.code();
    }
    try {
      Files.writeString(file, HEADER + template, StandardOpenOption.CREATE_NEW);
      Files.writeString(file.resolveSibling(SCHEMA_FILE), SpecSchema.text());
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " already exists. Choose another file with -f.");
    }
    console.say(
        "Created "
            + file
            + ", and "
            + SCHEMA_FILE
            + " beside it for editors. Fill in the marked values, then run: linkspan plan -f "
            + file);
    return ExitCode.OK.code();
  }
}
