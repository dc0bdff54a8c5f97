package dev.linkspan.workflows.spec;

/** A commented spec for an existing Kafka cluster. */
final class ExistingClusterTemplate {
  private ExistingClusterTemplate() {}

  static final String TEXT =
      """
      # A Kafka cluster that runs on Alibaba Cloud, and its private link to TiDB Cloud.
      #   linkspan plan -f FILE   surveys the cluster, and shows what would change on it
      #   linkspan up -f FILE     creates the link, and restarts brokers one at a time
      # Fill in the fields marked with "<-". Do not write secrets here: credentials are names that
      # the worker's configuration defines.
      kind: existing cluster

      # The name of the setup. The names of its resources start with it.
      name: orders

      # The region of both Kafka and the TiDB Cloud cluster.
      region: ap-southeast-1

      # Optional: which of the worker's credentials to use. The machines must accept the SSH key.
      credentials:
        alibabaCloud: default
        tidbCloud: default
        sshKey: default

      network:
        # <- The VPC of the brokers.
        vpcId:
        # The zones of the load balancer, at least two. Use as many zones of the TiDB Cloud cluster
        # as possible.
        zones:
          # <- A vSwitch in each zone, with at least eight free addresses.
          - zone: ap-southeast-1a
            vSwitchId:
          - zone: ap-southeast-1b
            vSwitchId:
        # Optional: account and port of the machines' SSH servers. The account needs permission to
        # edit Kafka's configuration, and to start and stop Kafka.
        ssh:
          user: root
          port: 22
        # Optional: a machine that SSH goes through; the probe runs there too. Without one, the
        # worker connects to the brokers directly, and the probe runs on one of them.
        # jumpHost: {address: 203.0.113.7, user: root, port: 22}

      kafka:
        # Settings of all brokers. Each broker can have different ones after its address.
        configuration: /opt/kafka/config/kraft/server.properties
        # The systemd unit that runs Kafka. Without a unit, write commands: start returns while Kafka
        # keeps running, stop requests a controlled shutdown.
        service: kafka.service
        # start: /opt/kafka/bin/kafka-server-start.sh -daemon /opt/kafka/config/kraft/server.properties
        # stop: /opt/kafka/bin/kafka-server-stop.sh
        # Every broker of the cluster, by its private address. The first one gets port advertisedFrom
        # on the load balancer, the second one the next port, and so on. Each broker can also have:
        # configuration, service, start, stop, sshUser, advertisedPort.
        brokers:
          # <- One line for each broker.
          - address:
        # Optional: the name of the new listener, if the brokers use EXTERNAL for something else.
        external:
          name: EXTERNAL
        # Optional: the guide's ports.
        ports:
          # The new listener on every broker:
          external: 39092
          # On the load balancer:
          bootstrap: 9092
          advertisedFrom: 9093

      # Optional: how to restart brokers.
      rollout:
        # The pause between a broker that is back in service and the next: 0s to 1h.
        pause: 10s
        # Whether a producer and a consumer run meanwhile, to count what clients notice.
        audit: true
        # How long to wait for a stop, or for a check that makes no progress, before the rollout asks
        # you (10s to 20m). Defaults: 15m before a stop, 330s for the stop, 10m for replicas, 2m for
        # the load balancer.
        # patience: 5m

      """
          + SpecTemplate.TAIL;
}
