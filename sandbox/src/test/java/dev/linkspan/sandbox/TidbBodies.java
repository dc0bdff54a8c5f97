package dev.linkspan.sandbox;

import java.util.Map;

/** Request bodies of the TiDB Cloud API, as its command-line client sends them. */
final class TidbBodies {
  private TidbBodies() {}

  static Map<String, Object> connection(String displayName, String serviceName) {
    return Map.of(
        "privateLinkConnection",
        Map.of(
            "displayName",
            displayName,
            "type",
            "ALICLOUD_ENDPOINT_SERVICE",
            "clusterId",
            "",
            "alicloudEndpointService",
            Map.of("name", serviceName)));
  }

  static Map<String, Object> dryRun() {
    return Map.of(
        "attachDomain",
        Map.of("type", "TIDBCLOUD_MANAGED", "uniqueName", ""),
        "validateOnly",
        true);
  }

  static Map<String, Object> attach(String type, String uniqueName) {
    return Map.of(
        "attachDomain", Map.of("type", type, "uniqueName", uniqueName), "validateOnly", false);
  }

  static Map<String, Object> changefeed(String connectionId, int port) {
    return Map.of("displayName", "feed", "sink", sink(connectionId, port), "filter", Map.of());
  }

  static Map<String, Object> sink(String connectionId, int port) {
    return Map.of(
        "type",
        "KAFKA",
        "kafka",
        Map.of(
            "network",
            Map.of(
                "networkType",
                "PRIVATE_LINK",
                "privateLink",
                Map.of("privateLinkConnectionId", connectionId, "port", port)),
            "authentication",
            Map.of("authType", "DISABLE", "enableTls", false),
            "topicPartitionConfig",
            Map.of(
                "dispatchType",
                "ONE_TOPIC",
                "defaultTopic",
                "rows",
                "partitionNum",
                3,
                "replicationFactor",
                3)));
  }
}
