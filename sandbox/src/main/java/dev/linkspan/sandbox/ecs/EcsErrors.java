package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.ApiError;

/** The errors of ECS. */
final class EcsErrors {
  private EcsErrors() {}

  static ApiError error(int status, String code, String message) {
    return new ApiError(status, code, message);
  }
}
