package dev.linkspan.workflows.spec;

import java.time.Duration;

/**
 * What a user wants, as read from a YAML file and found sound; where the file left something out,
 * the default stands here. Made by {@link SpecReader} only.
 */
public sealed interface Spec permits NewClusterSpec, ExistingClusterSpec {

  /** The setup's name. */
  String name();

  /** Alibaba Cloud region id. */
  String region();

  Credentials credentials();

  LoadBalancer loadBalancer();

  TidbCloud tidbCloud();

  Verification verification();

  /** Names of credentials that the worker holds; never the secrets themselves. */
  record Credentials(String alibabaCloud, String tidbCloud, String sshKey) {}

  /** The account and port of the machines' SSH servers. */
  record Ssh(String user, int port) {}

  /**
   * Something to download.
   *
   * @param sha512 lower-case hex
   */
  record Archive(String version, String url, String sha512) {}

  /**
   * @param healthCheckInterval between two health checks of a backend, 1 to 50 seconds
   */
  record LoadBalancer(Duration healthCheckInterval) {}

  /** The TiDB Cloud cluster, and what its private link connection is called. */
  record TidbCloud(String clusterId, String connectionName) {}

  /**
   * @param every zero when the link is proved on demand only
   * @param table filter of the tables the changefeed sends, e.g. {@code test.*}
   */
  record Verification(Duration every, String table) {}
}
