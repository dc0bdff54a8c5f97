package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TrainingRunTest {
  @Test
  void everyCommandOfTheTrainingRunSucceeds() throws Exception {
    var output = new ByteArrayOutputStream();

    boolean succeeded = TrainingRun.run(new PrintStream(output, true, StandardCharsets.UTF_8));

    assertThat(succeeded).as(output.toString(StandardCharsets.UTF_8)).isTrue();
    assertThat(output.toString(StandardCharsets.UTF_8)).contains("training  READY");
  }
}
