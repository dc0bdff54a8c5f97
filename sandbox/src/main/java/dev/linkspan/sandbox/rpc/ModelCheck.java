package dev.linkspan.sandbox.rpc;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.MissingParameter;
import dev.linkspan.sandbox.api.Product;
import dev.linkspan.sandbox.models.ActionModel;
import dev.linkspan.sandbox.models.BodyCheck;
import dev.linkspan.sandbox.models.Difference;
import dev.linkspan.sandbox.models.ProductModel;
import dev.linkspan.sandbox.models.RequestCheck;
import java.util.List;
import java.util.Map;

/**
 * Holds every call against the official model of its action, so that each use of the sandbox checks
 * both the client and the sandbox.
 */
final class ModelCheck {
  private ModelCheck() {}

  /**
   * Refuses a request that the official model does not describe. Ranges are not checked here: each
   * action has its own error for them.
   *
   * @throws ApiError UnsupportedParameter for an unknown parameter: "The parameter is not
   *     supported", status 400, from the list of public client errors at
   *     https://help.aliyun.com/document_detail/51132.html; Sandbox.ParameterNotModeled for one
   *     that the sandbox would have to ignore
   */
  static void request(Product product, Call call) {
    ActionModel model = model(product, call.action());
    for (Difference difference : new RequestCheck(model).differences(call.parameters().asMap())) {
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
          if (difference.name().equals("MaxResults") && !product.limitsPages()) {
            throw product.invalid(difference.name());
          }
        }
      }
    }
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
