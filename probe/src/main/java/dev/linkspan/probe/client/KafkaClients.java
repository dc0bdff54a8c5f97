package dev.linkspan.probe.client;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka clients with short timeouts and small buffers. */
public final class KafkaClients {
  private static final int API_TIMEOUT_MILLIS = 8_000;
  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(15);

  private KafkaClients() {}

  /**
   * A client of brokers.
   *
   * @param bootstrap {@code host:port}
   */
  public static Admin admin(List<String> bootstrap) {
    return Admin.create(common(bootstrap));
  }

  /**
   * A client of the controllers themselves (KIP-919), for requests about the quorum only.
   *
   * @param controllers {@code host:port}
   */
  public static Admin controllerAdmin(Collection<String> controllers) {
    Map<String, Object> settings = common(List.of());
    settings.remove("bootstrap.servers");
    settings.put("bootstrap.controllers", String.join(",", controllers));
    return Admin.create(settings);
  }

  /** A producer whose messages every in-sync replica acknowledges, within 15 seconds. */
  public static Producer<String, String> producer(List<String> bootstrap) {
    return producer(bootstrap, DELIVERY_TIMEOUT);
  }

  /** A producer whose messages every in-sync replica acknowledges. */
  public static Producer<String, String> producer(
      List<String> bootstrap, Duration deliveryTimeout) {
    Map<String, Object> settings = common(bootstrap);
    settings.remove("default.api.timeout.ms");
    settings.put("acks", "all");
    settings.put("enable.idempotence", true);
    settings.put("delivery.timeout.ms", (int) deliveryTimeout.toMillis());
    settings.put("max.block.ms", API_TIMEOUT_MILLIS);
    settings.put("buffer.memory", 1 << 20);
    settings.put("batch.size", 4096);
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  /** A consumer without a group: the caller chooses partitions and offsets. */
  public static Consumer<String, String> consumer(List<String> bootstrap) {
    Map<String, Object> settings = common(bootstrap);
    settings.put("enable.auto.commit", false);
    settings.put("auto.offset.reset", "earliest");
    settings.put("fetch.max.bytes", 1 << 20);
    settings.put("max.partition.fetch.bytes", 256 << 10);
    settings.put("fetch.max.wait.ms", 100);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  private static Map<String, Object> common(List<String> bootstrap) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", String.join(",", bootstrap));
    settings.put("client.id", "linkspan-probe");
    settings.put("request.timeout.ms", 5_000);
    settings.put("default.api.timeout.ms", API_TIMEOUT_MILLIS);
    settings.put("socket.connection.setup.timeout.ms", 3_000);
    settings.put("socket.connection.setup.timeout.max.ms", 5_000);
    settings.put("reconnect.backoff.ms", 100);
    settings.put("reconnect.backoff.max.ms", 500);
    settings.put("auto.include.jmx.reporter", false);
    settings.put("metric.reporters", "");
    return settings;
  }
}
