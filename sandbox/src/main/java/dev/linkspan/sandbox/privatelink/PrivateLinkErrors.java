package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.api.ApiError;

/** The errors of PrivateLink. All have the HTTP status 400. */
final class PrivateLinkErrors {
  private PrivateLinkErrors() {}

  static ApiError error(String code, String message) {
    return new ApiError(400, code, message);
  }

  static ApiError serviceNotFound() {
    return error("EndpointServiceNotFound", "The specified endpoint service does not exist.");
  }

  static ApiError serviceBusy() {
    return error(
        "EndpointServiceOperationDenied",
        "The operation is denied in the current status of the endpoint service.");
  }

  static ApiError concurrent() {
    return error("ConcurrentCallNotSupported", "The operation does not support concurrent calls.");
  }

  static ApiError illegal(String parameter) {
    return error("IllegalParam." + parameter, "The parameter " + parameter + " is not valid.");
  }
}
