package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.vpc.Ipv4Range;

/**
 * Assigns addresses to endpoints in VPCs outside the sandbox, in ascending order. No address is
 * assigned twice.
 */
final class ExternalAddresses {
  private final Store store;
  private final Ipv4Range first;

  /**
   * @param first first address, such as {@code 127.210.0.11}
   */
  ExternalAddresses(Store store, String first) {
    this.store = store;
    this.first =
        Ipv4Range.parse(first + "/32")
            .orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: " + first));
  }

  String next() {
    return first.address(store.next("endpoint-address"));
  }
}
