package kafka.server;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Behaves like Kafka's configuration class: refuses {@code fake.refuses=REASON}, and does not know
 * settings that begin with {@code unknown}.
 */
public final class KafkaConfig {
  private final Map<String, Object> values = new TreeMap<>();

  private KafkaConfig(Properties properties) {
    properties.stringPropertyNames().stream()
        .filter(key -> !key.startsWith("unknown"))
        .forEach(key -> values.put(key, properties.getProperty(key)));
  }

  /**
   * Takes a broker's properties.
   *
   * @throws IllegalArgumentException as Scala's {@code require} does
   */
  public static KafkaConfig fromProps(Properties properties) {
    String reason = properties.getProperty("fake.refuses");
    String listener = properties.getProperty("fake.refuses.listener", "none");
    if (reason != null || properties.getProperty("listeners", "").contains(listener)) {
      throw new IllegalArgumentException("requirement failed: " + reason);
    }
    return new KafkaConfig(properties);
  }

  /** The settings that it knows. */
  public Map<String, ?> values() {
    return values;
  }
}
