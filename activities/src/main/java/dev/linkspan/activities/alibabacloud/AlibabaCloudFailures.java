package dev.linkspan.activities.alibabacloud;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What the workflow is told about an error: try again, or ask a person and how. */
final class AlibabaCloudFailures {
  private static final Duration THROTTLED_PAUSE = Duration.ofSeconds(5);

  private AlibabaCloudFailures() {}

  static ApplicationFailure of(AlibabaCloudException error, Owner owner) {
    return switch (error.kind()) {
      case THROTTLED -> throttled(error);
      case RESOURCE_BUSY -> later(error, ApplicationErrorCategory.BENIGN);
      case UNKNOWN_OUTCOME -> later(error, ApplicationErrorCategory.UNSPECIFIED);
      default -> Failures.needsPerson(error.getMessage(), remedy(error, owner));
    };
  }

  private static ApplicationFailure throttled(AlibabaCloudException error) {
    long pause = error.retryAfter().orElse(THROTTLED_PAUSE).toMillis();
    long jitter = ThreadLocalRandom.current().nextLong(pause / 2 + 1);
    return ApplicationFailure.newBuilder()
        .setMessage(error.getMessage())
        .setType(error.kind().name())
        .setCategory(ApplicationErrorCategory.BENIGN)
        .setNextRetryDelay(Duration.ofMillis(pause + jitter))
        .build();
  }

  private static ApplicationFailure later(
      AlibabaCloudException error, ApplicationErrorCategory category) {
    return ApplicationFailure.newBuilder()
        .setMessage(error.getMessage())
        .setType(error.kind().name())
        .setCategory(category)
        .build();
  }

  private static String remedy(AlibabaCloudException error, Owner owner) {
    String credential = "the credentials \"" + owner.credentials().alibabaCloud() + "\"";
    return switch (error.kind()) {
      case AUTHENTICATION ->
          "Give the worker a valid, enabled Alibaba Cloud access key for "
              + credential
              + " (id, secret and, for temporary ones, the security token), then retry.";
      case CLOCK_SKEW ->
          "Set the clock of the worker's machine (it must be within 15 minutes of UTC), then"
              + " retry.";
      case PERMISSION -> permission(error, credential);
      case QUOTA ->
          "Ask for a higher quota of "
              + error.product()
              + " in "
              + owner.region()
              + " in Alibaba Cloud's Quota Center, or delete what is no longer needed, then retry.";
      case BILLING ->
          "Settle the Alibaba Cloud account (balance, unpaid bills, identity verification or risk"
              + " control, as the message says), then retry.";
      case OUT_OF_STOCK ->
          "Choose an instance type or disk category that is on sale in this zone and plan again, or"
              + " wait for stock, then retry.";
      case NOT_ACTIVATED ->
          "Activate PrivateLink for this account in the Alibaba Cloud console (or by the API call"
              + " OpenPrivateLinkService), then retry.";
      case CLIENT_TOKEN_MISMATCH ->
          "A request of this setup was repeated with other parameters: look for a resource with the"
              + " tag linkspan:setup="
              + owner.setup()
              + " that does not fit the plan, delete it, then retry.";
      case IN_USE -> "Remove what the message says still uses it, then retry.";
      case ALREADY_EXISTS ->
          "Remove or rename the resource that stands in the way (it does not carry this setup's"
              + " tags, so it is left alone), then retry.";
      case NOT_FOUND ->
          "Check that region, zones, image and type of the spec exist and that nobody deleted what"
              + " this setup made, then retry.";
      default -> "Correct the value that the message names in the spec, or report it, then retry.";
    };
  }

  private static String permission(AlibabaCloudException error, String credential) {
    return error.code().contains("Role")
        ? "Allow ram:CreateServiceLinkedRole for nlb.aliyuncs.com and privatelink.aliyuncs.com in"
            + " the RAM policy of "
            + credential
            + ", then retry."
        : "Allow the action "
            + error.permission()
            + " in the RAM policy of "
            + credential
            + ", then retry.";
  }
}
