package dev.linkspan.sandbox.changefeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.sandbox.changefeed.ChangefeedSpec.Domain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangefeedProcessesTest {
  private static final ChangefeedSpec SPEC =
      new ChangefeedSpec(
          "cf",
          List.of("127.77.30.1", "127.77.30.2"),
          List.of(
              new Domain("*.u.example", List.of("127.77.30.1", "127.77.30.2")),
              new Domain("*.zone-a.u.example", List.of("127.77.30.1"))),
          9092,
          "rows",
          3,
          3,
          RowFormat.CANAL_JSON);

  @TempDir Path folder;

  @Test
  void everyBrokerNameUnderADomainResolvesToItsAddressesOfTheEndpoint() {
    assertThat(RunningChangefeed.hosts(SPEC))
        .contains("127.77.30.1 b0.u.example", "127.77.30.2 b0.u.example")
        .contains("127.77.30.1 b1000.u.example", "127.77.30.1 b2.zone-a.u.example")
        .doesNotContain("127.77.30.2 b2.zone-a.u.example");
  }

  @Test
  void statusIsReadAsItIsWritten() {
    Status warning = new Status(Status.State.WARNING, "broker 1 at b1:9093 does not resolve");
    assertThat(StatusLine.read(StatusLine.write(warning))).isEqualTo(warning);
    Status running = new Status(Status.State.RUNNING, "");
    assertThat(StatusLine.read(StatusLine.write(running))).isEqualTo(running);
    assertThat(StatusLine.read("Exception in thread main").state()).isEqualTo(Status.State.WARNING);
  }

  @Test
  void deadEndpointIsNamedAndStoppingEndsTheProcess() {
    AtomicReference<Status> status = new AtomicReference<>();
    try (ChangefeedProcesses changefeeds = new ChangefeedProcesses(folder)) {
      changefeeds.start(SPEC, status::set);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(status.get())
                      .isEqualTo(
                          new Status(
                              Status.State.WARNING,
                              "no broker answers at 127.77.30.2:9092: Connection refused")));
      changefeeds.stop("cf");
      changefeeds.stop("cf");
    }
    assertThat(
            ProcessHandle.current()
                .children()
                .filter(
                    child -> child.info().commandLine().orElse("").contains("ChangefeedProcess")))
        .isEmpty();
  }
}
