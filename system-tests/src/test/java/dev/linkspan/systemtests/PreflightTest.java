package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CommandLine.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker's look at the sandbox before there is a setup. */
@Tag("system")
@LightStack(LightStack.Shared.FAULTS)
class PreflightTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static LocalStack stack;

  @BeforeAll
  static void take(LocalStack shared) {
    stack = shared;
  }

  @Test
  void aGoodSpecPassesEveryCheckAndNothingIsCreated() {
    Path spec = stack.spec("checked", 3, "10001");

    Result doctor = stack.commandLine().run(PATIENCE, "doctor", "-f", spec.toString()).expecting(0);

    assertThat(doctor.out())
        .contains("pass  Worker: answered", "pass  Alibaba Cloud account", "pass  Archive kafka")
        .contains("pass  TiDB Cloud cluster", "pass  RAM actions: vpc:CreateVpc is allowed")
        .doesNotContain("fail  ");
    Expected.assertNothingLeft(stack.sandbox());
  }

  @Test
  void aRefusedActionIsNamed() {
    stack
        .sandbox()
        .fault(
            """
            {"action": "CreateVpc", "nth": 1, "times": 1, "effect": "error",
             "status": 403, "code": "Forbidden.RAM", "message": "no"}
            """);

    Result doctor =
        stack
            .commandLine()
            .run(PATIENCE, "doctor", "-f", stack.spec("refused", 3, "10001").toString())
            .expecting(21);

    assertThat(doctor.out()).contains("fail  RAM actions", "vpc:CreateVpc in the RAM policy");
  }
}
