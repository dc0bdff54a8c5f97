package dev.linkspan.sandbox.vpc;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who has which address of a vSwitch. Instances are served from the 11th address upwards, load
 * balancers from the end downwards; the first and the last three of a block are reserved.
 */
public final class Addresses {
  private static final String TYPE = "_address";
  private static final int FIRST_FOR_INSTANCES = 11;
  private static final int RESERVED_AT_END = 3;

  private final Store store;

  public Addresses(Store store) {
    this.store = store;
  }

  /** The lowest free address from the 11th on; empty where there is none. */
  public Optional<String> takeLowest(Resource vSwitch, String owner) {
    Ipv4Range range = range(vSwitch);
    Set<String> taken = taken(vSwitch.id());
    // A block too small for the usual start begins after the reserved address.
    long start = range.size() > 2 * FIRST_FOR_INSTANCES ? FIRST_FOR_INSTANCES : 1;
    for (long offset = start; offset < range.size() - RESERVED_AT_END; offset++) {
      if (!taken.contains(range.address(offset))) {
        return Optional.of(record(vSwitch, range.address(offset), owner));
      }
    }
    return Optional.empty();
  }

  /** The highest free address; empty where there is none. */
  public Optional<String> takeHighest(Resource vSwitch, String owner) {
    Ipv4Range range = range(vSwitch);
    Set<String> taken = taken(vSwitch.id());
    for (long offset = range.size() - RESERVED_AT_END - 1; offset >= 1; offset--) {
      if (!taken.contains(range.address(offset))) {
        return Optional.of(record(vSwitch, range.address(offset), owner));
      }
    }
    return Optional.empty();
  }

  /**
   * Takes exactly this address.
   *
   * @throws ApiError where it is outside of the block, or taken
   */
  public String take(Resource vSwitch, String address, String owner) {
    boolean inside =
        Ipv4Range.parse(address + "/32").filter(a -> range(vSwitch).contains(a)).isPresent();
    if (!inside) {
      throw new ApiError(
          400, "InvalidPrivateIpAddress", "The specified private IP address is not valid.");
    }
    if (taken(vSwitch.id()).contains(address)) {
      throw new ApiError(
          400,
          "InvalidPrivateIpAddress.Duplicated",
          "The specified private IP address is already used.");
    }
    return record(vSwitch, address, owner);
  }

  /** Frees everything that this owner has. */
  public void release(String owner) {
    for (Resource address : store.all(TYPE)) {
      if (address.name().equals(owner)) {
        store.remove(TYPE, address.id());
      }
    }
  }

  /** Frees what owners have that a crash kept from freeing it themselves. */
  public void releaseOrphans(String ownerPrefix, Predicate<String> exists) {
    for (Resource address : store.all(TYPE)) {
      if (address.name().startsWith(ownerPrefix) && !exists.test(address.name())) {
        store.remove(TYPE, address.id());
      }
    }
  }

  /** Ids of those who have addresses in the vSwitch. */
  public List<String> ownersIn(String vSwitchId) {
    return in(vSwitchId).stream().map(Resource::name).distinct().toList();
  }

  /** How many addresses are left. */
  public long free(Resource vSwitch) {
    return Math.max(0, range(vSwitch).size() - 1 - RESERVED_AT_END - in(vSwitch.id()).size());
  }

  private String record(Resource vSwitch, String address, String owner) {
    store.put(
        Resource.of(TYPE, vSwitch.id() + " " + address, vSwitch.account(), vSwitch.region(), owner)
            .with("vSwitchId", vSwitch.id())
            .with("address", address));
    return address;
  }

  private Set<String> taken(String vSwitchId) {
    return in(vSwitchId).stream().map(a -> a.text("address")).collect(Collectors.toSet());
  }

  private List<Resource> in(String vSwitchId) {
    return store.all(TYPE).stream().filter(a -> a.text("vSwitchId").equals(vSwitchId)).toList();
  }

  private static Ipv4Range range(Resource vSwitch) {
    return Ipv4Range.parse(vSwitch.text("cidr")).orElseThrow();
  }
}
