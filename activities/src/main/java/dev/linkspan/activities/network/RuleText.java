package dev.linkspan.activities.network;

import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says what a rule of a security group does. */
final class RuleText {
  private RuleText() {}

  /** Such as {@code drop tcp 39092/39092 from 10.0.0.0/8}. */
  static String of(Permission rule) {
    String source =
        Stream.of(
                written(rule.getSourceCidrIp()),
                written(rule.getSourceGroupId()),
                written(rule.getSourcePrefixListId()))
            .flatMap(Optional::stream)
            .findFirst()
            .orElse("an IPv6 range");
    return "%s %s %s from %s"
        .formatted(
            String.valueOf(rule.getPolicy()).toLowerCase(Locale.ROOT),
            String.valueOf(rule.getIpProtocol()).toLowerCase(Locale.ROOT),
            // The API answers with no range for a rule that names a list of ports.
            written(rule.getPortRange()).orElse("ports of a list"),
            source);
  }

  private static Optional<String> written(@Nullable String text) {
    return Optional.ofNullable(text).filter(Predicate.not(String::isBlank));
  }
}
