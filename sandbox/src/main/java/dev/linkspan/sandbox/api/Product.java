package dev.linkspan.sandbox.api;

import java.util.Map;

/** One version of the API of a cloud product. */
public interface Product {

  /** Name of the product, such as {@code Vpc}. */
  String name();

  /** API version, such as {@code 2016-04-28}. Calls are dispatched on version and action. */
  String version();

  Map<String, Action> actions();

  /** Error code for a client token that is reused with other parameters. */
  default String tokenMismatchCode() {
    return "IdempotentParameterMismatch";
  }

  /** Returns the product's error for a missing mandatory parameter. */
  default ApiError missing(MissingParameter error) {
    return error;
  }

  /** Returns the product's error for a parameter whose value has the wrong type or form. */
  default ApiError invalid(String parameter) {
    return new ApiError(
        400, "InvalidParameter", "The specified parameter \"" + parameter + "\" is not valid.");
  }

  /** Whether a size of a page outside of its range is raised or lowered instead of refused. */
  default boolean limitsPages() {
    return false;
  }

  /** Whether an operation of this name changes anything. */
  static boolean writes(String action) {
    return !action.startsWith("Describe")
        && !action.startsWith("List")
        && !action.startsWith("Get")
        && !action.startsWith("Check");
  }
}
