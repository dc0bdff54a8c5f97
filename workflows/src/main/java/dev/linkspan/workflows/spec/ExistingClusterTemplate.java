package dev.linkspan.workflows.spec;

/** A commented spec of a Kafka cluster that is there already. */
final class ExistingClusterTemplate {
  private ExistingClusterTemplate() {}

  static final String TEXT =
      """
      # A Kafka cluster that runs on Alibaba Cloud, and its private link to TiDB Cloud.
      #   linkspan plan -f FILE   looks at the cluster, and shows what would change on it
      #   linkspan up -f FILE     builds the link; brokers are restarted one at a time
      # Fill in what is marked with "<-". Secrets do not belong here: credentials are names that
      # the worker knows.
      kind: existing cluster

      # The setup's name, and the first part of the names of what is made for it.
      name: orders

      # Where Kafka and the TiDB Cloud cluster run.
      region: ap-southeast-1

      # Optional: which of the worker's credentials to use. The SSH key is the one of the machines.
      credentials:
        alibabaCloud: default
        tidbCloud: default
        sshKey: default

      network:
        # <- The VPC of the brokers.
        vpcId:
        # Where the load balancer will stand: two zones or more, as many as possible of those that
        # the TiDB Cloud cluster has.
        zones:
          # <- A vSwitch in each of them, with eight free addresses.
          - zone: ap-southeast-1a
            vSwitchId:
          - zone: ap-southeast-1b
            vSwitchId:
        # Optional: account and port of the machines' SSH servers. The account must be allowed to
        # edit Kafka's configuration, and to start and stop it.
        ssh:
          user: root
          port: 22
        # Optional: a machine that SSH goes through; the probe runs there too. Without it the worker
        # reaches the brokers directly, and the probe runs on one of them.
        # jumpHost: {address: 203.0.113.7, user: root, port: 22}

      kafka:
        # What is usual for all brokers; each may have its own beside its address.
        configuration: /opt/kafka/config/kraft/server.properties
        # The systemd unit that runs Kafka. Without one, write commands instead: start returns while
        # Kafka goes on running, stop asks for an orderly end.
        service: kafka.service
        # start: /opt/kafka/bin/kafka-server-start.sh -daemon /opt/kafka/config/kraft/server.properties
        # stop: /opt/kafka/bin/kafka-server-stop.sh
        # Every broker of the cluster, by its private address. The first gets port advertisedFrom on
        # the load balancer, the second the next one, and so on. Of its own one may have:
        # configuration, service, start, stop, sshUser, advertisedPort.
        brokers:
          # <- One line for each.
          - address:
        # Optional: the guide's ports.
        ports:
          # The new listener on every broker:
          external: 39092
          # On the load balancer:
          bootstrap: 9092
          advertisedFrom: 9093

      # Optional: how brokers are restarted.
      rollout:
        # Between a broker that is well again and the next: 0s to 1h.
        pause: 10s
        # Whether a producer and a consumer run beside, to count what clients notice.
        audit: true
        # How long a stop, or a gate where nothing gets better, is waited for before you are asked
        # (10s to 20m). Usual: 15m before a stop, 330s for it, 10m for replicas, 2m for the load
        # balancer.
        # patience: 5m

      """
          + SpecTemplate.TAIL;
}
