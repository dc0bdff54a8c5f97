package dev.linkspan.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ProbeTest {
  @Test
  void onlyTheFirstRequestOfAProcessCanBeALink() throws Exception {
    Process probe =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName(),
                "session")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var requests = probe.outputWriter();
        var responses = probe.inputReader()) {
      String link = "link {\"addresses\": [], \"brokers\": []}\n";
      requests.write(link + link + "dance\n");
      requests.flush();
      assertThat(responses.readLine()).isEqualTo("{\"result\":{\"hops\":[]}}");
      assertThat(responses.readLine())
          .startsWith("{\"error\":")
          .contains("must be the first request");
      assertThat(responses.readLine())
          .isEqualTo("{\"error\":\"IllegalArgumentException: unknown command: dance\"}");
    } finally {
      assertThat(probe.waitFor(10, TimeUnit.SECONDS)).as("it ends with its input").isTrue();
    }
  }
}
