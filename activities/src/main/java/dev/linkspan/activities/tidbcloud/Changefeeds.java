package dev.linkspan.activities.tidbcloud;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The changefeeds to Kafka of one cluster (v1beta1). */
public final class Changefeeds {
  private static final int LARGEST_PAGE = 100;

  /**
   * @param state {@code CREATING}, {@code CREATE_FAILED}, {@code RUNNING}, {@code RUNNING_FAILED},
   *     {@code WARNING}, {@code PAUSED} or {@code DELETED}; others may come
   */
  public record Changefeed(
      String changefeedId, String displayName, String state, String error, Sink sink) {

    /** The topic it writes to; empty for a changefeed that is not one of ours. */
    public Optional<String> topic() {
      return kafka().map(Kafka::topicPartitionConfig).map(Topics::defaultTopic);
    }

    /** The private link connection it goes through. */
    public Optional<String> connectionId() {
      return kafka()
          .map(Kafka::network)
          .map(Network::privateLink)
          .map(PrivateLink::privateLinkConnectionId);
    }

    private Optional<Kafka> kafka() {
      return Optional.ofNullable(sink).map(Sink::kafka);
    }
  }

  /** Where a changefeed goes. */
  public record Sink(String type, Kafka kafka) {}

  /** A Kafka cluster, as far as it matters here. */
  public record Kafka(Network network, Topics topicPartitionConfig) {}

  /** How the cluster is reached. */
  public record Network(String networkType, PrivateLink privateLink) {}

  /** The connection and the bootstrap port. */
  public record PrivateLink(String privateLinkConnectionId, int port) {}

  /** What is written to. */
  public record Topics(String defaultTopic, int partitionNum, int replicationFactor) {}

  /**
   * A changefeed to make: plain Kafka over a private link, all of it in one topic.
   *
   * @param tableFilter e.g. {@code test.*}
   */
  public record Wanted(
      String displayName,
      String connectionId,
      int bootstrapPort,
      String topic,
      int partitions,
      int replicationFactor,
      String tableFilter) {}

  private record Page(List<Changefeed> changefeeds, String nextPageToken) {}

  private final TidbCloud cloud;
  private final String credential;
  private final String clusterId;

  public Changefeeds(TidbCloud cloud, String credential, String clusterId) {
    this.cloud = cloud;
    this.credential = credential;
    this.clusterId = clusterId;
  }

  /** Those with this name that write to this topic: neither is unique to the API. */
  public List<Changefeed> matching(String displayName, String topic) {
    return list().stream()
        .filter(c -> displayName.equals(c.displayName()))
        .filter(c -> c.topic().equals(Optional.of(topic)))
        .filter(c -> !"DELETED".equals(c.state()))
        .toList();
  }

  private List<Changefeed> list() {
    List<Changefeed> all = new ArrayList<>();
    String token = "";
    do {
      String next =
          token.isEmpty() ? "" : "&pageToken=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
      Page page =
          cloud
              .find(credential, path("?pageSize=" + LARGEST_PAGE + next), Page.class)
              .orElse(new Page(List.of(), ""));
      if (page.changefeeds() != null) {
        all.addAll(page.changefeeds());
      }
      token = page.nextPageToken() == null ? "" : page.nextPageToken();
    } while (!token.isEmpty());
    return all;
  }

  public Optional<Changefeed> find(String id) {
    return cloud.find(credential, path("/" + id), Changefeed.class);
  }

  public Changefeed create(Wanted wanted) {
    return cloud.post(credential, path(""), body(wanted), Changefeed.class);
  }

  /** With TiDB's extension of canal-json every partition gets watermarks, even without any rows. */
  private static Map<String, Object> body(Wanted wanted) {
    Map<String, Object> kafka =
        Map.of(
            "network",
            Map.of(
                "networkType",
                "PRIVATE_LINK",
                "privateLink",
                new PrivateLink(wanted.connectionId(), wanted.bootstrapPort())),
            "broker",
            Map.of("kafkaVersion", "VERSION_3XX", "compression", "NONE"),
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
    return Map.of(
        "displayName",
        wanted.displayName(),
        "sink",
        Map.of("type", "KAFKA", "kafka", kafka),
        "filter",
        Map.of("filterRule", List.of(wanted.tableFilter()), "mode", "IGNORE_NOT_SUPPORT_TABLE"),
        "startPosition",
        Map.of("mode", "FROM_NOW"));
  }

  /** Goes on after a failure while it ran. */
  public void resume(String id) {
    cloud.post(credential, path("/" + id + ":start"), Map.of(), Map.class);
  }

  public void delete(String id) {
    cloud.delete(credential, path("/" + id));
  }

  private String path(String rest) {
    return TidbCloud.cluster(clusterId, "/changefeeds" + rest);
  }
}
