package dev.linkspan.activities.alibabacloud;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A call to Alibaba Cloud that failed. Its message holds no secret and no URL. */
public final class AlibabaCloudException extends RuntimeException {
  private static final Pattern URL = Pattern.compile("https?://\\S+");
  private static final Pattern KEY =
      Pattern.compile("(?i)(AccessKeyId|AccessKeySecret|Signature|SecurityToken)=\\S+");
  private static final Pattern SIDE_BY_SIDE = Pattern.compile("(?i)concurrentcall|dist\\w*lock");
  private static final int LONGEST_MESSAGE = 400;

  private final transient Optional<Duration> retryAfter;
  private final ErrorKind kind;
  private final String product;
  private final String action;
  private final String code;

  /**
   * @param product e.g. {@code vpc}
   * @param code as the API returned it; null where there was none
   * @param status of HTTP; 0 where there was no response
   * @param message as the API returned it; null where there was none
   */
  AlibabaCloudException(
      String product,
      String action,
      @Nullable String code,
      int status,
      @Nullable String message,
      Optional<Duration> retryAfter) {
    this(
        ErrorKind.of(code, status),
        product,
        action,
        code == null ? "HTTP " + status : code,
        text(product, action, code, status, message),
        retryAfter);
  }

  private AlibabaCloudException(
      ErrorKind kind,
      String product,
      String action,
      String code,
      String text,
      Optional<Duration> retryAfter) {
    super(text, null, false, true);
    this.kind = kind;
    this.product = product;
    this.action = action;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /**
   * A response that the API did not send, or not whole. Its status says nothing about the resource:
   * a page of a proxy with the status 404 must not look like a resource that is gone.
   */
  static AlibabaCloudException foreign(
      String product, String action, int status, Optional<Duration> retryAfter) {
    return new AlibabaCloudException(
        status == 429 ? ErrorKind.THROTTLED : ErrorKind.UNKNOWN_OUTCOME,
        product,
        action,
        "HTTP " + status,
        product
            + " "
            + action
            + ": HTTP "
            + status
            + " with a body that is not the API's: a proxy or a gateway may have answered",
        retryAfter);
  }

  private static String text(
      String product, String action, @Nullable String code, int status, @Nullable String message) {
    ErrorKind kind = ErrorKind.of(code, status);
    String about = product + " " + action + ": " + (code == null ? "HTTP " + status : code);
    boolean quotable = kind != ErrorKind.AUTHENTICATION && kind != ErrorKind.UNKNOWN_OUTCOME;
    return quotable && message != null ? about + " - " + redacted(message) : about;
  }

  private static String redacted(String message) {
    String text = URL.matcher(message).replaceAll("(address removed)");
    text = KEY.matcher(text).replaceAll("$1=(removed)").strip();
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
  }

  /** What the error means for the setup. */
  public ErrorKind kind() {
    return kind;
  }

  public boolean is(ErrorKind other) {
    return kind == other;
  }

  /**
   * Whether the account has another call of this kind in progress, possibly of another setup.
   * Source: the error code {@code ConcurrentCallNotSupported} of PrivateLink's API reference, and
   * VPC's {@code OperationFailed.DistibuteLock}, spelled like that.
   */
  public boolean refusedSideBySide() {
    return kind == ErrorKind.RESOURCE_BUSY && SIDE_BY_SIDE.matcher(code).find();
  }

  /** E.g. {@code InvalidVpcId.NotFound}. */
  public String code() {
    return code;
  }

  /** The action as a RAM policy names it, e.g. {@code vpc:CreateVpc}. */
  public String permission() {
    return product + ":" + action;
  }

  /** E.g. {@code vpc}. */
  public String product() {
    return product;
  }

  /** How long the API asks to wait before the next call. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
