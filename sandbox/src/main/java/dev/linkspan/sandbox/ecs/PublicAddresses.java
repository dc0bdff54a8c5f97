package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.vpc.Ipv4Range;

/** Assigns public addresses in ascending order. No address is assigned twice. */
public final class PublicAddresses {
  private final Store store;
  private final Ipv4Range first;

  /**
   * @param first first address, such as {@code 127.200.0.11}
   */
  public PublicAddresses(Store store, String first) {
    this.store = store;
    this.first =
        Ipv4Range.parse(first + "/32")
            .orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: " + first));
  }

  String next() {
    return first.address(store.next("public-address"));
  }
}
