package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.clusters.KafkaSoftware.Installed;
import java.util.Map;
import java.util.TreeMap;

/** Systemd units and scripts that start a node's process, as people write them. */
final class ServiceFiles {
  private ServiceFiles() {}

  /** Returns the environment of the process. */
  static Map<String, String> environment(ClusterSpec spec, Node node, Installed installed) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("JAVA_HOME", installed.java().toString());
    environment.put("KAFKA_HEAP_OPTS", "-Xmx" + spec.heap());
    environment.put(
        "KAFKA_JVM_PERFORMANCE_OPTS",
        "-server -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true");
    environment.put("LOG_DIR", node.home() + "/log");
    return environment;
  }

  /** Returns the command line of the process. */
  static String command(Node node, Installed installed) {
    return node.is(Node.ZOOKEEPER)
        ? "%s/bin/kafka-run-class.sh org.apache.zookeeper.server.quorum.QuorumPeerMain %s"
            .formatted(installed.kafka(), node.configuration())
        : "%s/bin/kafka-server-start.sh %s".formatted(installed.kafka(), node.configuration());
  }

  static String unit(ClusterSpec spec, Node node, Installed installed) {
    StringBuilder environment = new StringBuilder();
    environment(spec, node, installed)
        .forEach(
            (name, value) -> environment.append("Environment=\"%s=%s\"\n".formatted(name, value)));
    return """
        [Unit]
        Description=%s (%s)
        After=network.target

        [Service]
        Type=simple
        # Kafka wants many files
        LimitNOFILE=65536
        %sWorkingDirectory=%s
        ExecStart=%s
        SuccessExitStatus=143
        TimeoutStopSec=330

        [Install]
        WantedBy=multi-user.target
        """
        .formatted(
            node.is(Node.ZOOKEEPER) ? "ZooKeeper" : "Apache Kafka",
            spec.name(),
            environment,
            node.home(),
            command(node, installed));
  }

  static String startScript(ClusterSpec spec, Node node, Installed installed) {
    StringBuilder exports = new StringBuilder();
    environment(spec, node, installed)
        .forEach((name, value) -> exports.append("export %s=\"%s\"\n".formatted(name, value)));
    return """
        #!/bin/bash
        # start %1$s on this box
        %2$s
        if runs; then
          echo "%1$s runs already"
          exit 0
        fi
        %3$s
        mkdir -p "$LOG_DIR" "$(dirname "$pidfile")"
        nohup setsid %4$s </dev/null >>"$LOG_DIR/%1$s.out" 2>&1 &
        echo $! >"$pidfile"
        """
        .formatted(node.program(), check(node), exports, command(node, installed));
  }

  static String stopScript(Node node) {
    return """
        #!/bin/bash
        # stop %1$s; it may take a while, the leaders move away first
        %2$s
        if runs; then
          kill "$(cat "$pidfile")"
          while runs; do sleep 0.5; done
        else
          echo "%1$s does not run"
        fi
        rm -f "$pidfile"
        """
        .formatted(node.program(), check(node));
  }

  /** Another process can have the same id later, so the script checks the command line too. */
  private static String check(Node node) {
    return """
        pidfile=%s
        runs() {
          [ -f "$pidfile" ] && tr '\\0' ' ' 2>/dev/null <"/proc/$(cat "$pidfile")/cmdline" | grep -q "%s"
        }"""
        .formatted(node.pidFile(), node.configuration());
  }
}
