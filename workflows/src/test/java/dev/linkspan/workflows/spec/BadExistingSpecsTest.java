package dev.linkspan.workflows.spec;

import static dev.linkspan.workflows.spec.Mistake.MARK;
import static dev.linkspan.workflows.spec.Mistake.bad;
import static dev.linkspan.workflows.spec.Specs.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link BadSpecsTest}, for clusters that are there already. */
class BadExistingSpecsTest {
  private static final String FIRST = "    - {address: 10.0.0.11}";
  private static final String SECOND = "    - {address: 10.0.64.11}";
  private static final String NAME = "name: EXTERNAL";
  private static final String EXTERNAL = "kafka.external.name";
  private static final String FIX = "in kafka.external.name";
  private static final String FILE = "configuration: /opt/kafka/config/kraft/server.properties";

  static Stream<Mistake> ofTheNetwork() {
    String zone = "network.zones[1].";
    return Stream.of(
        bad("vpcId: vpc-orders", "vpcId: orders #!", "network.vpcId", "id of a VPC", "vpc-t4n"),
        bad("vpcId: vpc-orders", "vpcId: vsw-a #!", "network.vpcId", "id of a VPC", "console"),
        bad("vpcId: vpc-orders", "vpcId: #!", "network.vpcId", "has no value", "brokers' VPC"),
        bad("vpcId: vpc", "vpcCidr: 10.0.0.0/16 #!\n  vpcId: vpc", "network.vpcCidr", "known", ""),
        bad("vsw-b", "b #!", zone + "vSwitchId", "id of a vSwitch", "vsw-t4n"),
        bad("vsw-b", "vsw-a #!", zone + "vSwitchId", "twice, first on line", "this zone"),
        bad("-1b\n", "-9b #!\n", zone + "zone", "not a zone of", "1a"),
        bad("zone: ap-southeast-1b", "zone: ap-southeast-1a #!", zone + "zone", "twice", "once"),
        bad("  ssh:", "  bastion: {zone: a} #!\n  ssh:", "network.bastion", "not a known", "known"),
        bad("port: 22\n", "port: 0 #!\n", "network.ssh.port", "out of range", "65535"),
        bad(
            "  ssh:",
            "  jumpHost: {user: root} #!\n  ssh:",
            "network.jumpHost.address",
            "is missing",
            "SSH server"),
        bad(
            "  ssh:",
            "  jumpHost: {address: root@jump} #!\n  ssh:",
            "network.jumpHost.address",
            "is not the address or the name",
            "without user"),
        jumpHost("10.0.11", "ends in a number", "all four numbers"),
        jumpHost("\"12345\"", "ends in a number", "or a name"),
        jumpHost("jump.0x7f", "ends in a number", "or a name"),
        jumpHost("0.0.0.0", "one machine", "Write its address"),
        bad(
            "  ssh:",
            "  jumpHost: {address: 203.0.113.07} #!\n  ssh:",
            "network.jumpHost.address",
            "leading zero",
            "7 instead of 07"),
        bad(
            "  ssh:",
            "  jumpHost: {address: jump, key: x} #!\n  ssh:",
            "network.jumpHost.key",
            "not a known",
            "known here"));
  }

  static Stream<Mistake> ofKafka() {
    String at = "kafka.brokers[1].";
    return Stream.of(
        bad(SECOND, FIRST + MARK, at + "address", "twice, first on line", "once"),
        bad("port: 22\n", "port: 39092\n", "kafka.ports.external", "used for SSH", "different"),
        bad(service(), "start: true #!\n  stop: \"true\"", "kafka.start", "a switch", "quote it"),
        bad(service(), "service: kafka@.service #!", "kafka.service", "template", "kafka@1"),
        bad(service(), "start: a\u00a0b #!\n  stop: c", "kafka.start", "one line", "script"),
        bad(SECOND, entry("address: kafka-1"), at + "address", "not an IPv4", "10.0.0.11"),
        bad(SECOND, entry("address: 10.0.64.256"), at + "address", "above 255", "10.0.0.11"),
        bad(SECOND, entry("address: 10.06.64.13"), at + "address", "leading zero", "6 instead of"),
        bad(SECOND, entry("address: 8.8.8.8"), at + "address", "is a public", "private"),
        bad(SECOND, entry("address: 0.0.0.0"), at + "address", "one machine", "private"),
        bad(SECOND, entry("sshUser: kafka"), at + "address", "is missing", "private address"),
        bad(SECOND, own("id: 2"), at + "id", "not a known field", "Remove"),
        bad(SECOND, own("advertisedPort: 9093"), at + "advertisedPort", "of broker 10.0", "free"),
        bad(SECOND, own("advertisedPort: 9092"), at + "advertisedPort", "bootstrap", "free"),
        bad(SECOND, own("advertisedPort: 0"), at + "advertisedPort", "out of range", "65535"),
        bad(SECOND, own("sshUser: Root"), at + "sshUser", "Linux user", "lower-case"),
        bad(SECOND, own("service: a, start: b, stop: c"), at + "service", "and a comm", "Keep one"),
        bad(SECOND, own("start: /opt/start"), at + "start", "no stop", "stop command too"),
        bad(SECOND, own("stop: /opt/stop"), at + "stop", "no start", "start command too"),
        bad(SECOND, own("configuration: x"), at + "configuration", "absolute", "whole path"),
        bad(FILE, "configuration: kraft/a #!", "kafka.configuration", "not an absolute", "/opt"),
        bad(FILE, "configuration: /opt/../a #!", "kafka.configuration", "not a path", "no `..`"),
        bad(FILE, "configuration: /a b/c #!", "kafka.configuration", "not a path", "no spaces"),
        bad(FILE, "configuration: [a] #!", "kafka.configuration", "is a list", "single value"),
        bad(service(), "service: kafka #!", "kafka.service", "systemd unit", "kafka.service"),
        bad(service(), "service: kafka@.service #!", "kafka.service", "a template", "kafka@1"),
        bad(service(), "service: kafka\\\\y.service #!", "kafka.service", "systemd unit", "list-"),
        bad(service(), service() + " #!\n  start: x", "kafka.service", "a command", "Keep one"),
        bad(service(), "start: " + "x".repeat(501) + MARK, "kafka.start", "one line", "script"),
        bad(service(), "serivce: kafka.service #!", "kafka.serivce", "not a known", "\"service\"?"),
        bad("external: 39092", "external: 22 #!", "kafka.ports.external", "reserved", "1024"),
        bad("external: 39092", "internal: 1 #!", "kafka.ports.internal", "not a known", "external"),
        bad("bootstrap: 9092", "bootstrap: no #!", "kafka.ports.bootstrap", "whole number", "1 to"),
        bad("From: 9093", "From: 65534\n", "kafka.brokers[2].advertisedPort", "not exist", "lower"),
        bad("From: 9093", "From: 9091\n", "kafka.brokers[1].advertisedPort", "bootstrap", "free"),
        bad(
            "  brokers:",
            "  settings: {log.retention.hours: 72} #!\n  brokers:",
            "kafka.settings",
            "belong to its owner",
            "your own tools"),
        bad("  brokers:", "  archive: {} #!\n  brokers:", "kafka.archive", "not a known", "known"),
        bad(NAME, "name: TIDB CLOUD #!", EXTERNAL, "name of a listener", "example TIDB"),
        bad(NAME, "name: tidb.cloud #!", EXTERNAL, "name of a listener", "letters, digits"),
        bad(NAME, "name: 1TIDB #!", EXTERNAL, "name of a listener", "a letter"),
        bad(NAME, "name: T" + "I".repeat(40) + MARK, EXTERNAL, "name of a", "at most 40"),
        bad(NAME, "name: Sasl_Ssl #!", EXTERNAL, "security protocol", "another name"),
        bad(NAME, "name: \"\" #!", EXTERNAL, "has no value", "Write a value"),
        bad(NAME, "port: 39093 #!", "kafka.external.port", "not a known", "kafka.ports.external"),
        bad("external:\n    " + NAME, "external: TIDB #!", "kafka.external", "single value", "gr"),
        bad(
            "  brokers:",
            "  listenerName: TIDB #!\n  brokers:",
            "kafka.listenerName",
            "known",
            FIX),
        bad("  brokers:", "  external_name: A #!\n  brokers:", "kafka.external_name", "known", FIX),
        bad("  brokers:", "  listener: TIDB #!\n  brokers:", "kafka.listener", "known", FIX));
  }

  static Stream<Mistake> ofTheRest() {
    return Stream.of(
        bad("pause: 10s", "pause: 2h #!", "rollout.pause", "out of range", "0s to 1h"),
        bad("pause: 10s", "pause: 10 #!", "rollout.pause", "not a duration", "10s or 5m"),
        bad("audit: true", "patience: 1s #!", "rollout.patience", "out of range", "10s to 20m"),
        bad("audit: true", "audit: maybe #!", "rollout.audit", "not known here", "true, false"),
        bad("audit: true", "adit: true #!", "rollout.adit", "not a known field", "\"audit\"?"),
        bad("rollout:\n", "rollout: fast #!\nx:\n", "rollout", "single value", "a group"),
        bad("\"10001\"", "prod-one #!", "tidbCloud.clusterId", "not the id", "digits"));
  }

  static Stream<Mistake> ofSecrets() {
    String by = "a secret, by the name before it";
    return Stream.of(
        bad(service(), commands("run --password hunter2"), "kafka.start", by, "never holds"),
        bad(service(), commands("API_KEY=hunter2 run"), "kafka.start", by, "never holds"),
        bad(service(), commands("run -Dstore.passphrase=hunter2"), "kafka.start", by, "replace it"),
        bad(
            service(),
            commands("run -k LTAI5tCanaryCanary0001"),
            "kafka.start",
            "an access key id",
            "replace it"),
        bad(
            service(),
            commands("KEY=0a1b2c3d-0000-4000-8000-00000000cafe run"),
            "kafka.start",
            "an API key",
            "replace it"),
        bad(
            service(),
            commands("curl https://me:hunter2@host/start"),
            "kafka.start",
            "password inside a URL",
            "replace it"));
  }

  private static String service() {
    return "service: kafka.service";
  }

  private static String commands(String start) {
    return "stop: /opt/stop\n  start: " + start + " #!";
  }

  private static String entry(String fields) {
    return "    - {" + fields + "} #!";
  }

  private static String own(String fields) {
    return entry("address: 10.0.64.11, " + fields);
  }

  @ParameterizedTest
  @MethodSource({"ofTheNetwork", "ofKafka", "ofTheRest", "ofSecrets"})
  void oneMistakeIsToldWithItsLineReasonAndRemedy(Mistake mistake) {
    assertThat(mistake.toldOf(Specs.existing()).toString())
        .doesNotContain("hunter2", "Canary", "cafe");
  }

  @Test
  void theTemplateAsksForItsBlanksOnly() {
    assertThat(refused(SpecTemplate.existing()))
        .extracting(SpecProblem::path, SpecProblem::problem)
        .containsExactly(
            tuple("network.vpcId", "has no value"),
            tuple("network.zones[0].vSwitchId", "has no value"),
            tuple("network.zones[1].vSwitchId", "has no value"),
            tuple("kafka.brokers[0].address", "has no value"),
            tuple("tidbCloud.clusterId", "has no value"));
  }

  @Test
  void whatNoBrokerHasIsOneProblemAndWhatOneHasNotIsItsOwn() {
    assertThat(refused(with("  " + service() + "\n", "")))
        .extracting(SpecProblem::path, SpecProblem::problem)
        .containsExactly(tuple("kafka.service", "is missing"));
    String some = with("  " + service() + "\n", "").replace(SECOND, own("service: k.service"));
    assertThat(refused(some))
        .extracting(SpecProblem::path, SpecProblem::problem)
        .containsExactly(
            tuple("kafka.brokers[0].service", "is missing for this broker"),
            tuple("kafka.brokers[2].service", "is missing for this broker"));
    assertThat(refused(with("  " + FILE + "\n", "")))
        .extracting(SpecProblem::path)
        .containsExactly("kafka.configuration");
  }

  @Test
  void oneZoneIsTooFewForALoadBalancer() {
    assertThat(refused(with("    - zone: ap-southeast-1b\n      vSwitchId: vsw-b\n", "")))
        .extracting(SpecProblem::path, SpecProblem::problem)
        .containsExactly(tuple("network.zones", "there is only one zone"));
  }

  @Test
  void noBrokersAndTooManyBrokersAreRefused() {
    String brokers = FIRST + "\n" + SECOND + "\n    - {address: 10.0.0.12}\n";
    assertThat(refused(with(brokers, "").replace("  brokers:", "  brokers: []")))
        .extracting(SpecProblem::path, SpecProblem::problem)
        .containsExactly(tuple("kafka.brokers", "is empty"));
    String fifty =
        IntStream.rangeClosed(1, 50)
            .mapToObj(i -> "    - {address: 10.0.1." + i + "}\n")
            .collect(Collectors.joining());
    assertThat(refused(with(brokers, fifty)))
        .extracting(SpecProblem::path, SpecProblem::problem)
        .containsExactly(tuple("kafka.brokers", "there are 50 brokers"));
  }

  @Test
  void everyMistakeIsToldAtOnceInTheOrderOfTheFile() {
    String spec =
        with("vpcId: vpc-orders", "vpcId: x")
            .replace("vsw-b", "vsw-a")
            .replace("kraft/server", "kraft/../server")
            .replace("10.0.64.11", "10.0.0.11")
            .replace("pause: 10s", "pause: never");
    assertThat(refused(spec))
        .extracting(SpecProblem::path)
        .containsExactly(
            "network.vpcId",
            "network.zones[1].vSwitchId",
            "kafka.configuration",
            "kafka.brokers[1].address",
            "rollout.pause");
  }

  private static String with(String replaced, String by) {
    return Mistake.with(Specs.existing(), replaced, by);
  }

  private static Mistake jumpHost(String address, String problem, String remedy) {
    String written = "  jumpHost: {address: " + address + "} #!\n  ssh:";
    return bad("  ssh:", written, "network.jumpHost.address", problem, remedy);
  }
}
