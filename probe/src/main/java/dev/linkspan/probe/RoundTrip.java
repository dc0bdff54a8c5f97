package dev.linkspan.probe;

import dev.linkspan.probe.protocol.MessagesResult.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Messages into given partitions, acknowledged by every in-sync copy, and out again. */
final class RoundTrip {
  private static final long READ_NANOS = 15_000_000_000L;

  private RoundTrip() {}

  /** Spreads at least one message over each partition; the answer is by partition. */
  static Map<Integer, Outcome> run(
      List<String> bootstrap, String topic, Collection<Integer> partitions, int messages) {
    String run = UUID.randomUUID().toString();
    Map<Integer, List<Future<RecordMetadata>>> sent = new TreeMap<>();
    Map<Integer, String> problems = new HashMap<>();
    Map<TopicPartition, Long> from = new HashMap<>();
    try (Producer<String, String> producer = Clients.producer(bootstrap)) {
      List<Integer> targets = List.copyOf(partitions);
      for (int i = 0; i < Math.max(messages, targets.size()); i++) {
        int partition = targets.get(i % targets.size());
        String value = "message " + (i + 1) + " of " + messages;
        sent.computeIfAbsent(partition, p -> new ArrayList<>())
            .add(producer.send(new ProducerRecord<>(topic, partition, run + "/" + i, value)));
      }
      producer.flush();
      sent.forEach((p, futures) -> firstOffset(topic, p, futures, from, problems));
    } catch (RuntimeException e) {
      partitions.forEach(p -> problems.putIfAbsent(p, Problems.describe(e)));
    }
    Map<Integer, Set<String>> read = from.isEmpty() ? Map.of() : read(bootstrap, run, from, sent);
    Map<Integer, Outcome> outcomes = new TreeMap<>();
    for (int partition : partitions) {
      int out = sent.getOrDefault(partition, List.of()).size();
      int back = read.getOrDefault(partition, Set.of()).size();
      String lost = back == out ? "" : "only " + back + " of " + out + " messages came back";
      outcomes.put(partition, new Outcome(out, back, problems.getOrDefault(partition, lost)));
    }
    return outcomes;
  }

  private static void firstOffset(
      String topic,
      int partition,
      List<Future<RecordMetadata>> futures,
      Map<TopicPartition, Long> from,
      Map<Integer, String> problems) {
    try {
      for (Future<RecordMetadata> future : futures) {
        from.merge(new TopicPartition(topic, partition), future.get().offset(), Math::min);
      }
    } catch (Exception e) {
      problems.put(partition, Problems.describe(e));
    }
  }

  private static Map<Integer, Set<String>> read(
      List<String> bootstrap,
      String run,
      Map<TopicPartition, Long> from,
      Map<Integer, List<Future<RecordMetadata>>> sent) {
    Map<Integer, Set<String>> read = new HashMap<>();
    int wanted = from.keySet().stream().mapToInt(p -> sent.get(p.partition()).size()).sum();
    try (Consumer<String, String> consumer = Clients.consumer(bootstrap)) {
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      long end = System.nanoTime() + READ_NANOS;
      int count = 0;
      while (count < wanted && System.nanoTime() < end) {
        for (var message : consumer.poll(Duration.ofMillis(500))) {
          if (message.key() != null && message.key().startsWith(run)) {
            read.computeIfAbsent(message.partition(), p -> new HashSet<>()).add(message.key());
          }
        }
        count = read.values().stream().mapToInt(Set::size).sum();
      }
    }
    return read;
  }
}
