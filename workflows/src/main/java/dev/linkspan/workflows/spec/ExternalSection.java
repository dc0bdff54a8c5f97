package dev.linkspan.workflows.spec;

import dev.linkspan.workflows.plan.ClusterPlan;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the group {@code kafka.external} of an existing cluster: the name of the listener for TiDB
 * Cloud. Kafka compares the names of listeners in upper case ({@code ListenerName.normalised}), so
 * every case is accepted and the name is in upper case from here on. Kafka's own form of an
 * endpoint accepts any characters in a name; a dot would be ambiguous in {@code
 * listener.name.NAME.KEY}.
 */
final class ExternalSection {
  private static final String NAME = "name";
  private static final int LONGEST_NAME = 40;

  /** The protocols that the listener does not have: in Kafka's default map, each means itself. */
  private static final Set<String> OTHER_PROTOCOLS = Set.of("SSL", "SASL_PLAINTEXT", "SASL_SSL");

  /** How people write the field who have not seen it. */
  private static final String SIMILAR =
      "(external|tidb)?listener(name)?|(external|tidb)(listener)?name|listeners?|name";

  private ExternalSection() {}

  /** The name in upper case, or the default. */
  static String name(Fields kafka) {
    Optional<Fields> written = kafka.optionalSection("external");
    String name = written.map(ExternalSection::written).orElse(ClusterPlan.EXTERNAL);
    for (String field : kafka.names()) {
      if (field.toLowerCase(Locale.ROOT).replaceAll("[_-]", "").matches(SIMILAR)) {
        kafka.ignore(field);
        kafka.report(
            field,
            "is not a known field",
            "Write the name of the listener for TiDB Cloud in kafka.external.name.");
      }
    }
    return name;
  }

  private static String written(Fields group) {
    String name = group.optional(NAME, ExternalSection::format).or(ClusterPlan.EXTERNAL);
    if (group.has("port")) {
      group.report("port", "is not a known field", "Write the port in kafka.ports.external.");
    }
    group.close();
    return name;
  }

  private static String format(String text) throws InvalidValueException {
    String name = text.toUpperCase(Locale.ROOT);
    if (!text.matches("[A-Za-z][A-Za-z0-9_-]*") || text.length() > LONGEST_NAME) {
      throw new InvalidValueException(
          Quoted.of(text) + " is not the name of a listener",
          "Write a letter, then letters, digits, underscores, or hyphens, at most "
              + LONGEST_NAME
              + " characters, for example TIDB.");
    }
    if (OTHER_PROTOCOLS.contains(name)) {
      throw new InvalidValueException(
          Quoted.of(text) + " is the name of a security protocol, which the listener does not have",
          "Write another name, for example TIDB.");
    }
    return name;
  }
}
