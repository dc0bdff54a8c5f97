package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.console.Console;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that a user names by mistake, and outputs that nobody reads. */
class NamedFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "plan -f, .",
    "up --yes -f, .",
    "up --plan, .",
    "plan -f spec --prices, .",
    "list --api-key-file, .",
  })
  void aFolderIsNoFile(String command, String file) throws IOException {
    Ran ran = run(command, folder.resolve(file).normalize());

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("Cannot read " + folder, "Is a directory.");
  }

  @ParameterizedTest
  @CsvSource({"plan -f", "up --plan", "plan -f spec --prices", "list --api-key-file"})
  void aFileThatIsNotUtf8IsNamed(String command) throws IOException {
    Path file = folder.resolve("utf16");
    Files.write(file, "\uFEFFname: demo\n".getBytes(StandardCharsets.UTF_16LE));

    Ran ran = run(command, file);

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains(file + " is not text in UTF-8. Save it in that encoding.");
  }

  @Test
  void standardInputThatIsNotUtf8IsRefused() {
    byte[] latin = "kind: new cluster # gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1);
    var err = new ByteArrayOutputStream();

    int code = run(new ByteArrayOutputStream(), err, latin, "plan", "-f", "-");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Standard input is not text in UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"null", "[]", "{}", "{\"format\": \"linkspan plan 1\"}", "1"})
  void whatIsNoSavedPlanIsRefused(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("plan.json"), json);

    assertThat(run("up --plan", file).err()).contains("is not a plan of this version");
    assertThat(run("plan -f spec --prices", file).err()).contains("is not a file of prices");
  }

  @ParameterizedTest
  @CsvSource({"''", "'two words'", "'gr\u00fcn'"})
  void aFileWithoutAnApiKeyIsRefused(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), content + "\n");

    Ran list = run("list --api-key-file", file);

    assertThat(list.code()).isEqualTo(2);
    assertThat(list.err()).contains(file + " does not hold an API key");
  }

  @Test
  void aNegativePriceIsNone() throws IOException {
    String prices =
        "{'currency': 'USD', 'prices': [{'item': 'load balancer', 'perHour': -1, 'source': 's',"
            + " 'asOf': '2026-01-01'}]}";
    Path file = Files.writeString(folder.resolve("prices.json"), prices.replace('\'', '"'));

    assertThat(run("plan -f spec --prices", file).err()).contains("is not a file of prices");
    Files.writeString(file, prices.replace('\'', '"').replace("-1", "1"));
    assertThat(run("plan -f spec --prices", file).code()).isZero();
  }

  @Test
  void noFileOfAnotherKindIsOverwritten() throws IOException {
    Path spec = Path.of(SpecFiles.newCluster(folder, "kept", 3));
    String before = Files.readString(spec);

    Ran plan = run("plan -f " + spec + " --out", spec);

    assertThat(plan.code()).isEqualTo(2);
    assertThat(plan.out()).isEmpty();
    assertThat(plan.err()).contains(spec + " exists, and is not a file that this command writes");
    assertThat(Files.readString(spec)).isEqualTo(before);
  }

  @Test
  void aSavedPlanIsReplacedByAnother() throws IOException {
    String spec = SpecFiles.newCluster(folder, "again", 3);
    Path saved = folder.resolve("again.plan");

    assertThat(run("plan -f " + spec + " --out", saved).code()).isZero();
    assertThat(run("plan -f " + spec + " --out", saved).code()).isZero();
  }

  @Test
  void aFolderThatIsMissingIsNamedWithWhatToDo() throws IOException {
    Path file = folder.resolve("none").resolve("setup.yaml");

    assertThat(run("init -f", file).err())
        .contains(
            "Cannot write " + file + ": there is no such file or folder.", "Create the folder");
  }

  @Test
  void initWritesNothingBesideAFileThatIsInItsWay() throws IOException {
    Path file = folder.resolve("setup.yaml");
    Path schema = Files.writeString(folder.resolve("linkspan-spec.schema.json"), "{}");

    assertThat(run("init -f", file).err()).contains("Nothing was written");
    Files.delete(schema);
    assertThat(run("init -f", file).code()).isZero();
  }

  @Test
  void onlyTheFirstProblemsOfAFileThatIsSomethingElseAreShown() throws IOException {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      fields.append("field").append(i).append(": 1\n");
    }
    Path file = Files.writeString(folder.resolve("other.yaml"), fields);

    Ran plan = run("plan -f", file);

    assertThat(plan.err().lines().count()).isLessThan(110);
    assertThat(plan.err()).containsPattern("And 49\\d\\d more\\.");
  }

  @Test
  void aResultThatNobodyReadsEndsTheCommandWithAMessage() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    var err = new ByteArrayOutputStream();

    for (String[] words :
        new String[][] {{"init", "--schema"}, {"plan", "-f", "none", "-o", "json"}}) {
      err.reset();
      int code = run(closed, err, new byte[0], words);

      assertThat(code).isEqualTo(words[0].equals("init") ? 1 : 2);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith("linkspan: ")
          .contains(words[0].equals("init") ? "Cannot write the result" : "does not exist")
          .doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "destroy _ --yes | NAME",
        "status _ | NAME",
        "plan -f _ | --file",
        "list --namespace _ | --namespace",
        "dev up --state _ | --state",
        "approve orders --early --endpoint _ --yes | --endpoint",
      })
  void anEmptyArgumentIsRefusedByItsName(String line, String name) {
    Ran ran =
        Ran.answering(
            folder, NamedFilesTest::unreachable, null, line.replace("_", "").split(" ", -1));

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).startsWith("linkspan: " + name + " is empty.");
  }

  @Test
  void anEmptyReasonIsNone() {
    Ran ran =
        Ran.answering(folder, NamedFilesTest::unreachable, null, "retry", "x", "--reason", "");

    assertThat(ran.err()).contains("Cannot reach Temporal");
  }

  @Test
  void aReasonMayBeginWithAnAtSign() throws IOException {
    Files.writeString(folder.resolve("ada"), "--nonsense");

    Ran ran = run("approve orders --by", Path.of("@" + folder.resolve("ada")));

    assertThat(ran.err()).doesNotContain("nonsense").contains("Cannot reach Temporal");
  }

  /** Runs the words and the path of a file; {@code spec} stands for a valid spec. */
  private Ran run(String words, Path file) throws IOException {
    String spec = words.contains(" spec ") ? SpecFiles.newCluster(folder, "named", 3) : "";
    String[] arguments = (words.replace(" spec ", " " + spec + " ") + " " + file).split(" ", -1);
    return Ran.answering(folder, NamedFilesTest::unreachable, null, arguments);
  }

  private static TemporalConnection unreachable(
      Map<String, String> environment, Optional<TemporalConnection.LocalServer> local) {
    throw new CommandFailure(ExitCode.TEMPORAL_UNREACHABLE, "Cannot reach Temporal.");
  }

  private int run(OutputStream out, OutputStream err, byte[] in, String... arguments) {
    Console console =
        Console.plain(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new ByteArrayInputStream(in));
    Map<String, String> environment =
        Map.of("LINKSPAN_STATE", folder.resolve("state").toString(), "USER", "ada");
    return Linkspan.run(
        new CliContext(environment, folder, console), NamedFilesTest::unreachable, arguments);
  }
}
