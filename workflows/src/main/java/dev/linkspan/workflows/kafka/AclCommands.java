package dev.linkspan.workflows.kafka;

import dev.linkspan.workflows.listeners.AccessSettings;
import dev.linkspan.workflows.plan.LinkspanTopics;
import java.util.List;

/**
 * The commands of Kafka's {@code kafka-acls.sh} that allow clients without a login what a link
 * needs. Pure.
 */
public final class AclCommands {
  private static final String ADD =
      "kafka-acls.sh --bootstrap-server BROKER:PORT --add --allow-principal '"
          + AccessSettings.ANONYMOUS
          + "' ";

  private AclCommands() {}

  /**
   * What a changefeed of TiDB Cloud needs, as TiDB Cloud's page on the Apache Kafka sink says:
   * Create and Write on its topics, DescribeConfigs on the cluster. The idempotent producers of
   * clusters before Kafka 2.8 need IdempotentWrite too.
   */
  public static List<String> ofChangefeed() {
    return List.of(
        ADD + "--operation Create --operation Write --operation Describe --topic TOPIC",
        ADD + "--operation DescribeConfigs --operation IdempotentWrite --cluster");
  }

  /**
   * What Linkspan needs over the inter-broker listener and through the link: to see every
   * partition, because the gates of a rollout count them, and to test the link with topics of its
   * own.
   */
  public static List<String> ofLinkspan() {
    return List.of(
        ADD + "--operation Describe --operation DescribeConfigs --topic '*'",
        ADD + "--operation All --resource-pattern-type prefixed --topic " + LinkspanTopics.PREFIX,
        ADD
            + "--operation Describe --operation DescribeConfigs --operation Alter"
            + " --operation AlterConfigs --operation IdempotentWrite --cluster");
  }
}
