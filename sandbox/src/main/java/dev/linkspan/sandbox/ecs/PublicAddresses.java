package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.vpc.Ipv4Range;

/** Public addresses, counted up from a first one; none is given twice. */
public final class PublicAddresses {
  private final Store store;
  private final Ipv4Range first;

  /**
   * @param first e.g. {@code 127.200.0.11}
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
