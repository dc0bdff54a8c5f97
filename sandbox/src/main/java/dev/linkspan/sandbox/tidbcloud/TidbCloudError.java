package dev.linkspan.sandbox.tidbcloud;

/**
 * An error response: HTTP status and the body {@code {"code", "message", "details"}}. Only the
 * codes for authentication and rate limit are published; the others are gRPC status codes.
 */
final class TidbCloudError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int INVALID_ARGUMENT = 3;
  private static final int NOT_FOUND = 5;
  private static final int ALREADY_EXISTS = 6;
  private static final int PERMISSION_DENIED = 7;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int FAILED_PRECONDITION = 9;

  private final int status;
  private final int code;
  private final String message;

  TidbCloudError(int status, int code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.message = message;
  }

  static TidbCloudError invalid(String message) {
    return new TidbCloudError(400, INVALID_ARGUMENT, message);
  }

  static TidbCloudError failedPrecondition(String message) {
    return new TidbCloudError(400, FAILED_PRECONDITION, message);
  }

  static TidbCloudError permissionDenied(String message) {
    return new TidbCloudError(403, PERMISSION_DENIED, message);
  }

  static TidbCloudError resourceExhausted(String message) {
    return new TidbCloudError(429, RESOURCE_EXHAUSTED, message);
  }

  static TidbCloudError notFound(String what, String id) {
    return new TidbCloudError(404, NOT_FOUND, what + " " + id + " not found");
  }

  static TidbCloudError conflict(String message) {
    return new TidbCloudError(409, ALREADY_EXISTS, message);
  }

  @Override
  public String getMessage() {
    return message;
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }
}
