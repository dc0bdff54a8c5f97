package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.systemtests.SandboxControl.Resource;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A machine that is switched off while the setup is built. */
@Tag("system")
@Order(LocalStack.LAST)
class SwitchedOffMachineTest {
  private static final int NETWORK = 56;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static LocalStack stack;

  /** The step parks after 40 seconds instead of five minutes. */
  @BeforeAll
  static void start() {
    stack = LocalStack.start(NETWORK, "0.1", "light", Map.of("LINKSPAN_PARK_FAILING_AFTER", "40s"));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void c49TheSetupSaysSoAfterSecondsAndParksAfterMinutes() {
    CrashSetup setup = CrashSetup.ofNewCluster(stack, "dark", NETWORK);
    // The first command ends the first contact, which waits for machines that still boot.
    HeldCall work = HeldCall.armCommand(stack, "broker-node", 2);
    setup.start();
    work.await();
    Resource broker = broker();
    stack.sandbox().power(broker.id(), "stop");
    work.release();

    Awaitility.await("a failed attempt in the status")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(status().out()).containsPattern("attempt \\d+ failed: "));
    setup.await(Phase.PARKED);
    Result parked = status();
    assertThat(parked.exit()).isEqualTo(4);
    assertThat(parked.out())
        .containsPattern("failed \\d+ times in ")
        .contains(broker.attributes().path("privateAddress").asText());

    stack.sandbox().power(broker.id(), "start");
    setup.retry();
    setup.expectReady();
    setup.destroy();
    setup.expectDestroyed();
  }

  private static Resource broker() {
    return stack.sandbox().resources("instance").stream()
        .filter(instance -> instance.key().contains("broker"))
        .findFirst()
        .orElseThrow();
  }

  private static Result status() {
    return stack.commandLine().run(PATIENCE, "status", "dark");
  }
}
