package dev.linkspan.sandbox.vpc;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Names;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.Optional;

/** Look-ups and refusals that the VPC actions share. */
final class VpcErrors {
  private VpcErrors() {}

  static Resource vpc(Store store, Call call, String id) {
    return ofCaller(store.find(VpcProduct.VPC, id), call).orElseThrow(VpcErrors::vpcNotFound);
  }

  static Resource vSwitch(Store store, Call call, String id) {
    return ofCaller(store.find(VpcProduct.VSWITCH, id), call)
        .orElseThrow(
            () ->
                new ApiError(
                    400, "InvalidVSwitchId.NotFound", "The specified vSwitch does not exist."));
  }

  private static Optional<Resource> ofCaller(Optional<Resource> resource, Call call) {
    return resource.filter(
        r -> r.account().equals(call.account()) && r.region().equals(call.region()));
  }

  static ApiError vpcNotFound() {
    return new ApiError(404, "InvalidVpcId.NotFound", "Specified VPC does not exist.");
  }

  static ApiError error(String code, String message) {
    return new ApiError(400, code, message);
  }

  static String name(Call call, String parameter, String code) {
    String name = call.parameters().text(parameter, "");
    if (!name.isEmpty() && !Names.isPlain(name, 1, 128)) {
      throw error(code, "The specified name is not valid.");
    }
    return name;
  }
}
