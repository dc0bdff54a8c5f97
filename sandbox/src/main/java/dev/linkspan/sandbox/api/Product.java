package dev.linkspan.sandbox.api;

import java.util.Map;

/** One cloud product: the operations of one API version. */
public interface Product {

  /** E.g. {@code Vpc}. */
  String name();

  /** E.g. {@code 2016-04-28}; calls are dispatched on version and action. */
  String version();

  Map<String, Action> actions();

  /** Whether the operation honours {@code ClientToken}: by default everything that writes. */
  default boolean takesToken(String action) {
    return writes(action);
  }

  /** Code of the error for a token that comes again with other parameters. */
  default String tokenMismatchCode() {
    return "IdempotentParameterMismatch";
  }

  /** The error for a mandatory parameter that is missing. */
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
