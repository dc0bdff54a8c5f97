package dev.linkspan.sandbox.api;

import java.util.Map;

/** One version of the API of a cloud product. */
public interface Product {

  /** Name of the product, such as {@code Vpc}. */
  String name();

  /** API version, such as {@code 2016-04-28}. Calls are dispatched on version and action. */
  String version();

  Map<String, Action> actions();

  /**
   * Whether an operation supports {@code ClientToken}. By default, every operation that writes
   * does.
   */
  default boolean takesToken(String action) {
    return writes(action);
  }

  /** Error code for a client token that is reused with other parameters. */
  default String tokenMismatchCode() {
    return "IdempotentParameterMismatch";
  }

  /** Returns the product's error for a missing mandatory parameter. */
  default ApiError missing(MissingParameter error) {
    return error;
  }

  /** Whether an operation of this name changes anything. */
  static boolean writes(String action) {
    return !action.startsWith("Describe")
        && !action.startsWith("List")
        && !action.startsWith("Get")
        && !action.startsWith("Check");
  }
}
