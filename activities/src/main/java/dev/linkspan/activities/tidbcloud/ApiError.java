package dev.linkspan.activities.tidbcloud;

import dev.linkspan.activities.tidbcloud.TidbCloudException.Kind;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An error of the API. The specification of the API lists 400, 401, 403, 429 and 500. A full quota
 * is gRPC's RESOURCE_EXHAUSTED, which its gateway turns into 429 like too many requests.
 *
 * @param status of HTTP; 0 where there was no response
 * @param code of the body, e.g. {@code 49900007}; blank where there is none
 * @param message of the body
 * @param remainingRequests of the header {@code X-Ratelimit-Remaining-Minute}
 */
record ApiError(int status, String code, String message, OptionalInt remainingRequests) {
  private static final int TOO_MANY_REQUESTS = 429;

  /** "The request exceeded the limit of 100 times per apikey per minute. For more quota, ...". */
  private static final String RATE_LIMIT = "49900007";

  private static final Pattern RATE =
      Pattern.compile("\\brate\\b|per (second|minute|hour)|too many requests|throttl");
  private static final Pattern QUOTA =
      Pattern.compile("quota|limit|at most|maximum|no more than|exhausted");

  Kind kind() {
    return switch (status) {
      case 0, 408 -> Kind.UNKNOWN_OUTCOME;
      case 401 -> Kind.AUTHENTICATION;
      case 403 -> Kind.PERMISSION;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      case TOO_MANY_REQUESTS -> quota() ? Kind.QUOTA : Kind.THROTTLED;
      default -> status >= 500 ? Kind.UNKNOWN_OUTCOME : Kind.BAD_REQUEST;
    };
  }

  /** Whether waiting does not help. In doubt it does: a step that fails on and on parks anyway. */
  private boolean quota() {
    String text = message.toLowerCase(Locale.ROOT);
    return !code.equals(RATE_LIMIT)
        && remainingRequests.orElse(1) > 0
        && !RATE.matcher(text).find()
        && QUOTA.matcher(text).find();
  }
}
