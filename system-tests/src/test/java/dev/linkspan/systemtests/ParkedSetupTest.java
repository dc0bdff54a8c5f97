package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A problem that a person has to fix parks the setup, which says what to do and goes on after
 * retry.
 */
@Tag("system")
@Order(3)
@LightStack(LightStack.Shared.DECISIONS)
class ParkedSetupTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static LocalStack stack;

  @BeforeAll
  static void use(LocalStack shared) {
    stack = shared;
  }

  @AfterEach
  void destroyParkedSetup() {
    stack.sandbox().removeFaults();
    stack.commandLine().run(PATIENCE, "destroy", "parked", "--yes").expecting(0);
    Expected.assertNothingLeft(stack.sandbox());
  }

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GetCallerIdentity            | 404 | InvalidAccessKeyId.NotFound | access key
          CreateVpc                    | 403 | Forbidden.RAM               | vpc:CreateVpc
          CreateVpc                    | 400 | QuotaExceeded.Vpc           | quota
          RunInstances                 | 403 | OperationDenied.NoStock     | instance type
          CreateServerGroup            | 403 | Forbidden.NoPermission      | nlb:CreateServerGroup
          AddUserToVpcEndpointService  | 400 | QuotaExceed.Whitelist       | quota
          """)
  void parksWithTheRemedyAndGoesOnAfterRetry(
      String action, int status, String code, String remedy) {
    stack
        .sandbox()
        .fault(
            """
            {"action": "%s", "nth": 1, "times": 1000, "effect": "error",
             "status": %d, "code": "%s", "message": "refused by the test"}
            """
                .formatted(action, status, code));
    Path spec = stack.spec("parked", 1, "10001");

    Result parked =
        stack.commandLine().run(PATIENCE, "up", "--yes", "-f", spec.toString()).expecting(4);

    assertThat(stack.status("parked").phase()).isEqualTo(Phase.PARKED);
    assertThat((parked.out() + parked.err()).toLowerCase(java.util.Locale.ROOT))
        .contains(remedy.toLowerCase(java.util.Locale.ROOT));

    stack.sandbox().removeFaults();
    stack.commandLine().run(PATIENCE, "retry", "parked").expecting(0);
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> stack.status("parked").phase() == Phase.AWAITING_APPROVAL);
  }

  @ParameterizedTest(name = "TiDB Cloud cluster {0}: {1}")
  @CsvSource({
    "10002, aws",
    "10003, STARTER",
    "10004, ap-southeast-5",
    "10005, INACTIVE",
    "99999, 99999"
  })
  void aClusterThatCannotBeLinkedParksBeforeAnythingIsCreated(String cluster, String expectedText) {
    Path spec = stack.spec("parked", 1, cluster);

    Result parked =
        stack.commandLine().run(PATIENCE, "up", "--yes", "-f", spec.toString()).expecting(4);

    assertThat((parked.out() + parked.err()).toLowerCase(java.util.Locale.ROOT))
        .contains(expectedText.toLowerCase(java.util.Locale.ROOT));
    Expected.assertNothingLeft(stack.sandbox());
  }

  @Test
  void aRejectedEndpointParksAndRetryAsksAgain() {
    Path spec = stack.spec("parked", 1, "10001");
    stack.commandLine().run(PATIENCE, "up", "--yes", "-f", spec.toString()).expecting(3);
    String refused = stack.status("parked").approval().orElseThrow().endpointId();

    stack
        .commandLine()
        .run(PATIENCE, "reject", "parked", "--yes", "--by", "ada", "--reason", "wrong day")
        .expecting(0);

    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> stack.status("parked").phase() == Phase.PARKED);
    assertThat(stack.status("parked").parked())
        .anySatisfy(a -> assertThat(a.problem()).contains("ada").contains("wrong day"));
    assertThat(stack.sandbox().resources("vpcendpointconnection"))
        .allSatisfy(c -> assertThat(c.status()).isEqualTo("Disconnected"));

    stack.commandLine().run(PATIENCE, "retry", "parked").expecting(0);
    org.awaitility.Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> stack.status("parked").phase() == Phase.AWAITING_APPROVAL);
    assertThat(stack.status("parked").approval().orElseThrow().endpointId()).isNotEqualTo(refused);
    assertThat(stack.sandbox().resources("privatelinkconnection")).hasSize(1);
  }
}
