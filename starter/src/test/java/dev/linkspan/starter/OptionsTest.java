package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.starter.cli.CliContext;
import dev.linkspan.starter.temporal.TemporalConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option of every command is run by a test: here, or in a system test that the table names.
 */
class OptionsTest {
  private static CommandServer server;

  @TempDir private Path folder;

  /** A line that runs here on a setup that waits for approval, and its exit code. */
  record Line(int code, String text) {
    boolean uses(String command, OptionSpec option) {
      List<String> words = List.of(text.split(" ", -1));
      return (command.isEmpty() || (text + " ").startsWith(command + " "))
          && Arrays.stream(option.names()).anyMatch(words::contains);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The server in memory has no visibility: {@link WedgedSetupTest} runs these options. */
  static final Set<String> LIST_OPTIONS =
      Set.of(
          "list --all",
          "list --output",
          "list --phase",
          "list --health",
          "list --needs-me",
          "list --sort");

  /** Options that need the real stack: the system test whose source contains them. */
  record InSystemTest(String file, List<String> options) {}

  // FILE is the spec of the setup that waits for approval; KEY has an API key; NEW is a file that
  // does not exist.
  static final List<Line> LINES =
      List.of(
          new Line(0, "-V"),
          new Line(0, "--version"),
          new Line(0, "exit-codes --state DIR"),
          new Line(0, "init --existing --digests -f NEW"),
          new Line(1, "init --sandbox -f NEW"),
          new Line(0, "init --schema"),
          new Line(20, "plan -f FILE -o json --detailed-exitcode --out SAVED --prices PRICES"),
          new Line(
              0,
              "up -f FILE --yes --prices PRICES --detach --accept-unavailable --by ada --reason"
                  + " test -o json"),
          new Line(3, "up --file FILE -o json"),
          new Line(3, "up --plan SAVED"),
          new Line(3, "status asks -o json"),
          new Line(
              3,
              "status asks --address x:1 --namespace x --profile x --tls --tls-server-name x"
                  + " --tls-ca-path FILE --tls-cert-path FILE --tls-key-path FILE --api-key-file"
                  + " KEY"),
          new Line(3, "status asks --all"),
          new Line(3, "status asks --steps --resources --report --history"),
          new Line(3, "watch asks --by ada --reason test -o json"),
          new Line(3, "status asks -o mermaid"),
          new Line(3, "status asks -o dot"),
          new Line(0, "report asks --html NEW"),
          new Line(0, "events asks -o json"),
          new Line(0, "open asks"),
          new Line(0, "schedule set asks --every 30m --by ada --reason test"),
          new Line(13, "retry asks"),
          new Line(0, "retry asks --by ada --reason test --accept-unavailable"),
          new Line(12, "pause asks --by ada --reason test"),
          new Line(12, "resume asks --by ada --reason test"),
          new Line(12, "abort asks --by ada --reason test"),
          new Line(1, "restart asks --yes --by ada --reason test --accept-unavailable -o json"),
          new Line(3, "verify asks --by ada --reason test --all -o json"),
          new Line(3, "repair asks --plan --verify --only x --yes --by ada --reason test -o json"),
          new Line(0, "update -f FILE --plan --by ada --reason test -o json"),
          new Line(0, "update --file FILE --yes"),
          new Line(2, "approve asks --endpoint ep-other --yes"),
          new Line(0, "reject asks --early --yes --endpoint ep-fake --by ada --reason test"),
          new Line(0, "approve asks --early --yes --by ada --reason test"),
          new Line(0, "up -f FILE --wait"),
          new Line(21, "doctor -o json -f FILE"),
          new Line(21, "plan --file FILE --check"),
          new Line(0, "watch asks --wait"),
          new Line(1, "dev status -o json"),
          new Line(0, "destroy asks --yes --by ada --reason test"),
          new Line(0, "destroy asks --without-workflow -f FILE --yes"));

  static final List<InSystemTest> SYSTEM_TESTS =
      List.of(
          new InSystemTest(
              "LocalStack.java",
              List.of(
                  "dev up --while-pid",
                  "dev up --temporal-port",
                  "dev up --ui-port",
                  "dev up --sandbox-http-port",
                  "dev up --sandbox-https-port",
                  "dev up --worker-port",
                  "dev up --pace",
                  "dev up --public-base",
                  "dev up --endpoint-base",
                  "dev up --machines")),
          new InSystemTest(
              "StandingLinkTest.java",
              List.of(
                  "schedule set --cron",
                  "schedule set --time-zone",
                  "schedule set --off",
                  "schedule pause --by",
                  "schedule pause --reason",
                  "schedule resume --by",
                  "schedule resume --reason",
                  "schedule show --output")),
          new InSystemTest("ExistingDemoTest.java", List.of("demo --existing")),
          new InSystemTest("ExistingClusterTest.java", List.of("destroy --restore-brokers")),
          new InSystemTest(
              "LightDemoTest.java",
              List.of(
                  "dev up --ssh-port",
                  "demo --while-pid",
                  "demo --temporal-port",
                  "demo --ui-port",
                  "demo --sandbox-http-port",
                  "demo --sandbox-https-port",
                  "demo --ssh-port",
                  "demo --worker-port",
                  "demo --pace",
                  "demo --public-base",
                  "demo --endpoint-base",
                  "demo --machines",
                  "demo --yes",
                  "demo --brokers",
                  "demo --name",
                  "demo --vpc-prefix")));

  @BeforeAll
  static void startServerAndWorker() {
    server = CommandServer.with(FakeSetup.class, FakePreflight.class);
  }

  @AfterAll
  static void stopServerAndWorker() {
    server.close();
  }

  @Test
  void c53_theOptionsRunInTheOrderOfTheTableAndDoWhatTheySay() throws IOException {
    Files.createDirectories(folder.resolve("elsewhere"));
    String spec = SpecFiles.newCluster(folder, "asks", 3);
    Path key = Files.writeString(folder.resolve("key"), "a-key\n");
    for (Line line : LINES) {
      Ran ran =
          server.run(
              folder,
              line.text()
                  .replace("FILE", spec)
                  .replace(
                      "PRICES",
                      Path.of("src/main/resources/dev/linkspan/starter/commands/prices.json")
                          .toString())
                  .replace("KEY", key.toString())
                  .replace("SAVED", folder.resolve("saved.plan").toString())
                  .replace("NEW", folder.resolve("new-" + LINES.indexOf(line)).toString())
                  .replace("DIR", folder.resolve("elsewhere").toString())
                  .split(" ", -1));

      assertThat(ran.code()).as(line + "\n" + ran.out() + ran.err()).isEqualTo(line.code());
      assertThat(ran.out() + ran.err()).doesNotContain("\tat ", "linkspan: unexpected error");
    }
  }

  @Test
  void c53_everyOptionHasATest() throws IOException {
    Set<String> untested = new TreeSet<>();
    Set<String> inSystemTests =
        SYSTEM_TESTS.stream().flatMap(t -> t.options().stream()).collect(Collectors.toSet());
    CommandLine root = Linkspan.commandLine(CliContext.ofProcess(), TemporalConnection::connect);
    collect(root, "", inSystemTests, untested);

    assertThat(untested).as("options that no test runs").isEmpty();
  }

  private static void collect(
      CommandLine command, String path, Set<String> inSystemTests, Set<String> untested) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      boolean help = option.usageHelp() || (option.versionHelp() && !path.isEmpty());
      boolean inherited = option.inherited();
      boolean here = LINES.stream().anyMatch(line -> line.uses(path, option));
      boolean there =
          Arrays.stream(option.names()).anyMatch(name -> inSystemTests.contains(path + " " + name));
      here |= LIST_OPTIONS.contains(path + " " + option.longestName());
      if (!help && !inherited && !here && !there && !isState(option)) {
        untested.add((path + " " + option.longestName()).strip());
      }
    }
    command
        .getSubcommands()
        .forEach((name, sub) -> collect(sub, (path + " " + name).strip(), inSystemTests, untested));
  }

  private static boolean isState(OptionSpec option) {
    return option.longestName().equals("--state")
        && LINES.stream().anyMatch(line -> line.text().contains("--state"));
  }

  static Stream<InSystemTest> systemTests() {
    return SYSTEM_TESTS.stream();
  }

  @ParameterizedTest
  @MethodSource("systemTests")
  void c53_theSystemTestOfAnOptionContainsIt(InSystemTest test) throws IOException {
    Path source =
        Path.of("../system-tests/src/test/java/dev/linkspan/systemtests").resolve(test.file());
    String text = Files.readString(source, StandardCharsets.UTF_8);

    for (String option : test.options()) {
      assertThat(text).contains("\"" + option.substring(option.indexOf("--")) + "\"");
    }
  }
}
