package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.ApiError;

/** The errors of the load balancer API. */
final class NlbErrors {
  private NlbErrors() {}

  static ApiError notFound(String kind) {
    return new ApiError(
        404, "ResourceNotFound." + kind, "The specified resource of " + kind + " is not found.");
  }

  static ApiError incorrectStatus(String kind, String id) {
    return new ApiError(
        400, "IncorrectStatus." + kind, "The status of " + kind + " [" + id + "] is incorrect.");
  }

  static ApiError locked(String id) {
    return new ApiError(
        400, "Conflict.Lock", "There is a conflicting operation on " + id + ". Try again later.");
  }

  static ApiError illegal(String parameter) {
    return new ApiError(
        400, "IllegalParam." + parameter, "The param of " + parameter + " is illegal.");
  }

  static ApiError mismatch(String what) {
    return new ApiError(400, "Mismatch." + what, "The " + what + " is mismatched.");
  }
}
