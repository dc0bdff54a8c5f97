package dev.linkspan.workflows.spec;

import static dev.linkspan.workflows.spec.Mistake.bad;

import java.util.stream.Stream;

/** Mistakes in Kafka's section of specs of new clusters. */
final class KafkaMistakes {
  private KafkaMistakes() {}

  static Stream<Mistake> ofKafka() {
    String url = "http://127.0.0.1:7480/mirror/kafka_2.13-3.7.1.tgz";
    return Stream.of(
        broker("id: 1, zone: ap-southeast-1b", "id", "twice, first on line", "a different id"),
        broker("id: -1, zone: ap-southeast-1b", "id", "out of range", "0 to 999"),
        broker("id: 1000, zone: ap-southeast-1b", "id", "out of range", "999"),
        broker("id: two, zone: ap-southeast-1b", "id", "whole number", "0 to 999"),
        broker("zone: ap-southeast-1b", "id", "is missing", "0 to 999"),
        broker("id: 2, zone: ap-southeast-1d", "zone", "not one of", "1a, "),
        broker(
            "id: 2, zone: ap-southeast-1b, advertisedPort: 9093",
            "advertisedPort",
            "already the port of broker 1",
            "free"),
        broker(
            "id: 2, zone: ap-southeast-1b, advertisedPort: 9092",
            "advertisedPort",
            "already the bootstrap port",
            "free"),
        broker(
            "id: 2, zone: ap-southeast-1b, advertisedPort: 0",
            "advertisedPort",
            "out of range",
            "65535"),
        broker("id: 0, zone: ap-southeast-1b", "advertisedPort", "bootstrap", "free"),
        bad(
            "brokers:\n",
            "ports: {advertisedFrom: 1}\n  brokers:\n    - {id: 0, zone: ap-southeast-1a} #!\n",
            "kafka.brokers[0].advertisedPort",
            "port 0 of broker 0 does not exist",
            "a higher kafka.ports.advertisedFrom"),
        bad("port: 2222", "port: 9092", "kafka.ports.internal", "used for SSH", "different port"),
        bad("port: 2222", "port: 8099", "kafka.ports.distribution", "used for SSH", "different"),
        bad("To: linkspan", "To: /usr/bin #!", "kafka.installTo", "to the system", "separate"),
        bad("To: linkspan", "To: /tmp/kafka #!", "kafka.installTo", "to the system", "separate"),
        bad("To: linkspan", "To: /var/lib #!", "kafka.installTo", "to the system", "separate"),
        bad("To: linkspan", "To: .ssh #!", "kafka.installTo", "to the system", "separate"),
        setting("log.retention.hours: 010", "leading zero", "without it"),
        setting("log.retention.bytes: 1_000", "Kafka does not read", "plain digits"),
        setting("log.retention.bytes: 0x10", "Kafka does not read", "plain digits"),
        setting("auto.create.topics.enable: yes", "Kafka does not read", "true or false"),
        bad("heap: 256m", "external: {name: A} #!", "kafka.external", "for existing", "Leave it"),
        bad("heap: 256m", "heap: lots #!", "kafka.heap", "not a heap size", "768m"),
        bad("heap: 256m", "heap: 64g #!", "kafka.heap", "too large", "31g"),
        bad("heap: 256m", "heap: 64m #!", "kafka.heap", "too small", "128m"),
        bad("heap: 256m", "diskGiB: 19 #!", "kafka.diskGiB", "out of range", "20 to 2048"),
        bad("heap: 256m", "instanceType: m5 #!", "kafka.instanceType", "ECS instance", "ecs."),
        bad("heap: 256m", "serviceUser: root #!", "kafka.serviceUser", "as root", "kafka"),
        bad("heap: 256m", "serviceUser: a b #!", "kafka.serviceUser", "Linux user", "letters"),
        bad("heap: 256m", "diskCategory: tape #!", "kafka.diskCategory", "not known", "cloud_ssd"),
        bad("heap: 256m", "clusterId: short #!", "kafka.clusterId", "cluster id", "22 characters"),
        bad("To: linkspan", "To: my folder #!", "kafka.installTo", "not a path", "/opt/linkspan"),
        bad("To: linkspan", "To: ../kafka #!", "kafka.installTo", "not a path", "no `..`"),
        bad("To: linkspan", "To: -rf #!", "kafka.installTo", "not a path", "no hyphen"),
        bad(
            "To: linkspan",
            "To: /etc #!",
            "kafka.installTo",
            "belong to the system",
            "a separate folder"),
        bad("Address: private", "Address: one #!", "kafka.bindAddress", "not known", "private"),
        bad("3.7.1\n", "2.8.0 #!\n", "kafka.archive.version", "ZooKeeper", "3.3 or newer"),
        bad("3.7.1\n", "newest #!\n", "kafka.archive.version", "not a version", "3.7.1"),
        bad("3.7.1\n", "3.7.0\n", "kafka.archive.url", "not version 3.7.0", "kafka_2.13-3.7.0.tgz"),
        bad(
            url,
            "http://host:99999/kafka_2.13-3.7.1.tgz #!",
            "kafka.archive.url",
            "port that does not exist",
            "https://"),
        bad(url, "ftp://host/kafka-3.7.1.tgz #!", "kafka.archive.url", "not an http", "https://"),
        bad(url, "http://host/kafka-3.7.1.zip #!", "kafka.archive.url", "does not end", ".tgz"),
        bad(url, url + "?v=1 #!", "kafka.archive.url", "a query", "plain address"),
        bad("17.0.15\n", "8.0 #!\n", "kafka.java.version", "too old", "11 or newer"),
        bad(sha(), "sha512: abc #!", "kafka.archive.sha512", "not a SHA-512", "128 hex digits"),
        bad(sha(), "sha512: " + "ab".repeat(32), "kafka.archive.sha512", "SHA-256", "sha512sum"),
        port("internal: 39092", "external", "used for int", "a different port"),
        port("external: 29092", "external", "for cont", "a different port"),
        port("controller: 2222", "controller", "for SSH", "a different port"),
        port("distribution: 2222", "distribution", "SSH", "a different port"),
        port("external: 80", "external", "reserved", "1024"),
        port("bootstrap: 0", "bootstrap", "out of range", "65535"),
        port("admin: 1", "admin", "not a known field", "Remove"));
  }

  static Stream<Mistake> ofSettings() {
    String x = "x".repeat(501);
    return Stream.of(
        setting("listeners: x", "listeners", "decides the listeners", "kafka.ports"),
        setting("advertised.listeners: x", "advertised.listeners", "private link", "kafka.ports"),
        setting("listener.name.external.x: 1", "listener.name.external.x", "listeners", "ports"),
        setting("inter.broker.listener.name: A", "inter.broker.listener.name", "listen", "ports"),
        setting("node.id: 7", "node.id", "identity", "kafka.brokers"),
        setting("process.roles: broker", "process.roles", "identity", "kafka.brokers"),
        setting("broker.rack: a", "broker.rack", "identity", "kafka.brokers"),
        setting("controller.quorum.voters: x", "controller.quorum.voters", "quorum", "brokers"),
        setting("log.dirs: /data", "log.dirs", "where the data is", "kafka.installTo"),
        setting("log.dir: /data", "log.dir", "where the data is", "kafka.installTo"),
        setting("min.insync.replicas: 1", "min.insync.replicas", "copies", "its own config"),
        setting("default.replication.factor: 2", "default.replication.factor", "copies", "topic"),
        setting(
            "unclean.leader.election.enable: true",
            "unclean.leader.election.enable",
            "loses",
            "Leave"),
        setting(
            "controlled.shutdown.enable: false", "controlled.shutdown.enable", "loses", "Leave"),
        setting("ssl.keystore.type: PEM", "ssl.keystore.type", "TLS", "Leave"),
        setting("sasl.enabled.mechanisms: PLAIN", "sasl.enabled.mechanisms", "login", "Leave"),
        setting("delegation.token.secret.key: x", "delegation.token.secret.key", "secret", "Leave"),
        setting("Log.Retention: 1", "Log.Retention", "not the key", "log.retention.hours"),
        setting("log..retention: 1", "log..retention", "not the key", "lower-case"),
        setting("\"log\\nx\": 1", "log x", "not the key", "lower-case"),
        setting("log.retention.hours: [1]", "log.retention.hours", "is a list", "single value"),
        setting("log.retention.hours: {a: 1}", "log.retention.hours", "a group", "single value"),
        setting("log.retention.hours:", "log.retention.hours", "has no value", "leave the"),
        setting("compression.type: \"a\\nb=c\"", "compression.type", "line break", "one line"),
        setting("compression.type: \"\\u0007\"", "compression.type", "control", "ASCII"),
        setting("compression.type: käse", "compression.type", "outside of ASCII", "ASCII"),
        setting("compression.type: " + x, "compression.type", "has 501 characters", "at most 500"));
  }

  private static Mistake setting(String line, String key, String problem, String remedy) {
    return bad(
        "heap: 256m",
        "settings:\n    num.io.threads: 8\n    " + line + " #!",
        "kafka.settings." + key,
        problem,
        remedy);
  }

  /** The second broker with these fields. */
  private static Mistake broker(String fields, String field, String problem, String remedy) {
    String sound = "{id: 2, zone: ap-southeast-1b}";
    return bad(sound, "{" + fields + "} #!", "kafka.brokers[1]." + field, problem, remedy);
  }

  private static Mistake port(String given, String field, String problem, String remedy) {
    return bad("heap: 256m", "ports: {" + given + "} #!", "kafka.ports." + field, problem, remedy);
  }

  private static String sha() {
    return "sha512: " + Specs.SHA512;
  }

  private static Mistake setting(String setting, String problem, String remedy) {
    String key = setting.substring(0, setting.indexOf(':'));
    return bad(
        "heap: 256m", "settings: {" + setting + "} #!", "kafka.settings." + key, problem, remedy);
  }
}
