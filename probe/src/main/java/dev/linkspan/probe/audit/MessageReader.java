package dev.linkspan.probe.audit;

import dev.linkspan.probe.client.ErrorText;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads every partition of the topic into the ledger, from where the ledger ends. It belongs to no
 * consumer group, because the ledger keeps the offsets, and a rebalance would look like a pause.
 */
final class MessageReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration AFTER_ERROR = Duration.ofMillis(500);

  private final Consumer<String, String> consumer;
  private final Ledger ledger;
  private final Thread thread;
  private volatile boolean stopped;

  MessageReader(Consumer<String, String> consumer, Ledger ledger) {
    this.consumer = consumer;
    this.ledger = ledger;
    this.thread = new Thread(this::read, "reader");
    thread.setDaemon(true);
  }

  /** Finds the first offset to read, which must happen before anything is sent, and starts. */
  void start(String topic, int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    Map<Integer, Long> offsets = new HashMap<>(ledger.offsets());
    List<TopicPartition> unread =
        all.stream().filter(p -> !offsets.containsKey(p.partition())).toList();
    consumer.endOffsets(unread).forEach((p, end) -> offsets.put(p.partition(), end));
    ledger.startReading(offsets);
    consumer.assign(all);
    all.forEach(p -> consumer.seek(p, offsets.getOrDefault(p.partition(), 0L)));
    thread.start();
  }

  private void read() {
    while (!stopped) {
      try {
        for (ConsumerRecord<String, String> message : consumer.poll(POLL)) {
          ledger.read(
              message.partition(),
              message.offset(),
              message.key(),
              message.value(),
              System.nanoTime());
        }
      } catch (KafkaException e) {
        ledger.problem("reading: " + ErrorText.of(e));
        LockSupport.parkNanos(AFTER_ERROR.toNanos());
      }
    }
  }

  /** Waits until everything acknowledged was read, then for one more poll, and stops reading. */
  void drain(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!ledger.complete() && System.nanoTime() < end) {
      Thread.sleep(POLL.toMillis());
    }
    Thread.sleep(2 * POLL.toMillis());
    stopped = true;
    thread.join(timeout.toMillis());
  }
}
