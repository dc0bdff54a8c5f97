package dev.linkspan.sandbox.changefeed;

import java.util.List;

/**
 * A changefeed that writes to Kafka.
 *
 * @param endpointAddresses addresses of the private link endpoint
 * @param domains attached to the connection
 */
public record ChangefeedSpec(
    String id,
    List<String> endpointAddresses,
    List<Domain> domains,
    int bootstrapPort,
    String topic,
    int partitions,
    int replicationFactor,
    RowFormat format) {
  public ChangefeedSpec {
    endpointAddresses = List.copyOf(endpointAddresses);
    domains = List.copyOf(domains);
  }

  /** Whether TiDB Cloud resolves this name. */
  boolean resolves(String host) {
    return domains.stream().anyMatch(domain -> domain.covers(host));
  }

  /** The names of the domains, separated by commas. */
  String domainNames() {
    return String.join(",", domains.stream().map(Domain::name).toList());
  }

  /**
   * A managed domain.
   *
   * @param name such as {@code *.<unique name>.<suffix>}; the {@code *} stands for one label
   * @param addresses what the names under it resolve to
   */
  public record Domain(String name, List<String> addresses) {
    private static final String WILDCARD = "*.";

    public Domain {
      addresses = List.copyOf(addresses);
    }

    private boolean covers(String host) {
      int dot = host.indexOf('.');
      return name.startsWith(WILDCARD)
          ? dot > 0 && host.substring(dot + 1).equals(name.substring(WILDCARD.length()))
          : host.equals(name);
    }

    /** The name of a broker under this domain. */
    String host(int brokerId) {
      return name.startsWith(WILDCARD)
          ? "b" + brokerId + "." + name.substring(WILDCARD.length())
          : name;
    }
  }
}
