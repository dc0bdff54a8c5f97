package dev.linkspan.sandbox.http;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether a request can come from a client of this sandbox, and not from a web page in a
 * browser on the same computer. A page of another site can send requests to loopback addresses, and
 * can make its own name resolve to one (DNS rebinding). The browser then sends that name as {@code
 * Host}, the page's {@code Origin}, or a {@code Sec-Fetch-Site} header, none of which a page can
 * change.
 */
final class ClientOrigin {
  private static final Set<String> OWN_FETCH_SITES = Set.of("none", "same-origin");
  private static final String IPV4_LOOPBACK = "127(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}";

  private final Set<String> hostNames = new HashSet<>(Set.of("localhost", "[::1]"));

  /**
   * @param moreHostNames host names of the sandbox other than loopback names and addresses
   */
  ClientOrigin(Set<String> moreHostNames) {
    moreHostNames.forEach(name -> hostNames.add(name.toLowerCase(Locale.ROOT)));
  }

  /**
   * Returns why the request is refused; empty if it is not.
   *
   * @param scheme {@code http} or {@code https}
   * @param headers values by name, in any case of letters
   */
  Optional<String> refusal(String scheme, Map<String, List<String>> headers) {
    List<String> hosts = headers.getOrDefault("Host", List.of());
    if (hosts.size() != 1 || !isOwn(hosts.get(0))) {
      return Optional.of("The Host header does not name this sandbox.");
    }
    String own = scheme + "://" + hosts.get(0);
    if (!headers.getOrDefault("Origin", List.of()).stream().allMatch(own::equalsIgnoreCase)) {
      return Optional.of("Requests from pages of another origin are not allowed.");
    }
    if (!OWN_FETCH_SITES.containsAll(headers.getOrDefault("Sec-Fetch-Site", List.of()))) {
      return Optional.of("Requests from pages of another site are not allowed.");
    }
    return Optional.empty();
  }

  private boolean isOwn(String host) {
    String name = host.strip().toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    return hostNames.contains(name) || name.matches(IPV4_LOOPBACK);
  }
}
