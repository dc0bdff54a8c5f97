package dev.linkspan.sandbox.vpc;

import dev.linkspan.sandbox.api.ApiError;

/** The errors of VPC. */
final class VpcErrors {
  private VpcErrors() {}

  static ApiError vpcNotFound() {
    return new ApiError(404, "InvalidVpcId.NotFound", "Specified VPC does not exist.");
  }

  static ApiError error(String code, String message) {
    return new ApiError(400, code, message);
  }
}
