package dev.linkspan.activities.tidbcloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TidbCloudExceptionTest {

  @ParameterizedTest
  @CsvSource({
    "0, UNKNOWN_OUTCOME",
    "400, BAD_REQUEST",
    "401, AUTHENTICATION",
    "403, PERMISSION",
    "404, NOT_FOUND",
    "408, UNKNOWN_OUTCOME",
    "409, CONFLICT",
    "422, BAD_REQUEST",
    "429, THROTTLED",
    "500, UNKNOWN_OUTCOME",
    "503, UNKNOWN_OUTCOME"
  })
  void everyStatusHasAKind(int status, TidbCloudException.Kind kind) {
    assertThat(TidbCloudException.kindOf(status)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"400, names", "401, API key", "403, role", "404, cluster id", "409, in the way"})
  void anErrorThatAPersonMustFixParksWithARemedy(int status, String remedy) {
    ApplicationFailure failure =
        new TidbCloudException(status, "message of the server", Optional.empty())
            .asFailure("default");
    assertThat(failure.getType()).isEqualTo(Failures.NEEDS_PERSON);
    assertThat(failure.getOriginalMessage()).isEqualTo("message of the server");
    assertThat(failure.getDetails().get(String.class)).contains(remedy);
  }

  @ParameterizedTest
  @CsvSource({"0", "500", "503"})
  void anUnknownOutcomeIsRetried(int status) {
    assertThat(
            new TidbCloudException(status, "m", Optional.empty())
                .asFailure("default")
                .isNonRetryable())
        .isFalse();
  }

  @Test
  void throttlingIsRetriedAfterTheTimeTheServerAsksFor() {
    ApplicationFailure failure =
        new TidbCloudException(429, "m", Optional.of(Duration.ofSeconds(30))).asFailure("default");
    assertThat(failure.getNextRetryDelay())
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
  }

  @Test
  void anApiKeyDoesNotShowItsPrivateKey() {
    assertThat(new ApiKey("public", "canary")).hasToString("ApiKey[public]");
  }
}
