package dev.linkspan.probe.audit;

import dev.linkspan.probe.Problems;
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
 * Reads every partition of the topic into the books, from where they end. Belongs to no consumer
 * group: where it is stands in the books, and a rebalance can never be taken for a pause.
 */
final class Arrivals {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long AFTER_PROBLEM_NANOS = 500_000_000L;

  private final Consumer<String, String> consumer;
  private final Ledger ledger;
  private volatile boolean halted;
  private Thread thread;

  Arrivals(Consumer<String, String> consumer, Ledger ledger) {
    this.consumer = consumer;
    this.ledger = ledger;
  }

  /** Finds out where to read from; nothing may be sent before that is known. */
  void start(String topic, int partitions) {
    List<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
    Map<Integer, Long> from = new HashMap<>(ledger.offsets());
    List<TopicPartition> unread =
        all.stream().filter(p -> !from.containsKey(p.partition())).toList();
    consumer.endOffsets(unread).forEach((p, end) -> from.put(p.partition(), end));
    ledger.begin(from);
    consumer.assign(all);
    all.forEach(p -> consumer.seek(p, from.get(p.partition())));
    thread = new Thread(this::read, "arrivals");
    thread.setDaemon(true);
    thread.start();
  }

  private void read() {
    while (!halted) {
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
        ledger.problem("reading: " + Problems.describe(e));
        LockSupport.parkNanos(AFTER_PROBLEM_NANOS);
      }
    }
  }

  /** Waits until everything acknowledged was read, then for one more poll; stops reading. */
  void drain(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!ledger.complete() && System.nanoTime() < end) {
      Thread.sleep(POLL.toMillis());
    }
    Thread.sleep(2 * POLL.toMillis());
    halted = true;
    thread.join(limit.toMillis());
  }
}
