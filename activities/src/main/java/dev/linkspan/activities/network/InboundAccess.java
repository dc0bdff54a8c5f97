package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import dev.linkspan.workflows.spec.Cidr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether the inbound rules of all of an instance's security groups let a range of
 * addresses in. No I/O. The lowest number is the highest priority; at equal priority, a drop rule
 * wins.
 *
 * @param rules of all groups together
 */
record InboundAccess(List<Permission> rules) {
  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");

  /** Whether every address of this range reaches the TCP port. */
  boolean allows(String cidr, int port) {
    Optional<Cidr> from = parse(cidr);
    if (from.isEmpty()) {
      return false;
    }
    OptionalInt accepted =
        rules.stream()
            .filter(rule -> "accept".equalsIgnoreCase(rule.getPolicy()))
            .filter(rule -> appliesTo(rule, port))
            .filter(rule -> source(rule).filter(s -> s.contains(from.get())).isPresent())
            .mapToInt(InboundAccess::priority)
            .min();
    return accepted.isPresent()
        && rules.stream()
            .filter(rule -> "drop".equalsIgnoreCase(rule.getPolicy()))
            .filter(rule -> appliesTo(rule, port))
            .filter(rule -> source(rule).filter(s -> s.overlaps(from.get())).isPresent())
            .noneMatch(rule -> priority(rule) <= accepted.getAsInt());
  }

  private static boolean appliesTo(Permission rule, int port) {
    String protocol = rule.getIpProtocol();
    if (!"TCP".equalsIgnoreCase(protocol) && !"ALL".equalsIgnoreCase(protocol)) {
      return false;
    }
    String[] range = rule.getPortRange().split("/", 2);
    int first = Integer.parseInt(range[0]);
    int last = Integer.parseInt(range[1]);
    return first < 0 || (first <= port && port <= last);
  }

  private static int priority(Permission rule) {
    String priority = rule.getPriority();
    return priority == null || priority.isBlank() ? 1 : Integer.parseInt(priority);
  }

  private static Optional<Cidr> source(Permission rule) {
    String source = rule.getSourceCidrIp();
    return source == null || source.isBlank() ? Optional.empty() : parse(source);
  }

  /** A single address is a range of one. IPv6 ranges are ignored: the load balancer uses IPv4. */
  private static Optional<Cidr> parse(String text) {
    Matcher ipv4 = IPV4.matcher(text);
    if (!ipv4.matches()) {
      return Optional.empty();
    }
    int prefix = ipv4.group(5) == null ? 32 : Integer.parseInt(ipv4.group(5));
    long address = 0;
    for (int part = 1; part <= 4; part++) {
      address = address * 256 + Integer.parseInt(ipv4.group(part));
    }
    long mask = prefix == 0 ? 0 : 0xFFFFFFFFL << (32 - prefix);
    return Optional.of(new Cidr(address & mask, prefix));
  }
}
