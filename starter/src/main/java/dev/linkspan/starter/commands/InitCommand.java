package dev.linkspan.starter.commands;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.cli.UserFiles;
import dev.linkspan.starter.stack.StackSettings;
import dev.linkspan.starter.stack.StateFolder;
import dev.linkspan.workflows.spec.SpecSchema;
import dev.linkspan.workflows.spec.SpecTemplate;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
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

  private static final String SCHEMA_MARK = "\"$schema\"";

  /** YAML's language server reads this; Visual Studio Code and other editors use it. */
  private static final String HEADER = "# yaml-language-server: $schema=" + SCHEMA_FILE + "\n";

  private static final String SANDBOX_INTRODUCTION =
      """
      # A setup of your own on the local stack: real Kafka on the loopback addresses of this computer.
      # Change what you like; docs/spec.md describes every field. Another setup on the same stack
      # needs another name and other addresses in 127.0.0.0/8.
      """;

  private static final String SANDBOX_NAME = "orders";

  /** Other addresses than those of the demo. */
  private static final String SANDBOX_VPC = "127.20";

  private static final int SANDBOX_BROKERS = 3;

  @ParentCommand private RootCommand linkspan;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Output file, - for standard output. Default: ${DEFAULT-VALUE}.",
      defaultValue = "setup.yaml")
  private Path file;

  @ArgGroup private Kind kind = new Kind();

  /** What the spec is for; without any of these, a new cluster on Alibaba Cloud. */
  static final class Kind {
    @Option(names = "--existing", description = "Write the template for an existing Kafka cluster.")
    private boolean existing;

    @Option(
        names = "--sandbox",
        description = "Write a spec for the local stack, which is complete; the stack has to run.")
    private boolean sandbox;
  }

  @Option(
      names = "--digests",
      description =
          "Fill in the digests of the archives as their publishers state them. May download an"
              + " archive.")
  private boolean digests;

  @Option(names = "--schema", description = "Print the JSON Schema of specs instead.")
  private boolean schema;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var console = linkspan.context().console();
    if (schema) {
      console.print(SpecSchema.text().stripTrailing());
      return ExitCode.OK.code();
    }
    String template = template();
    if (digests) {
      template = new ArchiveDigests(console::say).fillIn(template);
    }
    if (file.toString().equals("-")) {
      console.print(template.stripTrailing());
      return ExitCode.OK.code();
    }
    Path schemaFile = file.resolveSibling(SCHEMA_FILE);
    if (Files.exists(schemaFile)) {
      UserFiles.requireReplaceable(schemaFile, SCHEMA_MARK);
    }
    try {
      Files.writeString(file, HEADER + template, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailure(
          ExitCode.USAGE, file + " already exists. Choose another file with -f.");
    } catch (IOException e) {
      throw UserFiles.unwritable(file, e);
    }
    UserFiles.write(schemaFile, SpecSchema.text(), SCHEMA_MARK);
    String next =
        kind.sandbox
            ? "To build it, run: linkspan up -f "
            : "Fill in the marked values, then run: linkspan plan -f ";
    console.say(
        "Created " + file + ", and " + SCHEMA_FILE + " beside it for editors. " + next + file);
    return ExitCode.OK.code();
  }

  private String template() {
    if (kind.sandbox) {
      StateFolder folder = linkspan.stateFolder();
      StackSettings stack = StackSettings.load(folder).orElse(StackSettings.DEFAULT);
      String spec = DemoSpec.text(folder, stack, SANDBOX_NAME, SANDBOX_VPC, SANDBOX_BROKERS);
      return SANDBOX_INTRODUCTION + spec.substring(spec.indexOf('\n') + 1);
    }
    return kind.existing ? SpecTemplate.existing() : SpecTemplate.text();
  }
}
