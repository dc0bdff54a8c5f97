package dev.linkspan.activities.alibabacloud;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** A call to Alibaba Cloud that did not succeed, sorted. Its text holds no secret and no URL. */
public final class AlibabaCloudException extends RuntimeException {
  private static final Pattern URL = Pattern.compile("https?://\\S+");
  private static final Pattern KEY =
      Pattern.compile("(?i)(AccessKeyId|AccessKeySecret|Signature|SecurityToken)=\\S+");
  private static final int LONGEST = 400;

  private final transient Optional<Duration> retryAfter;
  private final ErrorKind kind;
  private final String product;
  private final String action;
  private final String code;

  /**
   * @param product e.g. {@code vpc}
   * @param code as the API gave it; null where there was none
   * @param status of HTTP; 0 where there was no answer
   */
  AlibabaCloudException(
      String product,
      String action,
      String code,
      int status,
      String message,
      Optional<Duration> retryAfter) {
    super(text(product, action, code, status, message), null, false, true);
    this.kind = ErrorKind.of(code, status);
    this.product = product;
    this.action = action;
    this.code = code == null ? "HTTP " + status : code;
    this.retryAfter = retryAfter;
  }

  private static String text(
      String product, String action, String code, int status, String message) {
    ErrorKind kind = ErrorKind.of(code, status);
    String about = product + " " + action + ": " + (code == null ? "HTTP " + status : code);
    boolean quotable = kind != ErrorKind.AUTHENTICATION && kind != ErrorKind.UNKNOWN_OUTCOME;
    return quotable && message != null ? about + " - " + cleaned(message) : about;
  }

  private static String cleaned(String message) {
    String text = URL.matcher(message).replaceAll("(address cut)");
    text = KEY.matcher(text).replaceAll("$1=(cut)").strip();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  public ErrorKind kind() {
    return kind;
  }

  public boolean is(ErrorKind some) {
    return kind == some;
  }

  /** E.g. {@code InvalidVpcId.NotFound}. */
  public String code() {
    return code;
  }

  /** As a RAM policy names it, e.g. {@code vpc:CreateVpc}. */
  public String permission() {
    return product + ":" + action;
  }

  public String product() {
    return product;
  }

  /** How long the API asks to wait. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
