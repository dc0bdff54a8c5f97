package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bogus",
        "up",
        "status",
        "approve",
        "dev kill",
        "plan --nonsense",
        "list -o xml",
        "repair",
        "update",
        "restart",
        "pause",
        "resume",
        "abort",
        "schedule set x",
        "schedule set x --every 1h --off",
        "retry x --accept"
      })
  void anInvalidCommandLineExitsWithTwo(String line) {
    Ran ran = run(line.split(" ", -1));

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isNotBlank();
  }

  @Test
  void anErrorNamesTheProblemAndTheHelpButDoesNotPrintAWholeHelpPage() {
    assertThat(run("lst").err())
        .startsWith("linkspan: Unknown command: lst\n")
        .contains("Did you mean", "linkspan list")
        .endsWith("See `linkspan --help`.\n");
    assertThat(run("list", "--al").err())
        .startsWith("linkspan: Unknown option: --al\n")
        .endsWith("See `linkspan list --help`.\n");
    assertThat(run("up").err())
        .isEqualTo(
            """
            linkspan: Give either a spec with --file=FILE, or a plan with --plan=FILE.
            See `linkspan up --help`.
            """);
    assertThat(run("dev").err()).contains("Missing required subcommand", "Usage: linkspan dev");
  }

  @Test
  void everyCommandHasHelpUnderItsOwnName() {
    for (String command :
        List.of("completion", "dev up", "help", "pause", "plan", "schedule set", "up")) {
      Ran help = run((command + " --help").split(" ", -1));

      assertThat(help.code()).isZero();
      assertThat(help.out()).contains("Usage: linkspan " + command + " ", "Options:");
    }
  }

  @Test
  void theListOfCommandsIsTheSameWhetherOrNotTheirOptionsAreRead() {
    assertThat(run("--help").out()).isEqualTo(run("--help", "--state", "x").out());
    assertThat(run("help").out()).isEqualTo(run("--help").out());
  }

  @Test
  void aCommandMayFollowAnOption() {
    assertThat(run("--state", folder.toString(), "status", "--help").out())
        .isEqualTo(run("status", "--help").out())
        .startsWith("Show a setup on one screen");
  }

  @Test
  void helpListsEveryCommandAndExitsWithZero() {
    Ran help = run("help");

    assertThat(help.code()).isZero();
    assertThat(help.out())
        .contains(
            "report",
            "approve",
            "repair",
            "update",
            "restart",
            "pause",
            "resume",
            "abort",
            "destroy",
            "doctor",
            "demo",
            "exit-codes");
  }

  @Test
  void exitCodesAreListed() {
    assertThat(run("exit-codes").out()).contains("  3  the setup is waiting for approve or reject");
  }

  @Test
  void completionPrintsAScript() {
    assertThat(run("completion").out())
        .contains("complete -F _complete_linkspan_setups", "/setup-names");
  }

  @Test
  void initDoesNotOverwriteASpec() throws IOException {
    Path file = folder.resolve("setup.yaml");

    assertThat(run("init", "-f", file.toString()).code()).isZero();
    assertThat(Files.readString(file)).contains("kind: new cluster");
    assertThat(run("init", "-f", file.toString()).code()).isEqualTo(2);
  }

  @Test
  void initNamesTheSchemaThatItWritesBesideTheSpec() throws IOException {
    Path file = folder.resolve("setup.yaml");

    assertThat(run("init", "-f", file.toString()).code()).isZero();

    assertThat(Files.readString(file))
        .startsWith("# yaml-language-server: $schema=linkspan-spec.schema.json\n");
    assertThat(Files.readString(folder.resolve("linkspan-spec.schema.json")))
        .isEqualTo(run("init", "--schema").out())
        .contains("\"title\": \"Linkspan spec\"");
  }

  @Test
  void initWritesASpecForAnExistingCluster() throws IOException {
    Path file = folder.resolve("existing.yaml");

    Ran init = run("init", "--existing", "-f", file.toString());
    Ran plan = run("plan", "-f", file.toString());

    assertThat(init.code()).as(init.err()).isZero();
    assertThat(Files.readString(file)).contains("kind: existing cluster");
    assertThat(plan.code()).isEqualTo(2);
    assertThat(plan.err()).contains("5 problems").contains("network.vpcId: has no value");
    assertThat(run("init", "--existing", "-f", "-").out()).contains("jumpHost");
  }

  @Test
  void everyProblemOfASpecIsReportedWithItsLineAndRemedy() throws IOException {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, "kind: new cluster\nname: x\nregio: nowhere\n");

    Ran plan = run("plan", "-f", file.toString());

    assertThat(plan.code()).isEqualTo(2);
    assertThat(plan.err())
        .contains("problems in " + file)
        .contains(file + ":3: regio: ")
        .contains("\n    -> ");
  }

  @Test
  void c32_aSpecIsReadFromStandardInput() throws IOException {
    String spec = Files.readString(Path.of(SpecFiles.newCluster(folder, "piped", 3)));
    Ran plan = Ran.answering(folder, CommandLineTest::unreachable, spec, "plan", "-f", "-");
    assertThat(plan.err())
        .isEqualTo(
            """
            Reading the spec from this terminal. To end it, press Ctrl-D on a new line.
            Not compared with a standing setup: Cannot reach Temporal.
            """);
    assertThat(plan.code()).isZero();
    assertThat(plan.out()).contains("piped-vpc");

    Ran bad = Ran.answering(folder, TemporalConnection::connect, "name: 5\n", "plan", "-f", "-");
    assertThat(bad.code()).isEqualTo(2);
    assertThat(bad.err()).contains("problems in standard input.", "standard input:1: name");
  }

  private static TemporalConnection unreachable(
      Map<String, String> environment, Optional<TemporalConnection.LocalServer> local) {
    throw new CommandFailure(ExitCode.TEMPORAL_UNREACHABLE, "Cannot reach Temporal.\nStart it.");
  }

  @Test
  void upRejectsABadSpecBeforeItConnectsToTemporal() throws IOException {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, "kind: new cluster\n");

    assertThat(run("up", "--yes", "-f", file.toString()).code()).isEqualTo(2);
  }

  @Test
  void aMissingSpecIsReported() {
    Ran plan = run("plan", "-f", folder.resolve("none.yaml").toString());

    assertThat(plan.code()).isEqualTo(2);
    assertThat(plan.err())
        .contains("does not exist")
        .containsPattern("run `linkspan init -f \\S+`");
  }

  @Test
  void anUnreachableTemporalExitsWithSevenAndSaysWhatToDo() throws IOException {
    String address = "127.0.0.1:" + closedPort();

    Ran list = Ran.command(folder, Map.of("TEMPORAL_ADDRESS", address), "list");

    assertThat(list.code()).isEqualTo(7);
    assertThat(list.err()).contains(address).contains("linkspan dev up");
  }

  @Test
  void theAddressOfTheLocalStackIsTheDefault() throws IOException {
    int port = closedPort();
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(
        folder.resolve("state").resolve("stack.properties"), "temporalPort=" + port + "\n");

    assertThat(run("list").err()).contains("127.0.0.1:" + port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"temporalPort=seven", "uiPort=", "pace=\\u00"})
  void settingsThatSomebodyEditedWronglyAreNamedWithTheirFile(String line) throws IOException {
    Path settings = folder.resolve("state").resolve("stack.properties");
    Files.createDirectories(settings.getParent());
    Files.writeString(settings, line + "\n");

    Ran list = run("list");

    assertThat(list.code()).isEqualTo(2);
    assertThat(list.err()).contains(settings + " is not as a command wrote it").contains("Correct");
  }

  @Test
  void doctorReportsAnUnreachableTemporal() throws IOException {
    Ran doctor =
        Ran.command(folder, Map.of("TEMPORAL_ADDRESS", "127.0.0.1:" + closedPort()), "doctor");

    assertThat(doctor.code()).isEqualTo(7);
    assertThat(doctor.out()).contains("fail  Temporal").contains("pass  Java");
  }

  @Test
  void noStackIsStartedForAProcessThatHasEnded() {
    Ran up = run("dev", "up", "--while-pid", "999999999");

    assertThat(up.code()).isEqualTo(2);
    assertThat(up.err()).contains("there is no process with PID 999999999");
  }

  @Test
  void withoutAStackThereIsNothingToStopOrKill() {
    assertThat(run("dev", "down").code()).isZero();
    assertThat(run("dev", "kill", "worker").code()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--temporal-port 0",
        "--ui-port 7233",
        "--ssh-port 70000",
        "--pace fast",
        "--machines lite",
        "--public-base 8.8.8.8",
        "--endpoint-base 127.0.0.256"
      })
  void settingsOfTheStackThatCannotWorkAreRefusedAndNotKept(String options) {
    String[] words = ("dev up " + options).split(" ", -1);

    Ran up = run(words);

    assertThat(up.code()).isEqualTo(2);
    assertThat(up.err()).contains(words[2], "Nothing was started.");
    assertThat(folder.resolve("state").resolve("stack.properties")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "http://127.0.0.1:7233",
        "127.0.0.1:72330",
        "a b:1",
        "::1:7233",
        ":1"
      })
  void whatIsNoAddressOfAServerIsRefusedAtOnce(String address) {
    Ran list = run("list", "--address", address);

    assertThat(list.code()).isEqualTo(2);
    assertThat(list.err()).contains("\"" + address + "\"", "Write HOST:PORT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--name Demo_1",
        "--name on",
        "--brokers 0",
        "--brokers 2000000000",
        "--vpc-prefix 10.0",
        "--vpc-prefix 127.256",
        "--existing --brokers -1"
      })
  void optionsOfTheDemoAreCheckedBeforeTheStackStarts(String options) {
    Ran demo = run(("demo --yes " + options).split(" ", -1));

    assertThat(demo.code()).isEqualTo(2);
    assertThat(demo.err())
        .startsWith("linkspan: " + options.replace("--existing ", "").split(" ", -1)[0])
        .endsWith("Nothing was started.\n");
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void aFolderOfOthersIsNoStateFolder() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "Dear");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    var before = Files.getPosixFilePermissions(folder);

    Ran up = run("dev", "up", "--state", folder.toString());

    assertThat(up.code()).isEqualTo(2);
    assertThat(up.err()).contains(folder + " is a folder that others write to");
    assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(before);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void anAddressOfTheUiThatIsNoneIsNamed() throws IOException {
    Ran list =
        Ran.command(
            folder,
            Map.of("TEMPORAL_ADDRESS", "127.0.0.1:" + closedPort(), "LINKSPAN_TEMPORAL_UI", "a b"),
            "list");

    assertThat(list.code()).isEqualTo(2);
    assertThat(list.err()).contains("LINKSPAN_TEMPORAL_UI is not a web address");
  }

  @Test
  void aWordThatIsNoPhaseOrHealthIsRefusedWithThoseThereAre() {
    assertThat(run("list", "--phase", "parkt").err())
        .contains("\"parkt\" is not a phase", "PARKED", "AWAITING_APPROVAL");
    assertThat(run("list", "--health", "parked").err())
        .contains("\"parked\" is not a health", "drifted");
    assertThat(run("list", "--phase", "parkt").code()).isEqualTo(2);
  }

  private Ran run(String... arguments) {
    return Ran.command(folder, Map.of(), arguments);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
