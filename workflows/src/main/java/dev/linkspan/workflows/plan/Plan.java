package dev.linkspan.workflows.plan;

import dev.linkspan.workflows.plan.ClusterPlan.AdoptedVSwitch;
import dev.linkspan.workflows.plan.ClusterPlan.ExistingCluster;
import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every name, address, port and file that follows from a spec. A pure function of the spec ({@code
 * Planner}), and the sole input of a setup's workflows: what is not in here is not done.
 *
 * @param name the setup's name, unique in a Temporal namespace
 * @param region Alibaba Cloud region id, e.g. {@code ap-southeast-1}
 */
public record Plan(
    String name,
    String region,
    CredentialNames credentials,
    ClusterPlan cluster,
    ExposurePlan exposure,
    ConnectionPlan connection,
    VerificationPlan verification) {

  /** The same, verified at other times. */
  public Plan with(Recurrence recurrence) {
    return new Plan(
        name, region, credentials, cluster, exposure, connection, verification.with(recurrence));
  }

  /** The brokers of the cluster, by id. */
  public List<BrokerPlan> brokers() {
    return cluster.brokers();
  }

  /**
   * The network to make.
   *
   * @throws IllegalStateException when the cluster exists
   */
  public NetworkPlan network() {
    return newCluster().network();
  }

  /**
   * The Kafka cluster to make.
   *
   * @throws IllegalStateException when the cluster exists
   */
  public KafkaPlan kafka() {
    return newCluster().kafka();
  }

  /** The zones the load balancer stands in. */
  public List<String> loadBalancerZones() {
    if (cluster instanceof ExistingCluster existing) {
      return existing.vSwitches().stream().map(AdoptedVSwitch::zone).toList();
    }
    return network().vSwitches().stream()
        .filter(vSwitch -> exposure.zoneVSwitches().contains(vSwitch.name()))
        .map(VSwitchPlan::zone)
        .toList();
  }

  private NewCluster newCluster() {
    if (cluster instanceof NewCluster made) {
      return made;
    }
    throw new IllegalStateException("the cluster of " + name + " is not made by the setup");
  }

  /** Names that the worker resolves; never the secrets themselves. */
  public record CredentialNames(String alibabaCloud, String tidbCloud, String sshKey) {}

  /** VPC, vSwitches, security groups and machines; {@code instances} starts with the bastion. */
  public record NetworkPlan(
      String vpcName,
      String vpcCidr,
      List<VSwitchPlan> vSwitches,
      String keyPairName,
      List<SecurityGroupPlan> securityGroups,
      List<InstancePlan> instances,
      SshPlan ssh) {}

  /** One vSwitch. {@code name} is its key within the setup. */
  public record VSwitchPlan(String name, String zone, String cidr) {}

  /** A security group; all other inbound traffic is denied. {@code name} is its key. */
  public record SecurityGroupPlan(String name, List<InboundRule> rules) {}

  /**
   * @param portRange as Alibaba Cloud writes it, e.g. {@code 22/22}
   */
  public record InboundRule(String portRange, String sourceCidr, String description) {}

  /**
   * @param port where the SSH servers listen; 22 on real instances
   */
  public record SshPlan(String user, int port) {}

  /**
   * One machine. {@code name} is its key within the setup.
   *
   * @param vSwitch key of its vSwitch
   * @param securityGroup key of its security group
   * @param imageFamily e.g. {@code acs:alibaba_cloud_linux_3_2104_lts_x64}; the newest image is
   *     taken
   * @param diskCategory e.g. {@code cloud_efficiency}
   * @param publicBandwidthMbps above 0 gives a public address
   */
  public record InstancePlan(
      String name,
      String zone,
      String vSwitch,
      String securityGroup,
      String instanceType,
      String imageFamily,
      String diskCategory,
      int diskGiB,
      int publicBandwidthMbps) {}

  /**
   * The Kafka cluster.
   *
   * @param clusterId what the storage is formatted with: 22 characters of URL-safe base64
   * @param heap e.g. {@code 1g}
   * @param installTo folder on the node; relative to the SSH user's home unless absolute
   * @param serviceUser the user the systemd unit runs as
   * @param bindPrivateAddress listeners on the node's own address instead of 0.0.0.0
   * @param distributionPort where the bastion serves the archives to the brokers while they install
   * @param settings of every broker's {@code server.properties} that the spec wants, by key
   */
  public record KafkaPlan(
      String clusterId,
      ArchivePlan kafkaArchive,
      ArchivePlan jdkArchive,
      String heap,
      String installTo,
      String serviceUser,
      boolean bindPrivateAddress,
      int controllerPort,
      int internalPort,
      int externalPort,
      int distributionPort,
      int defaultReplicationFactor,
      int minInsyncReplicas,
      List<BrokerPlan> brokers,
      Map<String, String> settings) {

    /** A plan from before there were settings has none. */
    public KafkaPlan {
      settings =
          Collections.unmodifiableMap(
              new TreeMap<>(Objects.requireNonNullElse(settings, Map.of())));
    }

    /** The same cluster with other settings. */
    public KafkaPlan with(Map<String, String> others) {
      return new KafkaPlan(
          clusterId,
          kafkaArchive,
          jdkArchive,
          heap,
          installTo,
          serviceUser,
          bindPrivateAddress,
          controllerPort,
          internalPort,
          externalPort,
          distributionPort,
          defaultReplicationFactor,
          minInsyncReplicas,
          brokers,
          others);
    }

    /** The broker with this node id. */
    public BrokerPlan broker(int nodeId) {
      return brokers.stream().filter(b -> b.nodeId() == nodeId).findFirst().orElseThrow();
    }
  }

  /**
   * An archive to download, check and unpack.
   *
   * @param version e.g. {@code 3.7.1}
   * @param sha512 lower-case hex
   */
  public record ArchivePlan(String version, String url, String sha512) {
    /** The last part of the URL's path. */
    public String fileName() {
      return url.substring(url.lastIndexOf('/') + 1);
    }
  }

  /**
   * One broker.
   *
   * @param instance key of the machine it runs on
   * @param controller whether it is a KRaft voter too (combined mode)
   * @param advertisedPort its own port on the load balancer, and in its EXTERNAL advertised
   *     listener
   */
  public record BrokerPlan(
      int nodeId, String instance, String zone, boolean controller, int advertisedPort) {

    /**
     * The name under which TiDB Cloud reaches this broker.
     *
     * @throws IllegalArgumentException if the domains have no name for it: check that first
     */
    public String advertisedHost(BrokerDomains domains) {
      return domains
          .host(nodeId, zone)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "no name for broker " + nodeId + " in " + domains.text()));
    }
  }

  /**
   * Load balancer and endpoint service. The first server group is the bootstrap group.
   *
   * @param zoneVSwitches keys of the vSwitches the load balancer stands in, one per zone
   */
  public record ExposurePlan(
      String loadBalancerName,
      List<String> zoneVSwitches,
      int bootstrapPort,
      HealthCheckPlan healthCheck,
      List<ServerGroupPlan> serverGroups,
      String endpointServiceDescription) {}

  /**
   * @param interval 1 to 50 seconds
   */
  public record HealthCheckPlan(
      Duration interval, Duration connectTimeout, int healthyThreshold, int unhealthyThreshold) {}

  /**
   * A server group and its listener. {@code name} is its key.
   *
   * @param listenerPort the port of its TCP listener
   * @param instances keys of the machines behind it, at the EXTERNAL port
   * @param nodeId the one broker behind it; empty for the bootstrap group
   */
  public record ServerGroupPlan(
      String name, int listenerPort, List<String> instances, Optional<Integer> nodeId) {}

  /**
   * @param clusterId the TiDB Cloud cluster
   * @param approval how long a person may take to decide about its endpoint
   */
  public record ConnectionPlan(String clusterId, String displayName, ApprovalPlan approval) {

    /**
     * @param approval null in a plan from before there were limits
     */
    public ConnectionPlan(String clusterId, String displayName, @Nullable ApprovalPlan approval) {
      this.clusterId = clusterId;
      this.displayName = displayName;
      this.approval = approval == null ? ApprovalPlan.UNLIMITED : approval;
    }

    /** A connection whose approval has no limits. */
    public ConnectionPlan(String clusterId, String displayName) {
      this(clusterId, displayName, ApprovalPlan.UNLIMITED);
    }
  }

  /**
   * Who decides about the endpoint, and how long a person may take.
   *
   * @param automatic whether an endpoint that can be verified needs no person; false in a plan from
   *     before that
   * @param remindEvery time between two reminders
   * @param deadline after which the request is overdue
   */
  public record ApprovalPlan(
      boolean automatic, Optional<Duration> remindEvery, Optional<Duration> deadline) {
    public static final ApprovalPlan UNLIMITED =
        new ApprovalPlan(false, Optional.empty(), Optional.empty());
  }

  /**
   * The proof and its schedule.
   *
   * @param recurrence of the schedule
   * @param patience how long a failure is checked again before it counts
   * @param webhook where a change of health is sent
   * @param topic the topic of the bastion's own test
   * @param changefeed what proves the way from TiDB Cloud
   * @param repair what happens to findings that Linkspan can repair
   */
  public record VerificationPlan(
      Recurrence recurrence,
      Duration patience,
      Optional<WebhookPlan> webhook,
      String topic,
      int messages,
      ChangefeedPlan changefeed,
      RepairPolicy repair) {

    /** The same at other times. */
    public VerificationPlan with(Recurrence other) {
      return new VerificationPlan(other, patience, webhook, topic, messages, changefeed, repair);
    }
  }

  /**
   * Where a change of health is sent.
   *
   * @param url an https address
   * @param credential name of the secret that signs it; the worker resolves it
   */
  public record WebhookPlan(String url, String credential) {}

  /** What happens to findings that Linkspan can repair. */
  public enum RepairPolicy {
    /** A person is asked. */
    ASK,
    /** What only adds something is repaired at once; a person is asked about the rest. */
    SAFE,
    /** Nobody is asked; a person can still start a repair. */
    OFF
  }

  /**
   * The changefeed of a verification.
   *
   * @param name its display name
   * @param topic where it writes
   * @param tableFilter e.g. {@code test.*}
   * @param kafkaVersion of the oldest broker, e.g. {@code 3.7.1}; blank where it is not known
   */
  public record ChangefeedPlan(
      ChangefeedUse use, String name, String topic, String tableFilter, String kafkaVersion) {}

  /** Whether a verification needs a changefeed, beyond TiDB Cloud's connectivity test. */
  public enum ChangefeedUse {
    /** None is created. */
    TEST_ONLY,
    /** One is created for each verification and deleted after it. */
    TEMPORARY,
    /** One stays until the setup is destroyed. */
    KEEP;

    /** Whether a changefeed is created at all. */
    public boolean creates() {
      return this != TEST_ONLY;
    }
  }
}
