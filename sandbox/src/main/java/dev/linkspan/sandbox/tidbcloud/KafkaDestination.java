package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.changefeed.RowFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka sink of a changefeed, as far as the sandbox supports it: a private link connection
 * without authentication, and one topic.
 */
record KafkaDestination(
    String connectionId,
    int bootstrapPort,
    String topic,
    int partitions,
    int replicationFactor,
    RowFormat format) {

  private static final List<String> PROTOCOLS =
      List.of("CANAL_JSON", "OPEN_PROTOCOL", "AVRO", "DEBEZIUM");
  private static final List<String> VERSIONS = List.of("VERSION_2XX", "VERSION_3XX");
  private static final int MAX_PORT = 65_535;

  /**
   * Reads a sink.
   *
   * @throws TidbCloudError if a field is missing or not supported
   */
  static KafkaDestination of(@Nullable Object sink) {
    Map<?, ?> kafka = map(map(sink, "sink").get("kafka"), "sink.kafka");
    if (!"KAFKA".equals(map(sink, "sink").get("type"))) {
      throw TidbCloudError.invalid("sink.type has to be KAFKA");
    }
    Map<?, ?> network = map(kafka.get("network"), "sink.kafka.network");
    if (!"PRIVATE_LINK".equals(network.get("networkType"))) {
      throw TidbCloudError.invalid("sink.kafka.network.networkType has to be PRIVATE_LINK");
    }
    requirePlain(kafka.get("authentication"));
    requireVersion(kafka.get("broker"));
    Map<?, ?> link = map(network.get("privateLink"), "sink.kafka.network.privateLink");
    Map<?, ?> topics = map(kafka.get("topicPartitionConfig"), "sink.kafka.topicPartitionConfig");
    int port = number(link, "port", 0);
    if (port < 1 || port > MAX_PORT) {
      throw TidbCloudError.invalid("sink.kafka.network.privateLink.port is not a port");
    }
    return new KafkaDestination(
        text(link, "privateLinkConnectionId"),
        port,
        text(topics, "defaultTopic"),
        number(topics, "partitionNum", 1),
        number(topics, "replicationFactor", 1),
        format(kafka.get("dataFormat")));
  }

  private static void requirePlain(@Nullable Object authentication) {
    if (authentication instanceof Map<?, ?> given
        && (!"DISABLE".equals(given.get("authType"))
            || Boolean.TRUE.equals(given.get("enableTls")))) {
      throw TidbCloudError.invalid("only authType DISABLE without TLS is offered here");
    }
  }

  private static RowFormat format(@Nullable Object dataFormat) {
    Map<?, ?> format = dataFormat instanceof Map<?, ?> given ? given : Map.of();
    Object protocol = format.get("protocol");
    requireOneOf(PROTOCOLS, protocol, "sink.kafka.dataFormat.protocol");
    if (!"CANAL_JSON".equals(protocol)) {
      return RowFormat.OTHER;
    }
    return Boolean.TRUE.equals(format.get("enableTidbExtension"))
        ? RowFormat.CANAL_JSON_WITH_TIDB
        : RowFormat.CANAL_JSON;
  }

  private static void requireVersion(@Nullable Object broker) {
    if (broker instanceof Map<?, ?> given) {
      requireOneOf(VERSIONS, given.get("kafkaVersion"), "sink.kafka.broker.kafkaVersion");
    }
  }

  private static void requireOneOf(List<String> known, @Nullable Object value, String name) {
    if (value != null && !known.contains(value)) {
      throw TidbCloudError.invalid(name + " has to be one of " + known);
    }
  }

  private static Map<?, ?> map(@Nullable Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw TidbCloudError.invalid(name + " is required");
  }

  private static String text(Map<?, ?> map, String key) {
    if (map.get(key) instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw TidbCloudError.invalid(key + " is required");
  }

  private static int number(Map<?, ?> map, String key, int defaultValue) {
    return map.get(key) instanceof Number number ? number.intValue() : defaultValue;
  }
}
