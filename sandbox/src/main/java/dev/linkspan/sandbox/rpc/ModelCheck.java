package dev.linkspan.sandbox.rpc;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.MissingParameter;
import dev.linkspan.sandbox.api.Product;
import dev.linkspan.sandbox.models.ActionModel;
import dev.linkspan.sandbox.models.BodyCheck;
import dev.linkspan.sandbox.models.Difference;
import dev.linkspan.sandbox.models.Limit;
import dev.linkspan.sandbox.models.ProductModel;
import dev.linkspan.sandbox.models.RequestCheck;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds every call against the official model of its action, so that each use of the sandbox checks
 * both the client and the sandbox.
 */
final class ModelCheck {
  private ModelCheck() {}

  /**
   * Refuses a request that the official model does not describe, or that exceeds a documented
   * limit.
   *
   * @throws ApiError UnsupportedParameter for an unknown parameter: "The parameter is not
   *     supported", status 400, from the list of public client errors at
   *     https://help.aliyun.com/document_detail/51132.html; Sandbox.ParameterNotModeled for one
   *     that the sandbox would have to ignore
   */
  static void request(Product product, Call call) {
    RequestCheck check = new RequestCheck(model(product, call.action()));
    Optional<Limit> exceeded = check.exceeded(call.parameters().asMap());
    for (Difference difference : check.differences(call.parameters().asMap())) {
      switch (difference.kind()) {
        case UNKNOWN ->
            throw new ApiError(
                400,
                "UnsupportedParameter",
                "The parameter \"" + difference.name() + "\" is not supported.");
        case MISSING -> throw product.missing(new MissingParameter(difference.name()));
        case TYPE -> throw product.invalid(difference.name());
        case NOT_MODELED ->
            throw new ApiError(
                400,
                "Sandbox.ParameterNotModeled",
                "This is the sandbox, and it does not ignore what it cannot do: " + difference);
        case RANGE, VALUE -> {
          if (exceeded.isEmpty() && (!isPage(difference.name()) || !product.limitsPages())) {
            throw product.invalid(difference.parameter());
          }
        }
      }
    }
    if (exceeded.isPresent()) {
      throw error(product, exceeded.get());
    }
  }

  private static boolean isPage(String parameter) {
    return parameter.equals("MaxResults") || parameter.equals("PageSize");
  }

  private static ApiError error(Product product, Limit limit) {
    return limit.code().isEmpty()
        ? product.invalid(limit.parameter())
        : new ApiError(
            limit.status(),
            limit.code(),
            "The specified parameter \"%s\" is not valid: its %s must be %s."
                .formatted(limit.parameter(), limit.measured(), limit.range()));
  }

  /**
   * Returns the body.
   *
   * @throws ApiError Sandbox.ResponseDiffers if the official model does not describe the body,
   *     which is a fault of the sandbox
   */
  static Map<String, Object> response(Product product, Call call, Map<String, Object> body) {
    List<Difference> differences =
        new BodyCheck(model(product, call.action()).fields()).differences(body);
    if (!differences.isEmpty()) {
      throw new ApiError(
          500,
          "Sandbox.ResponseDiffers",
          "The response of " + call.action() + " differs from its model: " + differences);
    }
    return body;
  }

  /** Whether an action that changes something takes a client token. */
  static boolean takesToken(Product product, String action) {
    return Product.writes(action) && model(product, action).has("ClientToken");
  }

  private static ActionModel model(Product product, String action) {
    return ProductModel.of(product.name())
        .action(action)
        .orElseThrow(() -> new IllegalStateException("there is no model of " + action));
  }
}
