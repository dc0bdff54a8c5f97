package dev.linkspan.sandbox.changefeed;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes rows to Kafka and finds the brokers as a changefeed does: first the bootstrap address,
 * then the advertised addresses.
 */
final class KafkaSink implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int CALL_SECONDS = 6;
  private static final String CALL_MILLIS = "5000";

  private final ChangefeedSpec spec;
  private final Admin admin;
  private final RowProducer producer;
  private Map<Integer, Node> leaders = Map.of();
  private long sequence;

  KafkaSink(ChangefeedSpec spec, String bootstrap) {
    this.spec = spec;
    this.producer = new RowProducer(() -> connect(bootstrap));
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                CALL_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                CALL_MILLIS,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                "500"));
  }

  /**
   * Writes rows until the changefeed cannot work any more. Reports problems and retries until then.
   */
  void run(Consumer<Status> report) throws InterruptedException {
    boolean topicReady = false;
    while (true) {
      long began = System.nanoTime();
      Optional<Status> problem = topicReady ? sendRows() : prepare();
      if (problem.isEmpty() && !topicReady) {
        topicReady = true;
        continue;
      }
      report.accept(problem.orElse(new Status(Status.State.RUNNING, "")));
      if (problem.isPresent()) {
        if (problem.get().state() == Status.State.FAILED) {
          return;
        }
        // The addresses may have changed: check again before the next row.
        topicReady = false;
      }
      TimeUnit.NANOSECONDS.sleep(PERIOD.toNanos() - (System.nanoTime() - began));
    }
  }

  private Optional<Status> prepare() throws InterruptedException {
    Collection<Node> brokers;
    try {
      brokers = AdvertisedBrokers.ask(spec.endpointAddresses(), spec.bootstrapPort());
    } catch (IOException e) {
      return warning(String.valueOf(e.getMessage()));
    }
    for (Node broker : brokers) {
      if (!spec.resolves(broker.host())) {
        return warning(
            "broker %d advertises %s:%d, which is not under the attached domain %s"
                .formatted(broker.id(), broker.host(), broker.port(), spec.domainNames()));
      }
    }
    try {
      createTopic();
      leaders = readLeaders();
      return Optional.empty();
    } catch (InvalidReplicationFactorException | PolicyViolationException e) {
      return Optional.of(
          new Status(
              Status.State.FAILED, "topic " + spec.topic() + " is refused: " + e.getMessage()));
    } catch (KafkaException e) {
      return warning(
          firstUnreachable(brokers)
              .orElse("topic " + spec.topic() + ": " + BrokerDiagnosis.reason(e)));
    }
  }

  private void createTopic() throws InterruptedException {
    NewTopic topic =
        new NewTopic(spec.topic(), spec.partitions(), (short) spec.replicationFactor());
    try {
      ask(admin.createTopics(List.of(topic)).all());
    } catch (TopicExistsException e) {
      // An existing topic keeps its partitions.
    }
  }

  private Map<Integer, Node> readLeaders() throws InterruptedException {
    TopicDescription topic =
        Objects.requireNonNull(
            ask(admin.describeTopics(List.of(spec.topic())).allTopicNames()).get(spec.topic()));
    // Like TiCDC: a topic that has grown gets no rows in its new partitions.
    return topic.partitions().stream()
        .filter(each -> each.partition() < spec.partitions())
        .collect(
            Collectors.toMap(
                TopicPartitionInfo::partition,
                each -> each.leader() == null ? Node.noNode() : each.leader()));
  }

  private Optional<Status> sendRows() throws InterruptedException {
    Map<Integer, String> rows = new TreeMap<>();
    for (int partition : leaders.keySet()) {
      rows.put(partition, spec.format().insertion(sequence++, Instant.now()));
    }
    try {
      return producer.send(spec.topic(), rows).entrySet().stream()
          .findFirst()
          .map(failure -> diagnosis(failure.getKey(), failure.getValue()));
    } catch (KafkaException e) {
      return warning("topic " + spec.topic() + ": " + e.getMessage());
    }
  }

  private Status diagnosis(int partition, Throwable failure) {
    Node leader = leaders.getOrDefault(partition, Node.noNode());
    return new Status(
        Status.State.WARNING, "no row gets through: " + BrokerDiagnosis.describe(leader, failure));
  }

  private static Producer<String, String> connect(String bootstrap) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ProducerConfig.ACKS_CONFIG,
            "all",
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            CALL_MILLIS,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            "3000",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            CALL_MILLIS,
            ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            "500",
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            "1048576",
            ProducerConfig.METADATA_MAX_AGE_CONFIG,
            "10000"),
        new StringSerializer(),
        new StringSerializer());
  }

  private static Optional<String> firstUnreachable(Collection<Node> brokers) {
    return brokers.stream().flatMap(each -> BrokerDiagnosis.problem(each).stream()).findFirst();
  }

  private static Optional<Status> warning(String text) {
    return Optional.of(new Status(Status.State.WARNING, text));
  }

  private static <T> T ask(Future<T> call) throws InterruptedException {
    try {
      return call.get(CALL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException("no answer in time", e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    producer.close();
  }
}
