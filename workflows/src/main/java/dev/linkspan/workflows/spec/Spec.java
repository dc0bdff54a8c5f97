package dev.linkspan.workflows.spec;

import dev.linkspan.workflows.plan.Recurrence;
import java.time.Duration;
import java.util.Optional;

/**
 * What a user wants, read from a YAML file and valid. Fields that the file lacks have their
 * defaults. Only {@link SpecReader} creates it.
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
   * An archive to download.
   *
   * @param sha512 its checksum in lower-case hex
   */
  record Archive(String version, String url, String sha512) {}

  /**
   * The load balancer.
   *
   * @param healthCheckInterval time between two health checks of a backend, 1 to 50 seconds
   */
  record LoadBalancer(Duration healthCheckInterval) {}

  /**
   * The TiDB Cloud cluster.
   *
   * @param connectionName of its private link connection
   * @param approval how long a person may take to decide about the endpoint of the connection
   */
  record TidbCloud(String clusterId, String connectionName, Approval approval) {}

  /**
   * Who decides about the endpoint, and how long a person may take. After the deadline, the setup
   * keeps waiting.
   *
   * @param automatic whether an endpoint that Linkspan can verify needs no person
   * @param remindEvery time between two reminders; empty for none
   * @param deadline after which the request counts as overdue; empty for none
   */
  record Approval(boolean automatic, Optional<Duration> remindEvery, Optional<Duration> deadline) {
    static final Approval UNLIMITED = new Approval(false, Optional.empty(), Optional.empty());
  }

  /**
   * How the link is verified.
   *
   * @param recurrence when it runs by itself
   * @param patience how long a failure is checked again before it counts; zero for not at all
   * @param changefeed what TiDB Cloud does for it
   * @param table filter for the tables that the changefeed sends, for example {@code test.*}
   * @param repair what happens to findings that Linkspan can repair
   */
  record Verification(
      Recurrence recurrence,
      Duration patience,
      Optional<Webhook> webhook,
      ChangefeedUse changefeed,
      String table,
      RepairPolicy repair) {}

  /**
   * Where a change of health is sent.
   *
   * @param url an https address
   * @param credential name of the secret that signs it
   */
  record Webhook(String url, String credential) {}

  /** What happens to findings that Linkspan can repair. */
  enum RepairPolicy {
    /** A person is asked. */
    ASK,
    /** What only adds something is repaired at once; a person is asked about the rest. */
    SAFE,
    /** Nobody is asked; a person can still start a repair. */
    OFF
  }

  /** Whether a verification needs a changefeed of TiDB Cloud, which costs money. */
  enum ChangefeedUse {
    /** Only TiDB Cloud's connectivity test, which leaves nothing behind. */
    TEST_ONLY,
    /** Also a changefeed for the time of each verification. */
    TEMPORARY,
    /** Also a changefeed that stays until the setup is destroyed. */
    KEEP
  }
}
