package dev.linkspan.workflows.spec;

import static dev.linkspan.workflows.spec.Mistake.MARK;
import static dev.linkspan.workflows.spec.Mistake.bad;
import static dev.linkspan.workflows.spec.Mistake.markedLine;
import static dev.linkspan.workflows.spec.Specs.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in specs of new clusters; {@code #!} marks the line. */
class BadSpecsTest {

  static Stream<Mistake> ofTheWhole() {
    return Stream.of(
        bad("kind: new cluster", "#!", "kind", "is missing", "kind: new cluster"),
        bad("kind: new cluster", "kind: new clutser #!", "kind", "not a kind", "\"new cluster\"?"),
        bad("kind: new cluster", "kind: existing #!", "kind", "not a kind", "existing cluster"),
        bad("name: demo", "", "name", "is missing", "a name for the setup"),
        bad("name: demo", "name: #!", "name", "has no value", "a name for the setup"),
        bad("name: demo", "name: Demo_1 #!", "name", "cannot be the name", "lower-case"),
        bad("name: demo", "name: d #!", "name", "cannot be the name", "2 to 40"),
        bad("name: demo", "name: " + "x".repeat(41) + " #!", "name", "41 characters", "2 to 40"),
        bad("name: demo", "name: [demo] #!", "name", "is a list", "a single value"),
        bad("name: demo", "name: {is: demo} #!", "name", "is a group of fields", "single value"),
        bad("name: demo", "name: demo\nname: two #!", "name", "written twice", "Keep one"),
        bad("name: demo", "name: demo\nregoin: x #!", "regoin", "not a known", "\"region\"?"),
        bad("name: demo", "name: demo\nzzz: x #!", "zzz", "not a known", "known here: kind"),
        bad("loadBalancer:", "loadBalancer: 5 #!\nx:", "loadBalancer", "single value", "a group"),
        bad(
            "    - {id: 1,",
            "    - {ident: 1, id: 1,",
            "kafka.brokers[0].ident",
            "known",
            "Remove"),
        bad("heap: 256m", "haep: 256m #!", "kafka.haep", "not a known field", "\"heap\"?"),
        bad("Seconds: 1", "Seconds: 0 #!", "loadBalancer.healthCheckSeconds", "out of", "1 to 50"),
        bad("every: 1h", "every: 1 hour #!", "verification.every", "not a duration", "30m"),
        bad("every: 1h", "every: 4m #!", "verification.every", "out of range", "5m to 30d"),
        bad("every: 1h", "cron: 0 6 * * #!", "verification.cron", "five fields", "0 6 * *"),
        bad("every: 1h", "cron: \"0 25 * * *\" #!", "verification.cron", "25", "0 6 * *"),
        bad("every: 1h", "cron: \"* * * * *\" #!", "verification.cron", "5 minutes", "0 6 * *"),
        bad(
            "every: 1h",
            "every: 1h #!\n  cron: \"0 6 * * *\"",
            "verification.every",
            "cron",
            "one"),
        bad("every: 1h", "timeZone: UTC #!", "verification.timeZone", "no effect", "Write cron"),
        bad(
            "every: 1h",
            "cron: \"0 6 * * *\"\n  timeZone: Mars/North #!",
            "verification.timeZone",
            "not a time zone",
            "Asia/Singapore"),
        bad("patience: 10s", "patience: 31m #!", "verification.patience", "out of", "0s to 30m"),
        bad(
            "patience: 10s",
            "webhook: {url: \"http://hooks.example\"} #!",
            "verification.webhook.url",
            "https",
            "receiver"),
        bad(
            "patience: 10s",
            "webhook: {url: \"https://hooks.example:99999/a\"} #!",
            "verification.webhook.url",
            "port that does not exist",
            "receiver"),
        bad(
            "patience: 10s",
            "webhook: {url: \"https://hooks.example/a?signature=1\"} #!",
            "verification.webhook.url",
            "a secret",
            "never holds one"),
        bad(
            "\"10001\"",
            "\"10001\"\napproval: {remindEvery: 4h} #!",
            "approval.remindEvery",
            "has no effect",
            "verification.webhook"),
        bad(
            "\"10001\"",
            "\"10001\"\napproval: {automatic: always} #!",
            "approval.automatic",
            "not known",
            "when-verified"),
        bad(
            "\"10001\"",
            "\"10001\"\napproval: {deadline: 1m} #!",
            "approval.deadline",
            "out of",
            "5m to 30d"),
        bad("use: keep", "use: always #!", "verification.changefeed.use", "always", "test-only"),
        bad("every: 1h", "repair: on #!", "verification.repair", "on", "safe"),
        bad("table: test.*", "table: test #!", "verification.changefeed.table", "filter", "test.*"),
        bad(
            "clusterId: \"10001\"",
            "connectionName: x",
            "tidbCloud.clusterId",
            "is missing",
            "digits"),
        bad("\"10001\"", "prod-one #!", "tidbCloud.clusterId", "not the id", "digits"),
        bad(
            "\"10001\"",
            "\"10001\"\n  connectionName: " + "x".repeat(65) + " #!",
            "tidbCloud.connectionName",
            "65 characters",
            "64"));
  }

  static Stream<Mistake> ofTheNetwork() {
    String zone = "network.zones[1].";
    String second = "{zone: ap-southeast-1b, cidr: 127.10.64.0/18}";
    return Stream.of(
        bad("region: ap-southeast-1", "region: ap-southeast-9 #!", "region", "region", "Did you"),
        bad("region: ap-southeast-1", "region: mars #!", "region", "not an Alibaba", "cn-hongkong"),
        bad(second, second.replace("1b", "5b") + " #!", zone + "zone", "not a zone of", "1a"),
        bad(second, second.replace("1b", "1a") + " #!", zone + "zone", "twice, first on", "once"),
        bad(second, "just text #!", "network.zones[1]", "is a single value", "zone: ..."),
        bad("16", "8 #!", "network.vpcCidr", "address bits after its mask", "127.0.0.0/8"),
        bad("127.10.0.0/16", "8.8.0.0/16 #!", "network.vpcCidr", "not a private", "10.0.0.0/8"),
        bad("127.10.0.0/16", "127.10.0.0 #!", "network.vpcCidr", "not an IPv4", "10.0.0.0/16"),
        bad("127.10.0.0/16", "127.300.0.0/16 #!", "network.vpcCidr", "above 255", "0 to 255"),
        bad("127.10.0.0/16", "127.10.0.0/33 #!", "network.vpcCidr", "32 bits", "/32"),
        bad("127.10.0.0/16", "127.10.0.0/30 #!", "network.vpcCidr", "a mask of /30", "/16 to /28"),
        bad("127.10.0.0/16", "127.10.0.0/15 #!", "network.vpcCidr", "a mask of /15", "/16 to /28"),
        bad(
            second,
            second.replace("10.64", "11.0") + " #!",
            zone + "cidr",
            "not inside",
            "part of"),
        bad(
            second,
            second.replace("64.0", "0.0") + " #!",
            zone + "cidr",
            "overlaps",
            "no other one overlaps"),
        bad(second, second.replace("/18", "/30") + " #!", zone + "cidr", "mask of /30", "/29"),
        bad(
            second,
            second.replace("/18", "/29") + " #!",
            zone + "cidr",
            "too small",
            "At least 13"),
        bad(second, second.replace("64", "65") + " #!", zone + "cidr", "bits after", "127.10.64.0"),
        bad(
            "127.10.192.0/18",
            "127.10.128.0/18 #!",
            "network.bastion.cidr",
            "overlaps",
            "no other one"),
        bad(
            "zone: ap-southeast-1a\n",
            "zone: eu-central-1a #!\n",
            "network.bastion.zone",
            "not a",
            "1a"),
        bad(
            "127.0.0.1/32",
            "0.0.0.0/0 #!",
            "network.bastion.sshFrom",
            "too much of the internet",
            "log in from"),
        bad("127.0.0.1/32", "home #!", "network.bastion.sshFrom", "not an IPv4", "/32"),
        bad("user: root", "user: Root! #!", "network.ssh.user", "Linux user", "lower-case"),
        bad("port: 2222", "port: 65536 #!", "network.ssh.port", "out of range", "1 to 65535"),
        bad("port: 2222", "port: ssh #!", "network.ssh.port", "not a whole number", "1 to 65535"));
  }

  static Stream<Mistake> ofWhatOtherProgramsReadOtherwise() {
    String second = "127.10.64.0/18}";
    String zone = "network.zones[1].cidr";
    return Stream.of(
        bad(second, "127.010.64.0/18} #!", zone, "a leading zero", "10 instead of 010"),
        bad(second, "127.10.64.0/018} #!", zone, "not an IPv4", "mask length"),
        bad(second, "127.10.32.0/18} #!", zone, "bits after its mask", "example 127.10.64.0/18."),
        bad("port: 2222", "port: 02222 #!", "network.ssh.port", "leading zero", "without it"),
        bad(
            "  bastion:\n    zone: ap-southeast-1a",
            "  bastion:\n    zone: ap-southeast-1z #!",
            "network.bastion.zone",
            "none of the zones",
            "ap-southeast-1a, ap-southeast-1b"),
        bad(
            "\"10001\"",
            "\"10001\"\n  connectionName: \"\" #!",
            "tidbCloud.connectionName",
            "has no value",
            "leave the field out"),
        bad(
            "installTo: linkspan",
            "installTo: /opt/" + "x".repeat(5000) + " #!",
            "kafka.installTo",
            "5005 characters",
            "at most 200"),
        bad(
            "mirror/kafka_2.13-3.7.1.tgz",
            "mirror/k\u00e4fka_2.13-3.7.1.tgz #!",
            "kafka.archive.url",
            "ASCII",
            "https://host"));
  }

  static Stream<Mistake> ofKafka() {
    String broker = "{id: 2, zone: ap-southeast-1b}";
    String at = "kafka.brokers[1].";
    String url = "http://127.0.0.1:7480/mirror/kafka_2.13-3.7.1.tgz";
    return Stream.of(
        bad(
            broker,
            "{id: 1, zone: ap-southeast-1b} #!",
            at + "id",
            "twice, first on line",
            "a different id"),
        bad(broker, "{id: -1, zone: ap-southeast-1b} #!", at + "id", "out of range", "0 to 999"),
        bad(broker, "{id: 1000, zone: ap-southeast-1b} #!", at + "id", "out of range", "999"),
        bad(broker, "{id: two, zone: ap-southeast-1b} #!", at + "id", "whole number", "0 to 999"),
        bad(broker, "{zone: ap-southeast-1b} #!", at + "id", "is missing", "0 to 999"),
        bad(broker, "{id: 2, zone: ap-southeast-1d} #!", at + "zone", "not one of", "1a, "),
        bad(broker, port(9093), at + "advertisedPort", "already the port of broker 1", "free"),
        bad(broker, port(9092), at + "advertisedPort", "already the bootstrap port", "free"),
        bad(broker, port(0), at + "advertisedPort", "out of range", "65535"),
        bad(
            broker,
            "{id: 0, zone: ap-southeast-1b} #!",
            at + "advertisedPort",
            "bootstrap",
            "free"),
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
        bad(
            "heap: 256m",
            ports("internal: 39092"),
            "kafka.ports.external",
            "used for int",
            "a different port"),
        bad(
            "heap: 256m",
            ports("external: 29092"),
            "kafka.ports.external",
            "for cont",
            "a different port"),
        bad(
            "heap: 256m",
            ports("controller: 2222"),
            "kafka.ports.controller",
            "for SSH",
            "a different port"),
        bad(
            "heap: 256m",
            ports("distribution: 2222"),
            "kafka.ports.distribution",
            "SSH",
            "a different port"),
        bad("heap: 256m", ports("external: 80"), "kafka.ports.external", "reserved", "1024"),
        bad("heap: 256m", ports("bootstrap: 0"), "kafka.ports.bootstrap", "out of range", "65535"),
        bad("heap: 256m", ports("admin: 1"), "kafka.ports.admin", "not a known field", "Remove"));
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
        setting("\"log\\nx\": 1", "log\nx", "not the key", "lower-case"),
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

  private static String port(int number) {
    return "{id: 2, zone: ap-southeast-1b, advertisedPort: " + number + "} #!";
  }

  private static String ports(String port) {
    return "ports: {" + port + "} #!";
  }

  private static String sha() {
    return "sha512: " + Specs.SHA512;
  }

  @ParameterizedTest
  @MethodSource({
    "ofTheWhole",
    "ofTheNetwork",
    "ofWhatOtherProgramsReadOtherwise",
    "ofKafka",
    "ofSettings"
  })
  void oneMistakeIsToldWithItsLineReasonAndRemedy(Mistake mistake) {
    assertThat(mistake.toldOf(Specs.demo(3))).isNotEmpty();
  }

  @Test
  void tooManySettingsAreRefusedAtTheFirstThatIsTooMany() {
    StringBuilder settings = new StringBuilder("settings:\n");
    for (int i = 0; i < 52; i++) {
      settings.append("    a.").append(i).append(": 1").append(i == 50 ? " #!\n" : "\n");
    }
    bad("heap: 256m", settings.toString(), "kafka.settings.a.50", "one of 52", "at most 50")
        .toldOf(Specs.demo(3));
  }

  @Test
  void moreThanThirtyKindsOfMistakesAreKnown() {
    long kinds =
        Stream.of(ofTheWhole(), ofTheNetwork(), ofKafka())
            .flatMap(bads -> bads)
            .map(bad -> bad.path().replaceAll("\\[\\d+]", "") + bad.problem())
            .distinct()
            .count();
    assertThat(kinds).isGreaterThan(75);
  }

  @Test
  void oneZoneIsTooFewForALoadBalancer() {
    String spec =
        Specs.demo(1)
            .replaceAll("    - \\{zone: ap-southeast-1[bc].*\n", "")
            .replace("zones:", "zones: " + MARK);
    assertThat(refused(spec))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(markedLine(spec));
              assertThat(problem.problem()).isEqualTo("there is only one zone");
            });
  }

  @Test
  void oneZoneIsEnoughInARegionThatHasOneZone() {
    String spec =
        Specs.demo(1)
            .replaceAll("    - \\{zone: ap-southeast-1[bc].*\n", "")
            .replace("ap-southeast-1", "na-south-1");
    assertThat(SpecReader.read(spec)).isInstanceOf(SpecReading.Accepted.class);
  }

  @Test
  void noBrokersAndTooManyBrokersAreRefused() {
    assertThat(refused(Specs.demo(0)))
        .extracting(SpecProblem::path, SpecProblem::problem)
        .containsExactly(tuple("kafka.brokers", "is empty"));
    assertThat(refused(Specs.demo(50)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.path()).isEqualTo("kafka.brokers");
              assertThat(problem.problem()).isEqualTo("there are 50 brokers");
              assertThat(problem.remedy()).contains("50 listeners");
            });
  }

  @Test
  void everyMistakeIsToldAtOnceInTheOrderOfTheFile() {
    String spec =
        Specs.demo(3)
            .replace("name: demo", "name: D")
            .replace("ap-southeast-1b, cidr", "ap-southeast-2b, cidr")
            .replace("heap: 256m", "heap: huge")
            .replace("every: 1h", "every: never");
    List<SpecProblem> problems = refused(spec);
    assertThat(problems)
        .extracting(SpecProblem::path)
        .contains("name", "network.zones[1].zone", "kafka.heap", "verification.every");
    assertThat(problems).isSortedAccordingTo((a, b) -> Integer.compare(a.line(), b.line()));
  }

  @Test
  void whereTheKindIsNotKnownNetworkAndKafkaAreNotJudged() {
    assertThat(refused(Specs.demo(3).replace("kind: new", "kind: old").replace("1h", "never")))
        .extracting(SpecProblem::path)
        .containsExactly("kind", "verification.every");
  }

  @Test
  void anEmptyGroupIsOneProblemNotOneForEachOfItsFields() {
    assertThat(refused("kind: new cluster\nname: demo\nregion: cn-hongkong\n"))
        .extracting(SpecProblem::path)
        .containsExactlyInAnyOrder("network", "kafka", "tidbCloud");
  }
}
