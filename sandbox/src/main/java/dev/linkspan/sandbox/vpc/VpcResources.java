package dev.linkspan.sandbox.vpc;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Names;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.Optional;

/** Lookups and checks that the VPC actions share. */
final class VpcResources {
  private VpcResources() {}

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

  static String name(Call call, String parameter, String code) {
    String name = call.parameters().text(parameter, "");
    if (!name.isEmpty() && !Names.isPlain(name, 1, 128)) {
      throw VpcErrors.error(code, "The specified name is not valid.");
    }
    return name;
  }
}
