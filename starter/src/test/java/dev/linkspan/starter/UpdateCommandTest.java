package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateCommandTest {
  private static CommandServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void startServerAndWorker() {
    server = CommandServer.with(FakeSetup.class);
  }

  @AfterAll
  static void stopServerAndWorker() {
    server.close();
  }

  private Ran run(String... arguments) {
    return server.run(folder, arguments);
  }

  private String built(String name) throws IOException {
    String file = SpecFiles.newCluster(folder, name, 3);
    run("up", "-f", file, "--detach");
    run("approve", name, "--early");
    run("up", "-f", file, "--wait");
    return file;
  }

  private static void change(String file, String before, String after) throws IOException {
    String spec = Files.readString(Path.of(file));
    assertThat(spec).contains(before);
    Files.writeString(Path.of(file), spec.replace(before, after));
  }

  @Test
  void showsEachChangeAsksAndEndsWithTheReport() throws IOException {
    String file = built("changes");
    change(file, "every: 1h", "every: 2h\n  repair: safe");

    Ran plan = run("update", "-f", file, "--plan");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("Update of changes: 2 to change")
        .contains("  ~  verification.every or cron  every 1 h  every 2 h")
        .contains("  ~  verification.repair         ask        safe");
    assertThat(run("update", "-f", file, "--plan", "-o", "json").out())
        .contains("\"what\" : \"verification.repair\"", "\"refusals\" : [ ]");

    Ran unconfirmed = run("update", "-f", file);
    assertThat(unconfirmed.code()).isEqualTo(2);
    assertThat(unconfirmed.err()).contains("Confirm with --yes. Nothing was changed.");

    Ran updated = run("update", "-f", file, "--yes");
    assertThat(updated.code()).as(updated.err()).isZero();
    assertThat(updated.err()).contains("updating changes");
    assertThat(updated.out()).contains("Healthy", "requested by update");
  }

  @Test
  void showsBrokersThatAreAddedAndRemoved() throws IOException {
    built("grows");
    String four = SpecFiles.newCluster(folder, "grows", 4);

    Ran plan = run("update", "-f", four, "--plan");

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("Update of grows: 1 to add")
        .containsPattern("  \\+  kafka.brokers  -    broker 4 in \\S+, port 9096");
  }

  @Test
  void refusesWhatIsNotPossibleWithTheReason() throws IOException {
    built("shrinks");
    String two = SpecFiles.newCluster(folder, "shrinks", 2);

    Ran ran = run("update", "-f", two, "--yes");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("Not possible. Nothing was changed.", "kafka.brokers", "Broker 3 is a voter");
  }

  @Test
  void aSetupThatIsNotThereIsNamed() throws IOException {
    assertThat(run("update", "-f", SpecFiles.newCluster(folder, "nowhere", 3)).code()).isEqualTo(6);
  }
}
