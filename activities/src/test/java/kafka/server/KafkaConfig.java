package kafka.server;

import java.util.Properties;

/** Behaves like Kafka's configuration class: refuses {@code fake.refuses=REASON}. */
public final class KafkaConfig {
  private KafkaConfig() {}

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
    return new KafkaConfig();
  }
}
