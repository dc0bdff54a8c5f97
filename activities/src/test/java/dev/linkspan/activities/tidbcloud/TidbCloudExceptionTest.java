package dev.linkspan.activities.tidbcloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
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
    assertThat(new ApiError(status, "", "message", OptionalInt.empty()).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST, names",
    "AUTHENTICATION, API key",
    "PERMISSION, role",
    "PERMISSION, enables changefeeds on request",
    "PERMISSION, Organization Owner",
    "PERMISSION, Instance Manager",
    "NOT_FOUND, cluster id",
    "CONFLICT, in the way",
    "QUOTA, larger quota"
  })
  void anErrorThatAPersonMustFixParksWithARemedy(TidbCloudException.Kind kind, String remedy) {
    ApplicationFailure failure =
        new TidbCloudException(kind, "message of the server", Optional.empty())
            .asFailure("default");
    assertThat(failure.getType()).isEqualTo(Failures.NEEDS_PERSON);
    assertThat(failure.getOriginalMessage()).isEqualTo("message of the server");
    assertThat(failure.getDetails().get(String.class)).contains(remedy);
  }

  @ParameterizedTest
  @CsvSource({
    "8, You have reached the quota of 10 changefeeds for this cluster, 57, QUOTA",
    "8, at most 10 private link connections are allowed, , QUOTA",
    "49900007, The request exceeded the limit of 100 times per apikey per minute. For more quota,"
        + " 0, THROTTLED",
    "8, quota exceeded, 0, THROTTLED",
    "8, rate limit exceeded, 12, THROTTLED",
    "8, try again later, 12, THROTTLED"
  })
  void aFullQuotaIsToldFromThrottling(
      String code, String message, Integer remaining, TidbCloudException.Kind kind) {
    OptionalInt left = remaining == null ? OptionalInt.empty() : OptionalInt.of(remaining);
    assertThat(new ApiError(429, code, message, left).kind()).isEqualTo(kind);
  }

  @Test
  void anUnknownOutcomeIsRetried() {
    assertThat(
            new TidbCloudException(TidbCloudException.Kind.UNKNOWN_OUTCOME, "m", Optional.empty())
                .asFailure("default")
                .isNonRetryable())
        .isFalse();
  }

  @Test
  void throttlingIsRetriedAfterTheTimeTheServerAsksFor() {
    ApplicationFailure failure =
        new TidbCloudException(
                TidbCloudException.Kind.THROTTLED, "m", Optional.of(Duration.ofSeconds(30)))
            .asFailure("default");
    assertThat(failure.getNextRetryDelay())
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(33));
  }

  @Test
  void anApiKeyDoesNotShowItsPrivateKey() {
    assertThat(new ApiKey("public", "canary")).hasToString("ApiKey[public]");
  }
}
