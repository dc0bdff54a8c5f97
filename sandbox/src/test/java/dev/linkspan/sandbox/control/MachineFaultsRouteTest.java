package dev.linkspan.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.machines.MachineFaults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineFaultsRouteTest {
  private final List<String> asked = new ArrayList<>();
  private final MachineFaultsRoute route =
      new MachineFaultsRoute(
          new MachineFaults() {
            @Override
            public boolean cutSsh(String instanceId, int nth, long afterBytes) {
              asked.add("cut %s %d %d".formatted(instanceId, nth, afterBytes));
              return instanceId.equals("i-1");
            }

            @Override
            public boolean fillDisk(String instanceId, boolean full) {
              asked.add("disk %s %s".formatted(instanceId, full));
              return instanceId.equals("i-1");
            }

            @Override
            public boolean setClock(String instanceId, long seconds) {
              asked.add("clock %s %d".formatted(instanceId, seconds));
              return instanceId.equals("i-1");
            }

            @Override
            public boolean setAvailableMemory(String instanceId, int percent) {
              asked.add("memory %s %d".formatted(instanceId, percent));
              return instanceId.equals("i-1");
            }

            @Override
            public boolean changeHostKey(String instanceId) {
              asked.add("host key " + instanceId);
              return instanceId.equals("i-1");
            }
          },
          request -> Reply.json(299, Map.of()));

  private int status(String path, String body) {
    Request request =
        new Request(
            "POST",
            "/_sandbox/instances/" + path,
            "",
            Map.of(),
            body.getBytes(StandardCharsets.UTF_8));
    return ((Reply.Answer) route.handle(request)).status();
  }

  @Test
  void faultsAreInjectedIntoTheMachine() {
    assertThat(status("i-1/ssh/cut", "{\"afterBytes\":5000}")).isEqualTo(200);
    assertThat(status("i-1/ssh/cut", "{\"nth\":2}")).isEqualTo(200);
    assertThat(status("i-1/disk", "{\"full\":true}")).isEqualTo(200);
    assertThat(status("i-1/disk", "{\"full\":false}")).isEqualTo(200);
    assertThat(asked)
        .containsExactly("cut i-1 0 5000", "cut i-1 2 0", "disk i-1 true", "disk i-1 false");
  }

  @Test
  void clockMemoryAndHostKeyOfAMachineChange() {
    assertThat(status("i-1/clock", "{\"secondsAhead\":-120}")).isEqualTo(200);
    assertThat(status("i-1/memory", "{\"availablePercent\":2}")).isEqualTo(200);
    assertThat(status("i-1/ssh/host-key", "{}")).isEqualTo(200);
    assertThat(status("i-2/ssh/host-key", "{}")).isEqualTo(404);
    assertThat(status("i-1/memory", "{\"availablePercent\":101}")).isEqualTo(400);
    assertThat(asked)
        .containsExactly("clock i-1 -120", "memory i-1 2", "host key i-1", "host key i-2");
  }

  @Test
  void unknownMachinesAndBadRequestsAreRefusedAndOtherRequestsArePassedOn() {
    assertThat(status("i-2/disk", "{}")).isEqualTo(404);
    assertThat(status("i-1/ssh/cut", "{\"nth\":\"soon\"}")).isEqualTo(400);
    assertThat(status("i-1/ssh/cut", "nothing")).isEqualTo(400);
    assertThat(status("i-1/stop", "")).isEqualTo(299);
    assertThat(status("i-1", "")).isEqualTo(299);
  }
}
