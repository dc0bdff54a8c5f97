package dev.linkspan.sandbox.api;

import java.util.Map;

/**
 * An operation of a product. It runs in one transaction of the store: an exception undoes its
 * changes.
 */
@FunctionalInterface
public interface Action {

  /**
   * Performs the operation.
   *
   * @return the response body without {@code RequestId}, with its fields in order
   * @throws ApiError if the real service would refuse the call
   */
  Map<String, Object> perform(Call call);
}
