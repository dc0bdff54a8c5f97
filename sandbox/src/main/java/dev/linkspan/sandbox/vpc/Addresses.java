package dev.linkspan.sandbox.vpc;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses of vSwitches. An address or vSwitch is in use if an attribute of any resource has
 * it. Instances get the lowest free address from the 11th on. The first and the last three
 * addresses of a range are reserved.
 */
public final class Addresses {
  private static final int FIRST_FOR_INSTANCES = 11;
  private static final int RESERVED_AT_END = 3;

  private final Store store;

  public Addresses(Store store) {
    this.store = store;
  }

  /** Returns the lowest free address from the 11th on; empty if there is none. */
  public Optional<String> lowestFree(Resource vSwitch) {
    Ipv4Range range = range(vSwitch);
    Set<String> used = namedTexts();
    // In a small range, instances start after the first reserved address.
    long start = range.size() > 2 * FIRST_FOR_INSTANCES ? FIRST_FOR_INSTANCES : 1;
    for (long offset = start; offset < range.size() - RESERVED_AT_END; offset++) {
      if (!used.contains(range.address(offset))) {
        return Optional.of(range.address(offset));
      }
    }
    return Optional.empty();
  }

  /** Returns the highest free addresses; fewer if the range has not enough. */
  public List<String> highestFree(Resource vSwitch, int wanted) {
    Ipv4Range range = range(vSwitch);
    Set<String> used = namedTexts();
    List<String> free = new ArrayList<>();
    long offset = range.size() - RESERVED_AT_END - 1;
    while (offset >= 1 && free.size() < wanted) {
      String address = range.address(offset);
      if (!used.contains(address)) {
        free.add(address);
      }
      offset--;
    }
    return free;
  }

  /**
   * Returns the address.
   *
   * @throws ApiError if it is outside the range or in use
   */
  public String checkedFree(Resource vSwitch, String address) {
    boolean inside =
        Ipv4Range.parse(address + "/32").filter(a -> range(vSwitch).contains(a)).isPresent();
    if (!inside) {
      throw new ApiError(
          400, "InvalidPrivateIpAddress", "The specified private IP address is not valid.");
    }
    if (namedTexts().contains(address)) {
      throw new ApiError(
          400,
          "InvalidPrivateIpAddress.Duplicated",
          "The specified private IP address is already used.");
    }
    return address;
  }

  /** Returns the resources in the vSwitch. */
  public List<Resource> usersOf(String vSwitchId) {
    return store.all().stream().filter(r -> named(r).contains(vSwitchId)).toList();
  }

  /** Returns the number of free addresses. */
  public long free(Resource vSwitch) {
    Ipv4Range range = range(vSwitch);
    long used =
        namedTexts().stream()
            .flatMap(text -> Ipv4Range.parse(text + "/32").stream())
            .filter(range::contains)
            .count();
    return Math.max(0, range.size() - 1 - RESERVED_AT_END - used);
  }

  private Set<String> namedTexts() {
    Set<String> texts = new HashSet<>();
    store.all().forEach(resource -> collect(resource.attributes(), texts));
    return texts;
  }

  private static Set<String> named(Resource resource) {
    Set<String> texts = new HashSet<>();
    collect(resource.attributes(), texts);
    return texts;
  }

  private static void collect(Object value, Set<String> into) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(element -> collect(element, into));
    } else if (value instanceof Iterable<?> list) {
      list.forEach(element -> collect(element, into));
    } else if (value instanceof String text) {
      into.add(text);
    }
  }

  private static Ipv4Range range(Resource vSwitch) {
    return Ipv4Range.parse(vSwitch.text("cidr")).orElseThrow();
  }
}
