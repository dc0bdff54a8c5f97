package dev.linkspan.workflows.deployment;

import dev.linkspan.workflows.kafka.NodeActivities.BrokerFiles;
import dev.linkspan.workflows.listeners.PropertiesText;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.KafkaPlan;
import dev.linkspan.workflows.plan.SettingsChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text of a broker's files: {@code server.properties} and the systemd unit. A pure function of
 * the plan, the addresses of the machines, and the unique name. The same input gives the same
 * bytes, so a checksum shows whether a broker needs new files.
 */
public final class BrokerConfiguration {

  /** The unit's name on every broker. */
  public static final String UNIT_NAME = "linkspan-kafka.service";

  private BrokerConfiguration() {}

  /**
   * Returns the files of one broker.
   *
   * @param privateAddressByInstance address in the VPC of every broker's machine, by its key in the
   *     plan
   * @param root the installation folder, absolute on the node
   * @param domains from TiDB Cloud, or {@link BrokerDomains#EXPECTED}
   * @throws IllegalArgumentException if {@code root} is relative or an address is missing
   */
  public static BrokerFiles files(
      Plan plan,
      BrokerPlan broker,
      Map<String, String> privateAddressByInstance,
      String root,
      BrokerDomains domains) {
    if (!root.startsWith("/")) {
      throw new IllegalArgumentException("the installation folder is not absolute: " + root);
    }
    KafkaPlan kafka = plan.kafka();
    Addresses addresses = new Addresses(privateAddressByInstance);
    return new BrokerFiles(
        broker.nodeId(),
        kafka.clusterId(),
        kafka.serviceUser(),
        serverProperties(plan, broker, addresses, root, domains),
        UNIT_NAME,
        unit(plan, broker, root),
        ports(kafka, broker),
        List.copyOf(kafka.settings().keySet()));
  }

  private static String serverProperties(
      Plan plan, BrokerPlan broker, Addresses addresses, String root, BrokerDomains domains) {
    KafkaPlan kafka = plan.kafka();
    String own = addresses.of(broker);
    String text =
        String.join(
            "\n",
            heading(plan, broker),
            identity(kafka, broker, addresses),
            listeners(kafka, broker, own, broker.advertisedHost(domains)),
            storage(kafka, broker, root),
            replication(kafka));
    return SettingsChange.to(kafka).map(wanted -> with(wanted, text)).orElse(text);
  }

  private static String with(SettingsChange wanted, String text) {
    return PropertiesText.parse(text + "\n# From kafka.settings of the spec.\n")
        .with(wanted.values(), wanted.removed())
        .text();
  }

  private static String heading(Plan plan, BrokerPlan broker) {
    return """
    # %s in %s: broker %d of the setup "%s".
    # Written by Linkspan, which changes it when the plan or the unique name changes, and keeps the
    # old one beside it. Change the spec, not this file: manual changes may not last.
    # TiDB Cloud depends on three lines: the EXTERNAL entries of listeners, advertised.listeners
    # and listener.security.protocol.map.
    """
        .formatted(broker.instance(), broker.zone(), broker.nodeId(), plan.name());
  }

  private static String identity(KafkaPlan kafka, BrokerPlan broker, Addresses addresses) {
    String voters =
        kafka.brokers().stream()
            .filter(BrokerPlan::controller)
            .map(b -> b.nodeId() + "@" + addresses.of(b) + ":" + kafka.controllerPort())
            .collect(Collectors.joining(","));
    return """
    # Who this node is. The voters are the same on every node and never change with a restart.
    process.roles=%s
    node.id=%d
    controller.quorum.voters=%s
    """
        .formatted(broker.controller() ? "broker,controller" : "broker", broker.nodeId(), voters);
  }

  private static String listeners(
      KafkaPlan kafka, BrokerPlan broker, String own, String externalHost) {
    String bind = kafka.bindPrivateAddress() ? own : "0.0.0.0";
    List<String> listeners = new ArrayList<>();
    listeners.add("INTERNAL://" + bind + ":" + kafka.internalPort());
    if (broker.controller()) {
      listeners.add("CONTROLLER://" + bind + ":" + kafka.controllerPort());
    }
    listeners.add("EXTERNAL://" + bind + ":" + kafka.externalPort());
    return """
    # INTERNAL is for the VPC, EXTERNAL for TiDB Cloud. The EXTERNAL address is not this machine's:
    # TiDB Cloud resolves its name, and its port is this broker's listener on the load balancer,
    # which forwards to port %d here.
    listeners=%s
    inter.broker.listener.name=INTERNAL
    advertised.listeners=INTERNAL://%s:%d,EXTERNAL://%s:%d
    controller.listener.names=CONTROLLER
    listener.security.protocol.map=INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,EXTERNAL:PLAINTEXT,\
    SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL
    """
        .formatted(
            kafka.externalPort(),
            String.join(",", listeners),
            own,
            kafka.internalPort(),
            externalHost,
            broker.advertisedPort());
  }

  private static String storage(KafkaPlan kafka, BrokerPlan broker, String root) {
    return """
    # An absolute path: a relative one depends on the folder that Kafka starts in. The rack is the
    # zone, so the copies of a partition are in different zones. Retention is Kafka's default,
    # seven days of any size: give topics a retention.bytes if the disk is small.
    log.dirs=%s/data
    broker.rack=%s
    num.partitions=%d
    num.recovery.threads.per.data.dir=2
    """
        .formatted(root, broker.zone(), Math.min(3, kafka.brokers().size()));
  }

  private static String replication(KafkaPlan kafka) {
    int copies = kafka.defaultReplicationFactor();
    int inSync = kafka.minInsyncReplicas();
    return """
    # %d %s of everything, %d in sync before a write is acknowledged; no automatic topics, and no
    # unclean leader election.
    default.replication.factor=%d
    min.insync.replicas=%d
    offsets.topic.replication.factor=%d
    transaction.state.log.replication.factor=%d
    transaction.state.log.min.isr=%d
    auto.create.topics.enable=false
    unclean.leader.election.enable=false
    controlled.shutdown.enable=true
    auto.leader.rebalance.enable=true
    """
        .formatted(
            copies,
            copies == 1 ? "copy" : "copies",
            inSync,
            copies,
            inSync,
            copies,
            copies,
            inSync);
  }

  /**
   * The text of the systemd unit of one broker.
   *
   * @param root the installation folder, absolute on the node
   */
  public static String unit(Plan plan, BrokerPlan broker, String root) {
    KafkaPlan kafka = plan.kafka();
    return """
    # Written by Linkspan for broker %1$d of the setup "%2$s"; replaced as a whole, never merged.
    [Unit]
    Description=Apache Kafka %3$s, broker %1$d of %2$s
    Wants=network-online.target
    After=network-online.target
    # Never stop trying: after a power cut the other voters may take long to come back.
    StartLimitIntervalSec=0

    [Service]
    Type=simple
    User=%4$s
    WorkingDirectory=%5$s
    Environment="JAVA_HOME=%5$s/jdk"
    Environment="LOG_DIR=%5$s/log"
    Environment="KAFKA_HEAP_OPTS=-Xmx%6$s -Xms%6$s"
    Environment="KAFKA_JVM_PERFORMANCE_OPTS=%7$s"
    ExecStart=%5$s/kafka/bin/kafka-server-start.sh %5$s/config/server.properties
    # A controlled shutdown hands over leadership first and may take five minutes; only then, and
    # never before, the process is killed. 143 is how a JVM ends after SIGTERM.
    KillMode=mixed
    KillSignal=SIGTERM
    TimeoutStopSec=330
    SuccessExitStatus=143
    Restart=on-failure
    RestartSec=10
    LimitNOFILE=100000
    UMask=0027
    NoNewPrivileges=true

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(
            broker.nodeId(),
            plan.name(),
            kafka.kafkaArchive().version(),
            kafka.serviceUser(),
            root,
            kafka.heap(),
            performanceOptions(kafka.heap()));
  }

  /** A small heap means one or two cores: start fast, and use no threads for collection. */
  private static String performanceOptions(String heap) {
    String always = "-server -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true";
    return mebibytes(heap) >= 1024
        ? always
            + " -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35"
            + " -XX:+ExplicitGCInvokesConcurrent"
        : always + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1";
  }

  private static long mebibytes(String heap) {
    long number = Long.parseLong(heap.substring(0, heap.length() - 1));
    return heap.endsWith("g") ? number * 1024 : number;
  }

  private static List<Integer> ports(KafkaPlan kafka, BrokerPlan broker) {
    return broker.controller()
        ? List.of(kafka.internalPort(), kafka.controllerPort(), kafka.externalPort())
        : List.of(kafka.internalPort(), kafka.externalPort());
  }

  private record Addresses(Map<String, String> byInstance) {
    String of(BrokerPlan broker) {
      String address = byInstance.get(broker.instance());
      if (address == null) {
        throw new IllegalArgumentException("no private address known for " + broker.instance());
      }
      return address;
    }
  }
}
