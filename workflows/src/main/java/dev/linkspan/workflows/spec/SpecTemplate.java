package dev.linkspan.workflows.spec;

import java.util.List;

/** Spec files to start from. */
public final class SpecTemplate {
  private SpecTemplate() {}

  /**
   * Returns what {@code linkspan init} writes: the guide's example with comments. {@link
   * SpecReader} reports its empty fields until a user fills them in.
   */
  public static String text() {
    return TEMPLATE;
  }

  /** Returns the same for an existing cluster. */
  public static String existing() {
    return ExistingClusterTemplate.TEXT;
  }

  /**
   * Returns a spec for the local stack: small machines on loopback addresses, with brokers in each
   * zone in turn.
   *
   * @param vpcPrefix first two parts of the VPC's addresses, for example {@code 127.10}
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

  /** The end of every template. */
  static final String TAIL =
      """
      # Optional: seconds between two health checks of a broker, 1 to 50.
      loadBalancer:
        healthCheckSeconds: 5

      tidbCloud:
        # <- The digits in the address of the cluster's page in the TiDB Cloud console, in quotes.
        clusterId: ""
        connectionName: orders-kafka

      # Optional: what happens while nobody decides about the endpoint. remindEvery needs a webhook.
      # After the deadline, the setup says that it is late, and keeps waiting.
      # approval:
      #   remindEvery: 4h
      #   deadline: 2d

      # Optional: how often to verify the link: 5m to 30d, or off. Instead of every, times of the
      # clock: cron: "0 6 * * *" with timeZone: Asia/Singapore.
      verification:
        every: 1h
        # How long a failure is checked again before it counts.
        patience: 2m
        # A change of health goes there, signed with a secret that the worker has under this name.
        # webhook: {url: https://hooks.example/linkspan, credential: default}
        # What TiDB Cloud does for it. test-only: its connectivity test, which leaves nothing behind.
        # temporary or keep: also a changefeed that sends rows of these tables. TiDB Cloud bills
        # changefeeds, allows ten per cluster, and enables them on request.
        changefeed:
          use: test-only
          table: test.*
        # What happens to findings that Linkspan can repair. ask: a person is asked. safe: what only
        # adds something, such as a missing listener, is repaired at once. off: nobody is asked.
        repair: ask
      """;

  private static final String DEMO =
      """
      # The example of `linkspan demo`: real Kafka on the loopback addresses of this computer.
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
        # Several machines share this computer, so each one listens only on its own address.
        bindAddress: private
        brokers:
      %s
      loadBalancer:
        healthCheckSeconds: 1

      tidbCloud:
        clusterId: "%s"

      verification:
        every: 1h
        # A failure counts after attempts for this long.
        patience: 10s
        changefeed:
          use: keep
          table: test.*
      """;

  private static final String TEMPLATE =
      """
      # A Kafka cluster on Alibaba Cloud, and its private link to TiDB Cloud.
      #   linkspan plan -f FILE   shows everything that would be created, and changes nothing
      #   linkspan up -f FILE     creates it
      # Fill in the fields marked with "<-". Do not write secrets here: credentials are names that
      # the worker's configuration defines.
      kind: new cluster

      # The name of the setup. The names of its resources start with it.
      name: orders

      # The region of the TiDB Cloud cluster. Kafka must be in the same region.
      region: ap-southeast-1

      # Optional: which of the worker's credentials to use.
      credentials:
        alibabaCloud: default
        tidbCloud: default
        sshKey: default

      network:
        # A part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16. (127.0.0.0/8 is for tests on one
        # computer.)
        vpcCidr: 10.0.0.0/16
        # One vSwitch in each zone. The load balancer uses all of them and needs at least two. Use
        # as many zones of the TiDB Cloud cluster as possible.
        zones:
          - {zone: ap-southeast-1a, cidr: 10.0.0.0/18}
          - {zone: ap-southeast-1b, cidr: 10.0.64.0/18}
          - {zone: ap-southeast-1c, cidr: 10.0.128.0/18}
        # The only machine with a public address. Linkspan reaches all other machines through it.
        bastion:
          zone: ap-southeast-1a
          cidr: 10.0.192.0/18
          # <- The addresses that the worker connects from, for example 203.0.113.7/32.
          sshFrom:
          instanceType: ecs.t5-lc1m2.small
        # Optional: account and port of the machines' SSH servers.
        ssh:
          user: root
          port: 22

      kafka:
        archive:
          version: 3.7.1
          url: https://archive.apache.org/dist/kafka/3.7.1/kafka_2.13-3.7.1.tgz
          # <- The 128 hex digits in the file at the same address with .sha512 appended.
          sha512:
        # Java 11 or newer, of a version that is maintained, such as 17 and 21. The guide's 22.0.2 no longer is.
        java:
          version: 21.0.12
          url: https://github.com/adoptium/temurin21-binaries/releases/download/jdk-21.0.12%2B8/OpenJDK21U-jdk_x64_linux_hotspot_21.0.12_8.tar.gz
          # <- The output of sha512sum for a copy whose published SHA-256 you have checked.
          sha512:
        # The guide's small type: 1 core, 2 GiB. For production use a larger one, and a heap of 4g to 6g.
        instanceType: ecs.t5-lc1m2.small
        diskGiB: 40
        heap: 1g
        # The installation folder on the machines, and the user that runs Kafka.
        installTo: /opt/linkspan
        serviceUser: kafka
        # all: listen on every address of the machine, as in the guide. private: only on its private one.
        bindAddress: all
        # Optional: the id of the Kafka cluster, 22 characters. The default is derived from the name.
        # clusterId: BRl69zcmTFmiPaoaANybiw
        # Optional: settings of every broker's server.properties. Linkspan decides listeners, identity,
        # data folders, and the number of copies. `linkspan update` changes them, one broker at a time.
        # settings: {log.retention.hours: 72, log.retention.bytes: 1073741824}
        # Each broker gets its own machine. Broker n gets port advertisedFrom + n - 1 on the load
        # balancer, unless you write an advertisedPort after its zone.
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
          # Where the bastion serves the archives during the installation:
          distribution: 8099

      """
          + TAIL;
}
