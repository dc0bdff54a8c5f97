package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import dev.linkspan.workflows.spec.Cidr;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the inbound rules of all of an instance's security groups let a range of
 * addresses in. No I/O. The lowest number is the highest priority; at equal priority, a drop rule
 * wins. A rule can name its ports or its sources by reference, to a port list, a prefix list, or a
 * security group (model of DescribeSecurityGroupAttribute, 2014-05-26): what such a rule covers is
 * unknown here.
 *
 * @param rules of all groups together
 */
record InboundAccess(List<Permission> rules) {
  private static final Pattern IPV4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");

  private static final Pattern PORTS = Pattern.compile("(-?\\d{1,5})/(-?\\d{1,5})");

  /** IANA's number of TCP, which a rule may have in place of the name. */
  private static final String TCP = "6";

  /** Whether the addresses get in; what holds for some of them, the later one, holds for all. */
  enum Decision {
    ALLOWED,
    /** It depends on a rule whose ports or sources cannot be read. */
    UNDECIDED,
    DENIED
  }

  private enum Match {
    YES,
    NO,
    UNKNOWN
  }

  /** Whether every address of this range certainly reaches the TCP port. */
  boolean allows(String cidr, int port) {
    return decide(cidr, port) == Decision.ALLOWED;
  }

  /** Whether every address of this range reaches the TCP port. */
  Decision decide(String cidr, int port) {
    List<Permission> concerned =
        rules.stream().filter(rule -> ports(rule, port) != Match.NO).toList();
    return parse(cidr)
        .map(from -> new InboundAccess(concerned).decide(from, port))
        .orElse(Decision.UNDECIDED);
  }

  /** Several rules can cover the range together, so it is halved until each covers all or none. */
  private Decision decide(Cidr from, int port) {
    if (rules.stream().anyMatch(rule -> divides(rule, from))) {
      return from.halves().stream()
          .map(half -> decide(half, port))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
    int accepted = best("accept", Match.YES, from, port);
    int maybeAccepted = best("accept", Match.UNKNOWN, from, port);
    int dropped = best("drop", Match.YES, from, port);
    int maybeDropped = best("drop", Match.UNKNOWN, from, port);
    if (accepted < dropped) {
      return accepted < maybeDropped ? Decision.ALLOWED : Decision.UNDECIDED;
    }
    return maybeAccepted < dropped ? Decision.UNDECIDED : Decision.DENIED;
  }

  private static boolean divides(Permission rule, Cidr from) {
    return !blank(rule.getSourceCidrIp())
        && parse(rule.getSourceCidrIp())
            .filter(source -> source.overlaps(from) && !source.contains(from))
            .isPresent();
  }

  /** The highest priority of a rule that matches like this; the largest number if none does. */
  private int best(String policy, Match match, Cidr from, int port) {
    return rules.stream()
        .filter(rule -> policy.equalsIgnoreCase(rule.getPolicy()))
        .filter(rule -> matches(rule, port, from) == match)
        .mapToInt(InboundAccess::priority)
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  private static Match matches(Permission rule, int port, Cidr from) {
    Match ports = ports(rule, port);
    Match source = source(rule, from);
    if (ports == Match.NO || source == Match.NO) {
      return Match.NO;
    }
    return ports == Match.YES && source == Match.YES ? Match.YES : Match.UNKNOWN;
  }

  private static Match ports(Permission rule, int port) {
    String protocol = String.valueOf(rule.getIpProtocol());
    if (protocol.equalsIgnoreCase("ALL")) {
      return Match.YES;
    }
    if (!protocol.equalsIgnoreCase("TCP") && !protocol.equals(TCP)) {
      return Match.NO;
    }
    Matcher range = PORTS.matcher(rule.getPortRange() == null ? "" : rule.getPortRange());
    if (!range.matches()) {
      return Match.UNKNOWN;
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    return first < 0 || (first <= port && port <= last) ? Match.YES : Match.NO;
  }

  private static Match source(Permission rule, Cidr from) {
    if (!blank(rule.getSourceCidrIp())) {
      boolean covers = parse(rule.getSourceCidrIp()).filter(s -> s.contains(from)).isPresent();
      return covers ? Match.YES : Match.NO;
    }
    boolean byReference = !blank(rule.getSourcePrefixListId()) || !blank(rule.getSourceGroupId());
    return byReference ? Match.UNKNOWN : Match.NO;
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static int priority(Permission rule) {
    String priority = rule.getPriority();
    return priority != null && priority.matches("\\d{1,9}") ? Integer.parseInt(priority) : 1;
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
