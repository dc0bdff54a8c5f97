package dev.linkspan.sandbox.privatelink;

import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.vpc.Ipv4Range;

/**
 * Addresses for endpoints in VPCs that the sandbox does not have, counted up from a first one; none
 * is given twice.
 */
final class ExternalAddresses {
  private final Store store;
  private final Ipv4Range first;

  /**
   * @param first e.g. {@code 127.210.0.11}
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
