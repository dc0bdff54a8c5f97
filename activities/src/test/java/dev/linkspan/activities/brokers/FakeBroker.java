package dev.linkspan.activities.brokers;

import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Commands;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A manually installed broker in the home folder of a machine. */
final class FakeBroker {
  static final String SECRET = "hunter2";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Shell shell;
  private final String name;
  private final String home;
  private final String properties;
  private String mainClass = "kafka.Kafka";
  private String options = "";
  private String isolation = "";
  private String javaOptions = "";

  FakeBroker(Shell shell, Node node, String name, int id, int port) {
    this.shell = shell;
    this.name = name;
    this.home = Path.of(node.root()).getParent().resolve(name).toString();
    this.properties =
        """
        # set up by hand
        process.roles=broker,controller
        node.id=%d
        listeners=INTERNAL://%s:%d,CONTROLLER://%2$s:%d
        advertised.listeners=INTERNAL://%2$s:%3$d
        listener.security.protocol.map=INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=INTERNAL
        controller.listener.names=CONTROLLER
        controller.quorum.voters=%1$d@%2$s:%4$d
        log.dirs=%s/data
        ssl.keystore.password=%s
        """
            .formatted(id, node.privateAddress(), port, port + 1, home, SECRET);
    write(properties);
    write(
        "data/meta.properties",
        "version=1\nnode.id=" + id + "\ncluster.id=BRl69zcmTFmiPaoaANybiw\n");
    write("libs/kafka_2.13-3.7.1.jar", "");
    run("chmod 640 config/server.properties");
  }

  /** The command that starts Java, with the path of the file as the user typed it. */
  private String java(String path) {
    return "%s%s/bin/java -Xmx32m%s -Dkafka.logs.dir=%s/log -cp %4$s/libs/kafka_2.13-3.7.1.jar:%s %s %s%s"
        .formatted(
            isolation,
            System.getProperty("java.home"),
            javaOptions,
            home,
            classes(),
            mainClass,
            path,
            options.isEmpty() ? "" : " " + options);
  }

  private static String classes() {
    try {
      return Path.of(kafka.Kafka.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A broker that is started by scripts in the folder of its configuration. */
  BrokerService byCommands() {
    String start =
        "cd %s/config && { %s > ../out 2>&1 < /dev/null & echo $! > ../pid; }"
            .formatted(home, java("server.properties"));
    // unshare ignores the signal; Java is its child.
    String child = isolation.isEmpty() ? "" : "pid=$(cat /proc/$pid/task/$pid/children)\n";
    String stop = "pid=$(cat %s/pid)\n" + child + "kill -TERM $pid";
    return new BrokerService(configuration(), new Commands(start, stop.formatted(home)));
  }

  /** A broker that is started by the systemd unit with its name. */
  BrokerService byUnit() {
    write(
        name + ".service",
        """
        [Service]
        Type=simple
        ExecStart=%s
        SuccessExitStatus=143
        TimeoutStopSec=330

        [Install]
        WantedBy=multi-user.target
        """
            .formatted(java(configuration())));
    run("systemctl enable '" + home + "/" + name + ".service'");
    return new BrokerService(configuration(), new SystemdUnit(name + ".service"));
  }

  /** Lets systemd stop this other unit with the broker's unit, as it does if it requires that. */
  void requiredBy(String other) {
    write(other, "[Service]\nExecStart=/bin/sleep 600\nSuccessExitStatus=143\n");
    run("systemctl enable '" + home + "/" + other + "'");
    write(
        "systemctl",
        """
        #!/bin/bash
        case "$*" in
          *RequiredBy*%1$s.service*) echo RequiredBy=%2$s; exit ;;
          "stop %1$s.service") "$(dirname "$0")/systemctl-own" stop %2$s ;;
        esac
        exec "$(dirname "$0")/systemctl-own" "$@"
        """
            .formatted(name, other));
    run(
        """
        bin=${PATH%%:*}
        cp -a "$bin/systemctl" "$bin/systemctl-own"
        chmod 755 systemctl
        mv systemctl "$bin/systemctl"
        """);
  }

  /** Starts it from now on by another main class, and with these words after the file. */
  FakeBroker startedBy(Class<?> main, String words) {
    mainClass = main.getName();
    options = words;
    return this;
  }

  /** Starts it from now on with an option for Java. */
  FakeBroker withJavaOption(String option) {
    javaOptions = " " + option;
    return this;
  }

  /** Starts it from now on as the first process of a process namespace, as in a container. */
  FakeBroker inNamespace() {
    isolation = "unshare --pid --fork --kill-child=TERM ";
    return this;
  }

  String configuration() {
    return home + "/config/server.properties";
  }

  /** The original contents of the configuration file. */
  String properties() {
    return properties;
  }

  /** Replaces the contents of the configuration file. */
  void write(String text) {
    write("config/server.properties", text);
  }

  private void write(String path, String text) {
    shell.upload(home + "/" + path, text.getBytes(StandardCharsets.UTF_8), LIMIT);
  }

  /** Runs a command in the home folder; returns its output. */
  String run(String command) {
    Outcome outcome = shell.run("cd '" + home + "'\n" + command, LIMIT);
    if (!outcome.succeeded()) {
      throw new IllegalStateException(outcome.excerpt());
    }
    return outcome.stdout().strip();
  }
}
