package dev.linkspan.sandbox.changefeed;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows, and goes on with a new producer after a failure. The Java client keeps its connection
 * to a broker as long as it works, also when the broker advertises another address and the
 * connection leads to another broker. TiCDC's client closes such a connection.
 */
final class RowProducer implements AutoCloseable {
  private final Supplier<Producer<String, String>> source;
  private @Nullable Producer<String, String>
      current; // null until the first row, and after a failure

  RowProducer(Supplier<Producer<String, String>> source) {
    this.source = source;
  }

  /**
   * Sends a row to each of these partitions.
   *
   * @return the failures, by partition; empty if all rows got through
   * @throws org.apache.kafka.common.KafkaException if a row cannot be sent at all
   */
  Map<Integer, Throwable> send(String topic, Map<Integer, String> rows)
      throws InterruptedException {
    boolean sentAll = false;
    try {
      Map<Integer, Throwable> failures = failures(topic, rows);
      sentAll = failures.isEmpty();
      return failures;
    } finally {
      if (!sentAll) {
        close();
      }
    }
  }

  private Map<Integer, Throwable> failures(String topic, Map<Integer, String> rows)
      throws InterruptedException {
    Producer<String, String> producer = producer();
    Map<Integer, Future<RecordMetadata>> sent = new LinkedHashMap<>();
    rows.forEach(
        (partition, row) ->
            sent.put(partition, producer.send(new ProducerRecord<>(topic, partition, null, row))));
    producer.flush();
    Map<Integer, Throwable> failures = new TreeMap<>();
    for (var row : sent.entrySet()) {
      try {
        row.getValue().get();
      } catch (ExecutionException e) {
        failures.put(row.getKey(), e);
      }
    }
    return failures;
  }

  private Producer<String, String> producer() {
    Producer<String, String> producer = current;
    if (producer == null) {
      producer = source.get();
      current = producer;
    }
    return producer;
  }

  @Override
  public void close() {
    Producer<String, String> producer = current;
    current = null;
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
  }
}
