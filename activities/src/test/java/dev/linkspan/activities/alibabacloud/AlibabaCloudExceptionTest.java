package dev.linkspan.activities.alibabacloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlibabaCloudExceptionTest {
  private static final Owner OWNER =
      new Owner(
          "demo", "run-1", "ap-southeast-1", new CredentialNames("default", "default", "default"));

  private static AlibabaCloudException error(String code, int status, String message) {
    return new AlibabaCloudException("vpc", "CreateVpc", code, status, message, Optional.empty());
  }

  @Test
  void theMessageOfAnUnreachableServerDoesNotHoldTheSignedUrl() {
    AlibabaCloudException error =
        error(
            "SDK.ServerUnreachable",
            0,
            "SocketTimeout: https://vpc.example/?AccessKeyId=canary&Signature=canary2");
    assertThat(error).hasMessage("vpc CreateVpc: SDK.ServerUnreachable").hasNoCause();
  }

  @Test
  void aSignatureErrorDoesNotQuoteTheStringToSign() {
    AlibabaCloudException error =
        error(
            "SignatureDoesNotMatch", 400, "server string to sign is: GET&%2F&AccessKeyId%3Dcanary");
    assertThat(error.getMessage()).doesNotContain("canary");
  }

  @Test
  void urlsAndKeysAreRemovedFromOtherMessages() {
    AlibabaCloudException error =
        error("InvalidParameter", 400, "bad, see https://x/?a=b and AccessKeyId=canary here");
    assertThat(error.getMessage())
        .contains("bad, see")
        .doesNotContain("https")
        .doesNotContain("canary");
  }

  @Test
  void aMissingPermissionParksAndNamesTheAction() {
    ApplicationFailure failure =
        AlibabaCloudFailures.of(error("Forbidden.RAM", 403, "User not authorized"), OWNER);
    assertThat(failure.getType()).isEqualTo(Failures.NEEDS_PERSON);
    assertThat(failure.isNonRetryable()).isTrue();
    assertThat(failure.getDetails().get(String.class))
        .contains("vpc:CreateVpc")
        .contains("default");
  }

  @ParameterizedTest(name = "{0} parks and says: {2}")
  @CsvSource({
    "InvalidAccessKeyId.NotFound, 404, valid",
    "QuotaExceeded.Vpc, 400, quota",
    "InsufficientBalance, 400, balance",
    "OperationDenied.NoStock, 403, instance type",
    "NeedOpenProduct, 400, Activate PrivateLink",
    "IdempotentParameterMismatch, 400, linkspan:setup=demo",
    "InvalidTimeStamp.Expired, 400, clock",
    "OperationDenied.ServiceLinkedRoleNotExist, 400, ram:CreateServiceLinkedRole",
    "InvalidParameter, 400, spec"
  })
  void anErrorThatAPersonMustFixParksWithARemedy(String code, int status, String remedy) {
    ApplicationFailure failure = AlibabaCloudFailures.of(error(code, status, "message"), OWNER);
    assertThat(failure.getType()).isEqualTo(Failures.NEEDS_PERSON);
    assertThat(failure.getOriginalMessage()).contains(code);
    assertThat(failure.getDetails().get(String.class)).contains(remedy);
  }

  @Test
  void throttlingIsRetriedAfterTheTimeTheApiAsksForAndSomeJitter() {
    AlibabaCloudException error =
        new AlibabaCloudException(
            "vpc",
            "CreateVpc",
            "Throttling.User",
            400,
            "too many",
            Optional.of(Duration.ofSeconds(8)));
    ApplicationFailure failure = AlibabaCloudFailures.of(error, OWNER);
    assertThat(failure.isNonRetryable()).isFalse();
    assertThat(failure.getNextRetryDelay())
        .isBetween(Duration.ofSeconds(8), Duration.ofMillis(12_001));
  }

  @ParameterizedTest
  @CsvSource({"TaskConflict, 400", "ServiceUnavailable, 503", "SDK.ReadTimeout, 0"})
  void aTemporaryErrorIsRetried(String code, int status) {
    assertThat(AlibabaCloudFailures.of(error(code, status, "message"), OWNER).isNonRetryable())
        .isFalse();
  }
}
