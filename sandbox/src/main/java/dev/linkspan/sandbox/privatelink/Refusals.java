package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.api.ApiError;

/** The errors of this product; all have status 400. */
final class Refusals {
  private Refusals() {}

  static ApiError refusal(String code, String message) {
    return new ApiError(400, code, message);
  }

  static ApiError serviceNotFound() {
    return refusal("EndpointServiceNotFound", "The specified endpoint service does not exist.");
  }

  static ApiError serviceBusy() {
    return refusal(
        "EndpointServiceOperationDenied",
        "The operation is denied in the current status of the endpoint service.");
  }

  static ApiError concurrent() {
    return refusal(
        "ConcurrentCallNotSupported", "The operation does not support concurrent calls.");
  }

  static ApiError illegal(String parameter) {
    return refusal("IllegalParam." + parameter, "The parameter " + parameter + " is not valid.");
  }
}
