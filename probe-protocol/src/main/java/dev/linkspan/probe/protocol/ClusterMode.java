package dev.linkspan.probe.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a Kafka cluster keeps its metadata. */
public enum ClusterMode {
  /** In a quorum of controllers. */
  KRAFT("kraft"),
  /** In ZooKeeper. */
  ZOOKEEPER("zookeeper"),
  /** Not specified in a request; not determined in a result. */
  UNKNOWN("");

  private final String json;

  ClusterMode(String json) {
    this.json = json;
  }

  /** The value in JSON. */
  @JsonValue
  public String json() {
    return json;
  }
}
