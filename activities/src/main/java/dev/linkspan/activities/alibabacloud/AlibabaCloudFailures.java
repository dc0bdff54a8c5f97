package dev.linkspan.activities.alibabacloud;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The failure that the workflow gets for an error: retry, or park and ask a person. */
final class AlibabaCloudFailures {
  private static final Logger LOG = LoggerFactory.getLogger(AlibabaCloudFailures.class);
  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(5);

  private AlibabaCloudFailures() {}

  static ApplicationFailure of(AlibabaCloudException error, Owner owner) {
    return switch (error.kind()) {
      case THROTTLED -> throttled(error);
      case RESOURCE_BUSY -> retryable(error, ApplicationErrorCategory.BENIGN);
      case UNKNOWN_OUTCOME -> retryable(error, ApplicationErrorCategory.UNSPECIFIED);
      default -> Failures.needsPerson(message(error), remedy(error, owner));
    };
  }

  private static String message(AlibabaCloudException error) {
    return String.valueOf(error.getMessage());
  }

  private static ApplicationFailure throttled(AlibabaCloudException error) {
    long asked = error.retryAfter().orElse(DEFAULT_RETRY_AFTER).toMillis();
    long jitter = ThreadLocalRandom.current().nextLong(asked / 2 + 1);
    Duration delay = Duration.ofMillis(asked + jitter);
    LOG.info(
        "{} is throttled ({}): next attempt in {} ms; the API asked for {}",
        error.permission(),
        error.code(),
        delay.toMillis(),
        error.retryAfter().map(d -> d.toMillis() + " ms").orElse("nothing"));
    return ApplicationFailure.newBuilder()
        .setMessage(message(error))
        .setType(error.kind().name())
        .setCategory(ApplicationErrorCategory.BENIGN)
        .setNextRetryDelay(delay)
        .build();
  }

  private static ApplicationFailure retryable(
      AlibabaCloudException error, ApplicationErrorCategory category) {
    return ApplicationFailure.newBuilder()
        .setMessage(message(error))
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
              + " (id, secret and, for temporary ones, the security token), restart the worker if"
              + " the key is in its environment or settings, then retry.";
      case CLOCK_SKEW ->
          "Set the clock of the worker's machine (it must be within 15 minutes of UTC), then"
              + " retry.";
      case PERMISSION -> permission(error, credential);
      case QUOTA ->
          "Request a higher quota for "
              + error.product()
              + " in "
              + owner.region()
              + " in Alibaba Cloud's Quota Center, or delete what you no longer need, then retry.";
      case BILLING ->
          "Settle the Alibaba Cloud account (balance, payment method, unpaid bills, identity"
              + " verification or risk control, as the message says), then retry.";
      case REGION ->
          "Choose another region or zone, or ask Alibaba Cloud to open "
              + owner.region()
              + " or the zone to this account, then retry.";
      case OUT_OF_STOCK ->
          "Choose an instance type or disk category that is on sale in this zone and plan again, or"
              + " wait for stock, then retry.";
      case NOT_ACTIVATED ->
          "Activate PrivateLink for this account in the Alibaba Cloud console (or with the API"
              + " action OpenPrivateLinkService), then retry.";
      case CLIENT_TOKEN_MISMATCH ->
          "A request of this setup was repeated with other parameters: find the resource with the"
              + " tag linkspan:setup="
              + owner.setup()
              + " that does not match the plan, delete it, then retry.";
      case DELETION_PROTECTED ->
          "Switch off the deletion protection in the Alibaba Cloud console, then retry.";
      case IN_USE -> "Remove what the message says still uses it, then retry.";
      case ALREADY_EXISTS ->
          "Remove or rename the resource that is in the way (it does not carry this setup's tags,"
              + " so Linkspan leaves it alone), then retry.";
      case NOT_FOUND ->
          "Check that region, zones, image and type of the spec exist and that nobody deleted a"
              + " resource of this setup, then retry.";
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
