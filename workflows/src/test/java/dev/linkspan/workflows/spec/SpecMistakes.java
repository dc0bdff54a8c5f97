package dev.linkspan.workflows.spec;

import static dev.linkspan.workflows.spec.Mistake.bad;

import java.util.stream.Stream;

/** Mistakes in specs of new clusters; those in Kafka's section are {@link KafkaMistakes}. */
final class SpecMistakes {
  private static final String SECOND_ZONE = "{zone: ap-southeast-1b, cidr: 127.10.64.0/18}";

  private SpecMistakes() {}

  static Stream<Mistake> all() {
    return Stream.of(
            ofTheWhole(),
            ofTheLink(),
            ofTheNetwork(),
            ofWhatOtherProgramsReadOtherwise(),
            ofWhatNobodySees(),
            ofTimesThatNeverCome(),
            KafkaMistakes.ofKafka(),
            KafkaMistakes.ofSettings())
        .flatMap(mistakes -> mistakes);
  }

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
        bad("name: demo", "name: aliyun-orders #!", "name", "begins with aliyun", "another name"),
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
        bad("heap: 256m", "haep: 256m #!", "kafka.haep", "not a known field", "\"heap\"?"));
  }

  static Stream<Mistake> ofTheLink() {
    return Stream.of(
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
        webhook("http://hooks.example", "https", "receiver"),
        webhook("https://hooks.example:99999/a", "port that does not exist", "receiver"),
        webhook("https://hooks.example/a%zz", "not a web address", "receiver"),
        webhook("https://-/a", "not a web address", "receiver"),
        webhook("https://hooks.example/a?signature=1", "a secret", "never holds one"),
        approval("remindEvery", "4h", "has no effect", "verification.webhook"),
        approval("automatic", "always", "not known", "when-verified"),
        approval("deadline", "1m", "out of", "5m to 30d"),
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
        connectionName("x".repeat(65), "65 characters", "64"));
  }

  private static Mistake webhook(String url, String problem, String remedy) {
    String webhook = "webhook: {url: \"" + url + "\"} #!";
    return bad("patience: 10s", webhook, "verification.webhook.url", problem, remedy);
  }

  private static Mistake approval(String field, String value, String problem, String remedy) {
    String approval = "\"10001\"\napproval: {" + field + ": " + value + "} #!";
    return bad("\"10001\"", approval, "approval." + field, problem, remedy);
  }

  private static Mistake connectionName(String name, String problem, String remedy) {
    String named = "\"10001\"\n  connectionName: " + name + " #!";
    return bad("\"10001\"", named, "tidbCloud.connectionName", problem, remedy);
  }

  static Stream<Mistake> ofTheNetwork() {
    return Stream.of(
        bad("region: ap-southeast-1", "region: ap-southeast-9 #!", "region", "region", "Did you"),
        bad("region: ap-southeast-1", "region: mars #!", "region", "not an Alibaba", "cn-hongkong"),
        secondZone("1b", "5b", "zone", "not a zone of", "1a"),
        secondZone("1b", "1a", "zone", "twice, first on", "once"),
        bad(SECOND_ZONE, "just text #!", "network.zones[1]", "is a single value", "zone: ..."),
        bad("16", "8 #!", "network.vpcCidr", "address bits after its mask", "127.0.0.0/8"),
        bad("127.10.0.0/16", "8.8.0.0/16 #!", "network.vpcCidr", "not a private", "10.0.0.0/8"),
        bad("127.10.0.0/16", "127.10.0.0 #!", "network.vpcCidr", "not an IPv4", "10.0.0.0/16"),
        bad("127.10.0.0/16", "127.300.0.0/16 #!", "network.vpcCidr", "above 255", "0 to 255"),
        bad("127.10.0.0/16", "127.10.0.0/33 #!", "network.vpcCidr", "32 bits", "/32"),
        bad("127.10.0.0/16", "127.10.0.0/30 #!", "network.vpcCidr", "a mask of /30", "/16 to /28"),
        bad("127.10.0.0/16", "127.10.0.0/15 #!", "network.vpcCidr", "a mask of /15", "/16 to /28"),
        secondZone("10.64", "11.0", "cidr", "not inside", "part of"),
        secondZone("64.0", "0.0", "cidr", "overlaps", "no other one overlaps"),
        secondZone("/18", "/30", "cidr", "mask of /30", "/29"),
        secondZone("/18", "/29", "cidr", "too small", "At least 13"),
        secondZone("64", "65", "cidr", "bits after", "127.10.64.0"),
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
            "worker connects from"),
        bad("127.0.0.1/32", "home #!", "network.bastion.sshFrom", "not an IPv4", "/32"),
        bad("user: root", "user: Root! #!", "network.ssh.user", "Linux user", "lower-case"),
        bad("port: 2222", "port: 65536 #!", "network.ssh.port", "out of range", "1 to 65535"),
        bad("port: 2222", "port: ssh #!", "network.ssh.port", "not a whole number", "1 to 65535"));
  }

  /** The second zone with a part of its text replaced. */
  private static Mistake secondZone(
      String replaced, String by, String field, String problem, String remedy) {
    String zone = SECOND_ZONE.replace(replaced, by) + " #!";
    return bad(SECOND_ZONE, zone, "network.zones[1]." + field, problem, remedy);
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
        bad("every: 1h", "every: 05m #!", "verification.every", "leading zero", "without it"),
        bad("\"10001\"", "\"010001\" #!", "tidbCloud.clusterId", "starts with a zero", "in quotes"),
        bad("name: demo", "name: on #!", "name", "as a switch", "another name"),
        bad("127.0.0.1/32", "0.0.0.0/32 #!", "network.bastion.sshFrom", "no address", "/32"),
        bad("127.0.0.1/32", "192.168.1.7/32 #!", "network.bastion.sshFrom", "private", "internet"),
        bad("127.0.0.1/32", "100.100.0.0/16 #!", "network.bastion.sshFrom", "private", "internet"),
        bad("127.0.0.1/32", "224.0.0.1/32 #!", "network.bastion.sshFrom", "no address", "/32"),
        connectionName("yes", "a switch in YAML", "quote it"),
        connectionName("\"\"", "has no value", "leave the field out"),
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

  static Stream<Mistake> ofWhatNobodySees() {
    return Stream.of(
        bad("name: demo", "name: de\u200bmo #!", "name", "de\\u200bmo", "lower-case"),
        bad("name: demo", "name: de\u200bmo #!", "name", "character 3 is U+200B, ZERO", "2 to 40"),
        bad("name: demo", "name: \u00a0demo #!", "name", "1 is U+00A0, NO-BREAK SPACE", "2 to 40"),
        bad("name: demo", "name: d\u0435mo #!", "name", "U+0435, CYRILLIC SMALL", "2 to 40"),
        bad("name: demo", "n\u0430me: demo #!", "n\u0430me", "2 is U+0430, CYRILLIC", "\"name\"?"),
        bad("heap: 256m", "h\u200beap: 1g #!", "kafka.h\\u200beap", "U+200B", "\"heap\"?"),
        bad("name: demo", "\"n\\e[31m\": demo #!", "n [31m", "not a known field", ""));
  }

  static Stream<Mistake> ofTimesThatNeverCome() {
    return Stream.of(
        cron("0 0 30 2 *", "UTC", "cron", "never comes"),
        cron("0 0 31 4,6,9,11 *", "UTC", "cron", "never comes"),
        cron("0 6 * * *", "UTC+8", "timeZone", "not a time zone"),
        cron("0 6 * * *", "+08:00", "timeZone", "not a time zone"),
        cron("0,".repeat(100) + "0 6 * * *", "UTC", "cron", "209 characters"));
  }

  private static Mistake cron(String times, String zone, String field, String problem) {
    String written = "verification: {cron: \"%s\", timeZone: \"%s\"} #!\nx:".formatted(times, zone);
    return bad("verification:", written, "verification." + field, problem, "");
  }
}
