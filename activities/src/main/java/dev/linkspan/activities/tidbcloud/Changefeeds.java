package dev.linkspan.activities.tidbcloud;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changefeeds of one cluster (TiDB Cloud's API v1beta1). */
public final class Changefeeds {
  /**
   * A changefeed as the API returns it.
   *
   * @param state {@code CREATING}, {@code CREATE_FAILED}, {@code RUNNING}, {@code RUNNING_FAILED},
   *     {@code WARNING}, {@code PAUSED} or {@code DELETED}; the API may add others
   * @param error why it failed; null or blank where it did not
   * @param checkpoint how far it has come; null while the API does not say
   */
  public record Changefeed(
      String changefeedId,
      String displayName,
      @Nullable String state,
      @Nullable String error,
      @Nullable Checkpoint checkpoint,
      @Nullable Sink sink) {

    /** The topic it writes to; empty for a changefeed that does not write to Kafka. */
    public Optional<String> topic() {
      return kafka().map(Kafka::topicPartitionConfig).map(Topics::defaultTopic);
    }

    /** How many partitions of its topic it writes to; empty if the API doesn't say. */
    public Optional<Integer> partitions() {
      return kafka()
          .map(Kafka::topicPartitionConfig)
          .map(Topics::partitionNum)
          .filter(number -> number > 0);
    }

    /** The private link connection it goes through. */
    public Optional<String> connectionId() {
      return kafka()
          .map(Kafka::network)
          .map(Network::privateLink)
          .map(PrivateLink::privateLinkConnectionId);
    }

    /** Everything before this moment has been written. */
    public Optional<Instant> writtenUntil() {
      try {
        return Optional.ofNullable(checkpoint).map(Checkpoint::time).map(Instant::parse);
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }

    /** Whether the API has not decided yet whether it runs. */
    public boolean pending() {
      return state == null || state.equals("CREATING");
    }

    private Optional<Kafka> kafka() {
      return Optional.ofNullable(sink).map(Sink::kafka);
    }
  }

  /**
   * How far a changefeed has come.
   *
   * @param time ISO 8601
   */
  public record Checkpoint(@Nullable String time) {}

  /** Where a changefeed writes to. */
  public record Sink(@Nullable String type, @Nullable Kafka kafka) {}

  /** A Kafka cluster: the fields that Linkspan uses. */
  public record Kafka(@Nullable Network network, @Nullable Topics topicPartitionConfig) {}

  /** How the changefeed reaches the Kafka cluster. */
  public record Network(@Nullable String networkType, @Nullable PrivateLink privateLink) {}

  /** The private link connection and the bootstrap port. */
  public record PrivateLink(@Nullable String privateLinkConnectionId, int port) {}

  /** The topic that the changefeed writes to. */
  public record Topics(@Nullable String defaultTopic, int partitionNum, int replicationFactor) {}

  /**
   * A changefeed to create: plaintext Kafka over a private link, all tables in one topic.
   *
   * @param tableFilter e.g. {@code test.*}
   * @param kafkaVersion of the brokers, e.g. {@code 3.7.1}; blank where it is not known
   */
  public record NewChangefeed(
      String displayName,
      String connectionId,
      int bootstrapPort,
      String topic,
      int partitions,
      int replicationFactor,
      String tableFilter,
      String kafkaVersion) {

    /** The API's name for the version. It has none for Kafka 4, which accepts clients for 3. */
    String versionInApi() {
      return kafkaVersion.matches("[012]\\..*") ? "VERSION_2XX" : "VERSION_3XX";
    }
  }

  private record Page(@Nullable List<Changefeed> changefeeds, @Nullable String nextPageToken)
      implements Pages.Page<Changefeed> {
    @Override
    public @Nullable List<Changefeed> items() {
      return changefeeds;
    }
  }

  private final TidbCloud cloud;
  private final String credential;
  private final String clusterId;

  public Changefeeds(TidbCloud cloud, String credential, String clusterId) {
    this.cloud = cloud;
    this.credential = credential;
    this.clusterId = clusterId;
  }

  /** The changefeeds with this name that write to this topic; the API requires neither unique. */
  public List<Changefeed> matching(String displayName, String topic) {
    return existing().stream()
        .filter(c -> displayName.equals(c.displayName()))
        .filter(c -> c.topic().equals(Optional.of(topic)))
        .toList();
  }

  /** All changefeeds that exist. */
  public List<Changefeed> existing() {
    return list().stream().filter(c -> !"DELETED".equals(c.state())).toList();
  }

  private List<Changefeed> list() {
    return Pages.all(
        query -> cloud.find(credential, path(query), Page.class).orElse(new Page(List.of(), "")),
        Changefeed::changefeedId);
  }

  /** Empty where there is no such changefeed. */
  public Optional<Changefeed> find(String id) {
    return cloud
        .find(credential, path("/" + id), Changefeed.class)
        .map(Changefeeds::identified)
        .filter(changefeed -> !"DELETED".equals(changefeed.state()));
  }

  /**
   * Has TiDB Cloud connect to the Kafka cluster as the changefeed would. Leaves nothing behind.
   *
   * @throws TidbCloudException if TiDB Cloud cannot connect, or does not test
   */
  public void test(NewChangefeed wanted) {
    cloud.post(credential, path(":test"), Map.of("sink", sink(wanted)), Map.class);
  }

  /** Creates a changefeed. The API takes no client token. */
  public Changefeed create(NewChangefeed wanted) {
    return identified(cloud.post(credential, path(""), body(wanted), Changefeed.class));
  }

  private static Changefeed identified(Changefeed feed) {
    var unused = Pages.identified(feed, Changefeed::changefeedId);
    return feed;
  }

  private static Map<String, Object> body(NewChangefeed wanted) {
    return Map.of(
        "displayName",
        wanted.displayName(),
        "sink",
        sink(wanted),
        "filter",
        Map.of("filterRule", List.of(wanted.tableFilter()), "mode", "IGNORE_NOT_SUPPORT_TABLE"),
        "startPosition",
        Map.of("mode", "FROM_NOW"));
  }

  /** With TiDB's extension of canal-json, every partition gets watermarks, even without rows. */
  private static Map<String, Object> sink(NewChangefeed wanted) {
    Map<String, Object> kafka =
        Map.of(
            "network",
            Map.of(
                "networkType",
                "PRIVATE_LINK",
                "privateLink",
                new PrivateLink(wanted.connectionId(), wanted.bootstrapPort())),
            "broker",
            Map.of("kafkaVersion", wanted.versionInApi(), "compression", "NONE"),
            "authentication",
            Map.of("authType", "DISABLE", "enableTls", false),
            "dataFormat",
            Map.of("protocol", "CANAL_JSON", "enableTidbExtension", true),
            "topicPartitionConfig",
            Map.of(
                "dispatchType",
                "ONE_TOPIC",
                "defaultTopic",
                wanted.topic(),
                "replicationFactor",
                wanted.replicationFactor(),
                "partitionNum",
                wanted.partitions(),
                "partitionDispatchers",
                List.of(Map.of("partitionType", "TS", "matcher", List.of("*.*")))));
    return Map.of("type", "KAFKA", "kafka", kafka);
  }

  /** Resumes a changefeed that failed while it ran. */
  public void resume(String id) {
    cloud.post(credential, path("/" + id + ":start"), Map.of(), Map.class);
  }

  /** Starts to delete a changefeed. One that does not exist counts as deleted. */
  public void delete(String id) {
    cloud.delete(credential, path("/" + id));
  }

  private String path(String rest) {
    return TidbCloud.cluster(clusterId, "/changefeeds" + rest);
  }
}
