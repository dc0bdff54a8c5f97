package dev.linkspan.sandbox.api;

import java.util.Map;

/**
 * One operation of a product. It runs inside one transaction of the store: whatever it throws
 * undoes what it wrote.
 */
@FunctionalInterface
public interface Action {

  /**
   * Returns the response body without {@code RequestId}; keys in the order they should appear.
   *
   * @throws ApiError where the real service would refuse
   */
  Map<String, Object> perform(Call call);
}
