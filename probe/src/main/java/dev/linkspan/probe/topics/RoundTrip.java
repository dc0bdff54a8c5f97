package dev.linkspan.probe.topics;

import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.client.KafkaClients;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Writes messages that every in-sync replica acknowledges, and reads them. */
public final class RoundTrip {
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Marks the messages of this run. */
  private final String id = UUID.randomUUID().toString();

  private final String topic;
  private final Map<Integer, List<Future<RecordMetadata>>> sent = new TreeMap<>();
  private final Map<Integer, String> problems = new HashMap<>();
  private final Map<TopicPartition, Long> firstOffsets = new HashMap<>();

  /** Nanoseconds until the newest message of a partition was acknowledged. */
  private final Map<Integer, Long> latencies = new ConcurrentHashMap<>();

  private RoundTrip(String topic) {
    this.topic = topic;
  }

  /**
   * Writes at least one message to each of these partitions. Returns outcomes by partition; an
   * error of a Kafka client is a problem of its partitions.
   *
   * @param bootstrap {@code host:port}
   * @param messages number of messages in total
   */
  public static Map<Integer, Outcome> run(
      List<String> bootstrap, String topic, Collection<Integer> partitions, int messages) {
    RoundTrip run = new RoundTrip(topic);
    run.write(bootstrap, List.copyOf(partitions), messages);
    Map<Integer, Set<String>> read = run.firstOffsets.isEmpty() ? Map.of() : run.read(bootstrap);
    Map<Integer, Outcome> outcomes = new TreeMap<>();
    for (int partition : partitions) {
      outcomes.put(partition, run.outcome(partition, read.getOrDefault(partition, Set.of())));
    }
    return outcomes;
  }

  private Outcome outcome(int partition, Set<String> keys) {
    int out = sent.getOrDefault(partition, List.of()).size();
    int back = keys.size();
    String lost = back == out ? "" : "only " + back + " of " + out + " messages came back";
    Long latency = latencies.get(partition);
    return new Outcome(
        out,
        back,
        latency == null ? -1 : TimeUnit.NANOSECONDS.toMillis(latency),
        problems.getOrDefault(partition, lost));
  }

  private void write(List<String> bootstrap, List<Integer> partitions, int messages) {
    try (Producer<String, String> producer = KafkaClients.producer(bootstrap)) {
      int total = Math.max(messages, partitions.size());
      int last = total - partitions.size();
      for (int i = 0; i < last; i++) {
        send(producer, partitions.get(i % partitions.size()), i, total);
      }
      producer.flush();
      sent.forEach(this::waitForAcknowledgements);
      // The last message of each partition finds open connections, so its time can be compared.
      latencies.clear();
      for (int i = last; i < total; i++) {
        int partition = partitions.get(i % partitions.size());
        if (!problems.containsKey(partition)) {
          send(producer, partition, i, total);
        }
      }
      producer.flush();
      sent.forEach(this::waitForAcknowledgements);
    } catch (RuntimeException e) {
      partitions.forEach(p -> problems.putIfAbsent(p, ErrorText.of(e)));
    }
  }

  private void send(Producer<String, String> producer, int partition, int number, int total) {
    String value = "message " + (number + 1) + " of " + total;
    long start = System.nanoTime();
    Future<RecordMetadata> acknowledged =
        producer.send(
            new ProducerRecord<>(topic, partition, id + "/" + number, value),
            (metadata, failure) -> {
              if (failure == null) {
                latencies.put(partition, System.nanoTime() - start);
              }
            });
    sent.computeIfAbsent(partition, p -> new ArrayList<>()).add(acknowledged);
  }

  private void waitForAcknowledgements(int partition, List<Future<RecordMetadata>> futures) {
    try {
      for (Future<RecordMetadata> future : futures) {
        firstOffsets.merge(new TopicPartition(topic, partition), future.get().offset(), Math::min);
      }
    } catch (ExecutionException e) {
      problems.put(partition, ErrorText.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      problems.put(partition, ErrorText.of(e));
    }
  }

  /** The keys of this run's messages, by partition. */
  private Map<Integer, Set<String>> read(List<String> bootstrap) {
    Map<Integer, Set<String>> read = new HashMap<>();
    int expected =
        firstOffsets.keySet().stream()
            .mapToInt(p -> sent.getOrDefault(p.partition(), List.of()).size())
            .sum();
    try (Consumer<String, String> consumer = KafkaClients.consumer(bootstrap)) {
      consumer.assign(firstOffsets.keySet());
      firstOffsets.forEach(consumer::seek);
      long end = System.nanoTime() + READ_TIMEOUT.toNanos();
      int count = 0;
      while (count < expected && System.nanoTime() < end) {
        for (var message : consumer.poll(POLL)) {
          if (message.key() != null && message.key().startsWith(id)) {
            read.computeIfAbsent(message.partition(), p -> new HashSet<>()).add(message.key());
          }
        }
        count = read.values().stream().mapToInt(Set::size).sum();
      }
    }
    return read;
  }
}
