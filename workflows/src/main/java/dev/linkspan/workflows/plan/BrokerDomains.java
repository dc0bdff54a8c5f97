package dev.linkspan.workflows.plan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The domains under which TiDB Cloud reaches the brokers, and the names that brokers advertise
 * under them. TiDB Cloud's documents disagree about the suffix, so the names follow from the
 * domains that its API returns. Pure.
 *
 * @param uniqueName the name that TiDB Cloud generated for the connection
 * @param domains as the API returns them, for example {@code *.<unique
 *     name>.alicloud.plc.tidbcloud.com}; a {@code *} stands for exactly one label
 */
public record BrokerDomains(String uniqueName, List<String> domains) {
  /** What stands where the unique name will be, until TiDB Cloud gives it. */
  public static final String UNIQUE_NAME_PLACEHOLDER = "unique_name";

  /** The domains of the guide, until TiDB Cloud names its own. */
  public static final BrokerDomains EXPECTED = ofGuide(UNIQUE_NAME_PLACEHOLDER);

  private static final String WILDCARD = "*.";
  private static final Pattern ADVERTISED =
      Pattern.compile(
          "b(\\d+)\\.((?:[a-z0-9-]+\\.)*?([a-z0-9]+)\\.(?:[a-z]+-[a-z0-9-]+\\.)?"
              + "alicloud\\.(?:plc\\.)?tidbcloud\\.com)");

  public BrokerDomains {
    domains = List.copyOf(domains);
  }

  /** The domain that TiDB Cloud's guide for Alibaba Cloud shows. */
  public static BrokerDomains ofGuide(String uniqueName) {
    return new BrokerDomains(
        uniqueName, List.of("*." + uniqueName + ".alicloud.plc.tidbcloud.com"));
  }

  /**
   * The name that this broker advertises: its own label under the domain of its zone, or else under
   * the first domain. Empty where no domain has a wildcard.
   */
  public Optional<String> host(int nodeId, String zone) {
    List<String> wildcards =
        domains.stream()
            .filter(domain -> domain.startsWith(WILDCARD))
            .map(domain -> domain.substring(WILDCARD.length()))
            .toList();
    return wildcards.stream()
        .filter(domain -> List.of(domain.split("\\.", -1)).contains(zone))
        .findFirst()
        .or(() -> wildcards.stream().findFirst())
        .map(domain -> "b" + nodeId + "." + domain);
  }

  /** Whether TiDB Cloud routes this name through the connection. */
  public boolean covers(String host) {
    return domains.stream().anyMatch(domain -> covers(lower(domain), lower(host)));
  }

  private static boolean covers(String domain, String host) {
    if (!domain.startsWith(WILDCARD)) {
      return domain.equals(host);
    }
    int dot = host.indexOf('.');
    return dot > 0 && host.substring(dot + 1).equals(domain.substring(WILDCARD.length()));
  }

  /** The domain of the name that a broker advertises; empty for a name that is not managed. */
  public static Optional<BrokerDomains> ofHost(int nodeId, String host) {
    Matcher managed = ADVERTISED.matcher(lower(host));
    return managed.matches() && managed.group(1).equals(Integer.toString(nodeId))
        ? Optional.of(new BrokerDomains(managed.group(3), List.of(WILDCARD + managed.group(2))))
        : Optional.empty();
  }

  /** All domains together; empty where they do not have one unique name. */
  public static Optional<BrokerDomains> together(List<BrokerDomains> parts) {
    List<String> names = parts.stream().map(BrokerDomains::uniqueName).distinct().toList();
    return names.size() == 1
        ? Optional.of(
            new BrokerDomains(
                names.get(0),
                parts.stream().flatMap(part -> part.domains().stream()).distinct().toList()))
        : Optional.empty();
  }

  /** The domains, for texts. */
  public String text() {
    return domains.isEmpty() ? "(none)" : String.join(", ", domains);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
