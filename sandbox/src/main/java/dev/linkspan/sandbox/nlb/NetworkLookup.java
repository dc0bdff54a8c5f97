package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.ecs.EcsProduct;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.vpc.VpcProduct;
import java.util.Optional;

/** Looks up VPCs, vSwitches and instances. */
public final class NetworkLookup {
  private final Store store;

  public NetworkLookup(Store store) {
    this.store = store;
  }

  Resource vpc(Call call, String id) {
    return store
        .find(VpcProduct.VPC, id)
        .filter(vpc -> vpc.account().equals(call.account()) && vpc.region().equals(call.region()))
        .orElseThrow(() -> NlbErrors.notFound("Vpc"));
  }

  /** Returns a vSwitch of the caller, in any status. */
  public Optional<Resource> vSwitch(String account, String id) {
    return store.find(VpcProduct.VSWITCH, id).filter(vSwitch -> vSwitch.account().equals(account));
  }

  Optional<Resource> instance(Call call, String id) {
    return store.find(EcsProduct.INSTANCE, id).filter(i -> i.account().equals(call.account()));
  }

  /** Returns the instance's address in its vSwitch. */
  static String privateAddress(Resource instance) {
    return instance.text("privateAddress");
  }
}
