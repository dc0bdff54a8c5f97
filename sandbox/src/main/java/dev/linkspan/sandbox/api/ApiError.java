package dev.linkspan.sandbox.api;

import java.util.Map;

/** An error response of an Alibaba Cloud RPC API: HTTP status, code and message. */
public class ApiError extends RuntimeException {
  private final int status;
  private final String code;
  private final Map<String, String> headers;

  public ApiError(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  /**
   * @param headers additional response headers, such as {@code x-acs-retry-after}
   */
  public ApiError(int status, String code, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.headers = Map.copyOf(headers);
  }

  /** HTTP status: 400 or higher. */
  public int status() {
    return status;
  }

  /** Error code, such as {@code InvalidVpcId.NotFound}. */
  public String code() {
    return code;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
