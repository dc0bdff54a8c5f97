package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each command prints, as text of 80 columns and as JSON, is its golden file. */
class GoldenOutputTest {
  private static final int COLUMNS = 80;
  private static final Schema SCHEMA = schema();

  @RegisterExtension
  static final SetupCommands COMMANDS =
      new SetupCommands(FakeSetup.class, FakeSurvey.class, FakePreflight.class);

  private static Schema schema() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(Path.of("../docs/schemas/linkspan-v1.schema.json")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  static void buildSetups() throws IOException {
    COMMANDS.built("orders");
    COMMANDS.built("drifts");
    COMMANDS.built("breaks");
    COMMANDS.built("repairs-on");
    run("up", "--yes", "-f", COMMANDS.spec("asks", 3));
    run("up", "--yes", "-f", COMMANDS.spec("parks", 3));
    COMMANDS.spec("grown", 3);
    COMMANDS.built("grown");
    COMMANDS.spec("grown", 4);
    COMMANDS.spec("short", 3);
    Path wrong = COMMANDS.folder().resolve("wrong.yaml");
    Files.writeString(
        wrong,
        Files.readString(Path.of(COMMANDS.spec("wrong", 3)))
            .replace("region: ap-southeast-1", "regio: nowhere"));
    await().until(() -> run("status", "orders").code() == 0);
  }

  private static Ran run(String... arguments) {
    return Ran.inColumns(COLUMNS, COMMANDS.folder(), COMMANDS.server()::connect, arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "status-ready, status orders --all",
    "status-drifted, status drifts",
    "status-broken, status breaks",
    "status-asks, status asks",
    "status-parked, status parks",
    "status-unknown, status nobody",
    "watch-asks, watch asks",
    "watch-parked, watch parks",
    "events, events parks",
    "plan-new, plan -f short-3.yaml",
    "plan-unchanged, plan -f orders-3.yaml",
    "plan-changed, plan -f grown-4.yaml",
    "plan-check, plan -f short-3.yaml --check",
    "plan-problems, plan -f wrong.yaml",
    "plan-missing, plan -f none.yaml",
    "verify-healthy, verify orders",
    "verify-drifted, verify drifts",
    "repair-plan, repair repairs-on --plan",
    "update-plan, update -f grown-4.yaml --plan",
    "schedule-missing, schedule show nobody",
    "open, open orders",
    "retry-nothing, retry orders",
    "approve-asks, approve asks --endpoint ep-other --yes",
    "usage, status",
    "doctor-spec, doctor -f orders-3.yaml",
    "doctor-fails, doctor -f short-3.yaml",
  })
  void aCommandPrintsItsGoldenFile(String name, String line) {
    check(name, line, GoldenOutputTest::run);
  }

  @ParameterizedTest
  @CsvSource({
    "list, list",
    "list-all, list --all --sort phase",
    "list-needs-me, list --needs-me",
    "list-phase, list --phase BROKEN",
    "doctor, doctor",
  })
  void aCommandOnARealServersRecordPrintsItsGoldenFile(String name, String line) {
    try (ScriptedServer server = ScriptedServer.waiting("unused")) {
      server.listed = ListedSetups.all();
      check(
          name,
          line,
          arguments -> Ran.inColumns(COLUMNS, COMMANDS.folder(), server::connect, arguments));
    }
  }

  private static void check(String name, String line, Function<String[], Ran> command) {
    String[] arguments = inFolder(line);
    Ran text = command.apply(arguments);
    Golden.check(
        "output/" + name + ".txt",
        steady(
            "$ linkspan %s\n%s--- messages\n%s--- exit code %d\n"
                .formatted(line, text.out(), text.err(), text.code())));

    if (!List.of("open", "retry-nothing", "approve-asks").contains(name)) {
      Ran json =
          command.apply(
              Stream.concat(Stream.of(arguments), Stream.of("-o", "json")).toArray(String[]::new));
      assertThat(SCHEMA.validate(json.out(), InputFormat.JSON)).as(json.out()).isEmpty();
      Golden.check("output/" + name + ".json", steady(json.out()));
    }
  }

  private static String[] inFolder(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      words.add(word.endsWith(".yaml") ? COMMANDS.folder().resolve(word).toString() : word);
    }
    return words.toArray(String[]::new);
  }

  /** Replaces what differs in each run: folders, times other than those of the fakes, and ages. */
  private static String steady(String text) {
    return text.replace(COMMANDS.folder().toString(), "FOLDER")
        .replaceAll("20(?!26-11-24)\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        .replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID")
        .replaceAll("(Java: |\"found\" : \")\\d+\\.\\d+\\.\\d+", "$1VERSION")
        .replaceAll("\\d+ (s|min|h|d) ago", "AGE ago")
        .replaceAll("(\"took\" : )\"?(5[34]\\d\\d|PT1H3[01]M)[^,\n]*", "$1\"AGE\"")
        .replaceAll("after \\d+ ms", "after N ms");
  }
}
