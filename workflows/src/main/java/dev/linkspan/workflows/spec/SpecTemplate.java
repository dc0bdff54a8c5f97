package dev.linkspan.workflows.spec;

import java.util.List;

/** Specs to start from. */
public final class SpecTemplate {
  private SpecTemplate() {}

  /**
   * What {@code linkspan init} writes: the guide's example with comments. Its blanks are reported
   * by {@link SpecReader} until they are filled.
   */
  public static String text() {
    return TEMPLATE;
  }

  /** The same for a cluster that is there already. */
  public static String existing() {
    return ExistingClusterTemplate.TEXT;
  }

  /**
   * A spec for the local stack: small machines on loopback addresses, brokers dealt out to the
   * zones in turn.
   *
   * @param vpcPrefix first two parts of the VPC's addresses, e.g. {@code 127.10}
   * @param brokers at least 1; ids count from 1
   * @param zones 2 to 10 zone ids of one region
   * @param clusterId the TiDB Cloud cluster
   */
  public static String demo(
      String name,
      String vpcPrefix,
      Spec.Archive kafka,
      Spec.Archive java,
      int brokers,
      List<String> zones,
      String clusterId) {
    int mask = zones.size() <= 3 ? 18 : 20;
    int step = 1 << (24 - mask);
    StringBuilder zoneLines = new StringBuilder();
    for (int i = 0; i < zones.size(); i++) {
      zoneLines.append(
          "    - {zone: %s, cidr: %s.%d.0/%d}\n"
              .formatted(zones.get(i), vpcPrefix, i * step, mask));
    }
    StringBuilder brokerLines = new StringBuilder();
    for (int i = 0; i < brokers; i++) {
      brokerLines.append(
          "    - {id: %d, zone: %s}\n".formatted(i + 1, zones.get(i % zones.size())));
    }
    String region = zones.get(0).replaceAll("-?[a-z]$", "");
    String bastion = "%s.%d.0/%d".formatted(vpcPrefix, 256 - step, mask);
    return DEMO.formatted(
        name,
        region,
        vpcPrefix,
        zoneLines,
        zones.get(0),
        bastion,
        archive(kafka),
        archive(java),
        brokerLines,
        clusterId);
  }

  private static String archive(Spec.Archive archive) {
    return "version: %s\n    url: %s\n    sha512: %s"
        .formatted(archive.version(), archive.url(), archive.sha512());
  }

  /** How every template ends. */
  static final String TAIL =
      """
      # Optional: seconds between two health checks of a broker.
      loadBalancer:
        healthCheckSeconds: 5

      tidbCloud:
        # <- The digits in the address of the cluster's page in the TiDB Cloud console, in quotes.
        clusterId: ""
        connectionName: orders-kafka

      # Optional: how often the link is proved again (5m to 30d, or off), and which tables the
      # changefeed of the proof sends.
      verification:
        every: 1h
        changefeed:
          table: test.*
      """;

  private static final String DEMO =
      """
      # The example of `linkspan demo`: real Kafka on this computer's loopback addresses.
      kind: new cluster
      name: %s
      region: %s

      network:
        vpcCidr: %s.0.0/16
        zones:
      %s\
        bastion:
          zone: %s
          cidr: %s
          sshFrom: 127.0.0.1/32
        ssh:
          user: root
          port: 2222

      kafka:
        archive:
          %s
        java:
          %s
        heap: 256m
        installTo: linkspan
        # Several machines share this computer, so each listens on its own address only.
        bindAddress: private
        brokers:
      %s
      loadBalancer:
        healthCheckSeconds: 1

      tidbCloud:
        clusterId: "%s"

      verification:
        every: 1h
        changefeed:
          table: test.*
      """;

  private static final String TEMPLATE =
      """
      # A Kafka cluster on Alibaba Cloud, and its private link to TiDB Cloud.
      #   linkspan plan -f FILE   shows what follows from this file, and touches nothing
      #   linkspan up -f FILE     builds it
      # Fill in what is marked with "<-". Secrets do not belong here: credentials are names that
      # the worker knows.
      kind: new cluster

      # The setup's name, and the first part of the names of what is made for it.
      name: orders

      # Where the TiDB Cloud cluster runs; Kafka has to be in the same region.
      region: ap-southeast-1

      # Optional: which of the worker's credentials to use.
      credentials:
        alibabaCloud: default
        tidbCloud: default
        sshKey: default

      network:
        # A part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16. (127.0.0.0/8 is for rehearsals on
        # one computer.)
        vpcCidr: 10.0.0.0/16
        # One vSwitch per zone. The load balancer stands in all of them, so at least two; share as
        # many as possible with the TiDB Cloud cluster.
        zones:
          - {zone: ap-southeast-1a, cidr: 10.0.0.0/18}
          - {zone: ap-southeast-1b, cidr: 10.0.64.0/18}
          - {zone: ap-southeast-1c, cidr: 10.0.128.0/18}
        # The only machine with a public address. Everything is done through it.
        bastion:
          zone: ap-southeast-1a
          cidr: 10.0.192.0/18
          # <- The addresses the worker's SSH comes from, for example 203.0.113.7/32.
          sshFrom:
          instanceType: ecs.t5-lc1m2.small
        # Optional: the machines' SSH account.
        ssh:
          user: root
          port: 22

      kafka:
        archive:
          version: 3.7.1
          url: https://archive.apache.org/dist/kafka/3.7.1/kafka_2.13-3.7.1.tgz
          # <- The 128 hex digits in the file of the same name with .sha512 behind it.
          sha512:
        # Any Java from 11 on. The guide's 22.0.2 is no longer maintained; 17 or 21 are.
        java:
          version: 22.0.2
          url: https://download.java.net/java/GA/jdk22.0.2/c9ecb94cd31b495da20a27d4581645e8/9/GPL/openjdk-22.0.2_linux-x64_bin.tar.gz
          # <- What sha512sum prints for a copy whose published SHA-256 you have checked.
          sha512:
        # The guide's small type: 1 core, 2 GiB. Take more for production, and a heap of 4g to 6g.
        instanceType: ecs.t5-lc1m2.small
        diskGiB: 40
        heap: 1g
        # Where it is installed on the machines, and who runs it.
        installTo: /opt/linkspan
        serviceUser: kafka
        # all: listen on every address of the machine, as the guide does. private: on its own only.
        bindAddress: all
        # Optional: the Kafka cluster's id, 22 characters; derived from the name when left out.
        # clusterId: BRl69zcmTFmiPaoaANybiw
        # One machine for each. Broker n gets port advertisedFrom + n - 1 on the load balancer,
        # unless an advertisedPort is written beside its zone.
        brokers:
          - {id: 1, zone: ap-southeast-1a}
          - {id: 2, zone: ap-southeast-1b}
          - {id: 3, zone: ap-southeast-1c}
        # Optional: the guide's ports.
        ports:
          controller: 29092
          internal: 9092
          external: 39092
          # On the load balancer:
          bootstrap: 9092
          advertisedFrom: 9093
          # Where the bastion hands out the archives during the installation:
          distribution: 8099

      """
          + TAIL;
}
