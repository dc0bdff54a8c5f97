package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import dev.linkspan.workflows.steps.ChildMessage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Anyone can send the signal that children send: an invalid message changes nothing. */
class ChildMessagesTest {
  private static final String EXPOSURE = PrivateLinkSetup.id("demo") + "-exposure";

  private final Lab lab = new Lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void ignoresInvalidChildMessages() throws Exception {
    ObjectMapper json = new ObjectMapper();
    lab.world.hold("awaitEndpoint");
    lab.start(Plans.withBrokers(1));
    lab.world.awaitStarted("awaitEndpoint");
    var anything = json.readTree("{\"anything\": [1]}");

    List.of(
            new ChildMessage(null, null, null),
            new ChildMessage("somebody", ChildMessage.VERIFIED, anything),
            new ChildMessage("private-link-demo-exposure-2", ChildMessage.PARKED_STEP, anything),
            new ChildMessage(EXPOSURE, null, anything),
            new ChildMessage(EXPOSURE, "no such kind", anything),
            new ChildMessage(EXPOSURE, ChildMessage.ENDPOINT_SERVICE_READY, null),
            new ChildMessage(EXPOSURE, ChildMessage.ENDPOINT_SERVICE_READY, json.readTree("[1]")),
            new ChildMessage(EXPOSURE, ChildMessage.PARKED_STEP, json.readTree("\"text\"")))
        .forEach(message -> lab.setup.childMessage(message));
    lab.setup.childMessage(null);
    lab.world.release("awaitEndpoint");
    lab.setup.approve(Lab.YES);

    SetupStatus status = lab.awaitPhase(Phase.READY);
    assertThat(status.parked()).isEmpty();
    assertThat(status.lastReport().orElseThrow().healthy()).isTrue();
  }
}
