package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UpdateCommandTest {
  @RegisterExtension static final SetupCommands COMMANDS = new SetupCommands();

  private static void change(String file, String before, String after) throws IOException {
    String spec = Files.readString(Path.of(file));
    assertThat(spec).contains(before);
    Files.writeString(Path.of(file), spec.replace(before, after));
  }

  @Test
  void showsEachChangeAsksAndEndsWithTheReport() throws IOException {
    String file = COMMANDS.built("changes");
    change(file, "every: 1h", "every: 2h\n  repair: safe");

    Ran plan = COMMANDS.run("update", "-f", file, "--plan");
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("Update of changes: 2 to change")
        .contains("  ~  verification.every or cron  every 1 h  every 2 h")
        .contains("  ~  verification.repair         ask        safe");
    assertThat(COMMANDS.run("update", "-f", file, "--plan", "-o", "json").out())
        .contains("\"what\" : \"verification.repair\"", "\"refusals\" : [ ]");

    Ran unconfirmed = COMMANDS.run("update", "-f", file);
    assertThat(unconfirmed.code()).isEqualTo(2);
    assertThat(unconfirmed.err()).contains("Confirm with --yes. Nothing was changed.");

    Ran updated = COMMANDS.run("update", "-f", file, "--yes");
    assertThat(updated.code()).as(updated.err()).isZero();
    assertThat(updated.err()).contains("updating changes");
    assertThat(updated.out()).contains("Healthy", "requested by update");
  }

  @Test
  void showsTheLinesOfEachBrokersFileThatOtherSettingsChange() throws IOException {
    String file = COMMANDS.built("tunes");
    change(
        file,
        "  brokers:\n",
        "  settings: {log.retention.hours: 72, num.partitions: 6}\n  brokers:\n");

    Ran plan = COMMANDS.run("update", "-f", file, "--plan");

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("Update of tunes: 2 to change")
        .contains("  ~  kafka.settings.log.retention.hours  -    72")
        .contains(
            """
            server.properties of brokers 1, 2, 3, restarted one at a time:
              +log.retention.hours=72
              -num.partitions=3
              +num.partitions=6
            """);
  }

  @Test
  void showsBrokersThatAreAddedAndRemoved() throws IOException {
    COMMANDS.built("grows");
    String four = COMMANDS.spec("grows", 4);

    Ran plan = COMMANDS.run("update", "-f", four, "--plan");

    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("Update of grows: 1 to add")
        .contains("Kafka places only new topics on a broker that joins")
        .containsPattern("  \\+  kafka.brokers  -    broker 4 in \\S+, port 9096");
  }

  @Test
  void refusesWhatIsNotPossibleWithTheReason() throws IOException {
    COMMANDS.built("shrinks");
    String two = COMMANDS.spec("shrinks", 2);

    Ran ran = COMMANDS.run("update", "-f", two, "--yes");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err())
        .contains("Not possible. Nothing was changed.", "kafka.brokers", "Broker 3 is a voter");
  }

  @Test
  void aSetupThatIsNotThereIsNamed() throws IOException {
    assertThat(COMMANDS.run("update", "-f", COMMANDS.spec("nowhere", 3)).code()).isEqualTo(6);
  }
}
