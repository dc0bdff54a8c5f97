package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.clusters.ClusterSpec.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics and messages of a cluster as a client of its brokers. */
final class TopicContent implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TopicContent.class);
  private static final int SECONDS = 60;
  private static final int MOST_PRODUCERS = 4;

  private final String bootstrap;
  private final Admin admin;

  TopicContent(List<Node> brokers) {
    bootstrap =
        brokers.stream()
            .map(broker -> broker.address() + ":" + Node.INTERNAL_PORT)
            .collect(Collectors.joining(","));
    admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                "500"));
  }

  /**
   * Returns the ids of the brokers that are available now; empty if the cluster does not respond.
   */
  Set<Integer> brokers() throws InterruptedException {
    try {
      return admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).stream()
          .map(org.apache.kafka.common.Node::id)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (ExecutionException | TimeoutException e) {
      log.debug("Cannot list the brokers at {}: {}", bootstrap, e.toString());
      return Set.of();
    }
  }

  String clusterId() throws IOException, InterruptedException {
    DescribeClusterResult described = admin.describeCluster();
    return done(described.clusterId());
  }

  void create(List<Topic> topics) throws IOException, InterruptedException {
    done(
        admin
            .createTopics(
                topics.stream()
                    .map(
                        topic ->
                            new NewTopic(
                                    topic.name(),
                                    topic.partitions(),
                                    (short) topic.replicationFactor())
                                .configs(
                                    Map.of(
                                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                                        Integer.toString(topic.minInsync()))))
                    .toList())
            .all());
  }

  /**
   * Sends messages with the keys 0, 1, 2, … and waits for the acknowledgement of all in-sync
   * replicas. Brokers that have just started elect leaders anew, and a producer that has met the
   * wrong one can go on failing: what is not acknowledged is sent by another producer.
   */
  void fill(List<Topic> topics) throws IOException, InterruptedException {
    List<ProducerRecord<String, String>> unsent = records(topics);
    for (int producers = 1; !unsent.isEmpty(); producers++) {
      List<ProducerRecord<String, String>> failed = new ArrayList<>();
      Optional<IOException> failure = send(unsent, failed);
      if (failure.isPresent()) {
        if (producers == MOST_PRODUCERS) {
          throw failure.get();
        }
        log.warn("{} messages are sent again: {}", failed.size(), failure.get().getMessage());
      }
      unsent = failed;
    }
  }

  private static List<ProducerRecord<String, String>> records(List<Topic> topics) {
    List<ProducerRecord<String, String>> records = new ArrayList<>();
    for (Topic topic : topics) {
      for (int i = 0; i < topic.messages(); i++) {
        String value = "{\"topic\":\"%s\",\"number\":%d}".formatted(topic.name(), i);
        records.add(new ProducerRecord<>(topic.name(), Integer.toString(i), value));
      }
    }
    return records;
  }

  /**
   * Sends the records; those that fail are added to {@code failed}, and the first cause returned.
   */
  private Optional<IOException> send(
      List<ProducerRecord<String, String>> records, List<ProducerRecord<String, String>> failed)
      throws InterruptedException {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.LINGER_MS_CONFIG, "20");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(1000L * SECONDS));
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "15000");
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "45000");
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    Optional<IOException> failure = Optional.empty();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      records.forEach(each -> sent.add(producer.send(each)));
      producer.flush();
      for (int i = 0; i < records.size(); i++) {
        try {
          done(sent.get(i));
        } catch (IOException e) {
          failed.add(records.get(i));
          failure = failure.or(() -> Optional.of(e));
        }
      }
    }
    return failure;
  }

  private static <T> T done(Future<T> call) throws IOException, InterruptedException {
    try {
      return call.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("Kafka: " + cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IOException("Kafka did not respond in time", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
