package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.aliyuncs.exceptions.ClientException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts and commands of the document "Connect to Alibaba Cloud Self-Hosted Kafka via a
 * Private Link Connection", word by word, beside another Kafka cluster of the same sandbox.
 */
@Tag("long")
@Timeout(600)
class DocumentScriptsTest {
  private static final String VPC = "2016-04-28";
  private static final String ECS = "2014-05-26";
  private static final String KEY = "-i \"kafka-vpc-key-pair.pem\"";
  private static final String KAFKA = "./kafka_2.13-3.7.1/bin/";

  @TempDir private Path folder;
  private RunningSandbox sandbox;
  private Path own;
  private String bastion;
  private final List<String> brokers = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Files.isDirectory(RunningSandbox.LIBS), "the module kafka-distribution is not packaged");
    sandbox = new RunningSandbox(folder.resolve("state"), 96);
    own = Files.createDirectory(folder.resolve("own"));
  }

  @AfterEach
  void stop() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void theScriptsOfTheDocumentRunAsItSaysBesideAnotherClusterThatStaysWhole() throws Exception {
    otherCluster();
    machinesOfTheDocument();
    Map<String, Object> before = awaitOtherCluster();

    prepareBinaries();
    assertThat(startKafka()).containsOnly("No Kafka processes are running.");
    testTheCluster();

    assertThat(startKafka()).allMatch(output -> output.startsWith("Killing Kafka processes with"));
    assertThat(startKafka(1)).contains("All Kafka processes have been killed.");
    assertThat(pid(sandbox.control("GET", "clusters/other", 200, Map.of()))).isEqualTo(pid(before));
    assertThat(folder.resolve("own/known_hosts")).content().doesNotContain(brokers);
  }

  private void otherCluster() {
    String zone = "ap-southeast-1a";
    String cidr = "127.97.0.0/18";
    sandbox.control(
        "POST",
        "clusters",
        201,
        Map.of(
            "name", "other",
            "mode", "combined",
            "brokers", 1,
            "heap", "128m",
            "vpcCidr", "127.97.0.0/16",
            "zones", List.of(Map.of("zone", zone, "cidr", cidr)),
            "publicKey", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJJ8sD0mO0YkJ0Jd0zgk3dLr6V7Gd me"));
  }

  private Map<String, Object> awaitOtherCluster() {
    return await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> sandbox.control("GET", "clusters/other", 200, Map.of()),
            cluster -> "Running".equals(cluster.get("state")));
  }

  private static Object pid(Map<String, Object> cluster) {
    Object pid = ((Map<?, ?>) ((List<?>) cluster.get("nodes")).get(0)).get("pid");
    assertThat(pid).isNotNull();
    return pid;
  }

  /** Steps 1 and 2.1 to 2.2, through the API. */
  private void machinesOfTheDocument() throws Exception {
    String vpc = created(VPC, "CreateVpc", "VpcId", Map.of("CidrBlock", "127.96.0.0/16"));
    awaitAvailable(VPC, "DescribeVpcAttribute", Map.of("VpcId", vpc));
    String pem =
        created(
            ECS, "CreateKeyPair", "PrivateKeyBody", Map.of("KeyPairName", "kafka-vpc-key-pair"));
    Files.writeString(own.resolve("kafka-vpc-key-pair.pem"), pem);
    for (String name : List.of("ssh", "scp")) {
      // On this side, the port and the known hosts are options of the person's own configuration.
      Path command = own.resolve(name);
      Files.writeString(
          command,
          "#!/bin/bash\nexec /usr/bin/%s -F %s \"$@\"\n".formatted(name, own.resolve("config")));
      Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(
        own.resolve("config"),
        "Port %d\nStrictHostKeyChecking accept-new\nUserKnownHostsFile %s\n"
            .formatted(RunningSandbox.SSH_PORT, own.resolve("known_hosts")));
    String publicGroup = securityGroup(vpc, "22/22", "0.0.0.0/0");
    String brokerGroup = securityGroup(vpc, "1/65535", "127.96.0.0/16");
    String node = instance(vSwitch(vpc, "a", 192), publicGroup, "bastion-node", "5");
    bastion = address(node, "PublicIpAddress");
    int block = 0;
    for (String zone : List.of("a", "b", "c")) {
      String id =
          instance(vSwitch(vpc, zone, block), brokerGroup, "broker-node" + (block / 64 + 1), "0");
      brokers.add(address(id, "VpcAttributes"));
      block += 64;
    }
  }

  private String created(String version, String action, String id, Map<String, String> parameters)
      throws ClientException {
    return String.valueOf(sandbox.call(version, action, parameters).get(id));
  }

  private void awaitAvailable(String version, String action, Map<String, String> parameters) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> "Available".equals(sandbox.call(version, action, parameters).get("Status")));
  }

  private String vSwitch(String vpc, String zone, int block) throws ClientException {
    String id =
        created(
            VPC,
            "CreateVSwitch",
            "VSwitchId",
            Map.of(
                "VpcId",
                vpc,
                "ZoneId",
                "ap-southeast-1" + zone,
                "CidrBlock",
                "127.96." + block + ".0/18"));
    awaitAvailable(VPC, "DescribeVSwitchAttributes", Map.of("VSwitchId", id));
    return id;
  }

  private String securityGroup(String vpc, String ports, String source) throws ClientException {
    String id = created(ECS, "CreateSecurityGroup", "SecurityGroupId", Map.of("VpcId", vpc));
    sandbox.call(
        ECS,
        "AuthorizeSecurityGroup",
        Map.of(
            "SecurityGroupId",
            id,
            "Permissions.1.IpProtocol",
            "TCP",
            "Permissions.1.PortRange",
            ports,
            "Permissions.1.SourceCidrIp",
            source));
    return id;
  }

  private String instance(String vSwitch, String group, String name, String bandwidth)
      throws ClientException {
    Map<String, Object> started =
        sandbox.call(
            ECS,
            "RunInstances",
            Map.of(
                "ImageFamily",
                "acs:alibaba_cloud_linux_3_2104_lts_x64",
                "InstanceType",
                "ecs.t5-lc1m2.small",
                "InstanceName",
                name,
                "VSwitchId",
                vSwitch,
                "SecurityGroupId",
                group,
                "KeyPairName",
                "kafka-vpc-key-pair",
                "InternetMaxBandwidthOut",
                bandwidth));
    Object id = ((List<?>) map(started, "InstanceIdSets").get("InstanceIdSet")).get(0);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> "Running".equals(described(String.valueOf(id)).get("Status")));
    return String.valueOf(id);
  }

  private Map<?, ?> described(String id) throws ClientException {
    Map<String, Object> answer =
        sandbox.call(ECS, "DescribeInstances", Map.of("InstanceIds", "[\"" + id + "\"]"));
    return (Map<?, ?>) ((List<?>) map(answer, "Instances").get("Instance")).get(0);
  }

  private String address(String id, String kind) throws ClientException {
    Map<?, ?> addresses = map(described(id), kind);
    return kind.equals("VpcAttributes")
        ? String.valueOf(((List<?>) map(addresses, "PrivateIpAddress").get("IpAddress")).get(0))
        : String.valueOf(((List<?>) addresses.get("IpAddress")).get(0));
  }

  private static Map<?, ?> map(Map<?, ?> object, String field) {
    return (Map<?, ?>) object.get(field);
  }

  /** Step 2.3. */
  private void prepareBinaries() throws Exception {
    run("chmod 400 kafka-vpc-key-pair.pem");
    run("scp " + KEY + " kafka-vpc-key-pair.pem root@" + bastion + ":~/");
    onBastion("wget https://archive.apache.org/dist/kafka/3.7.1/kafka_2.13-3.7.1.tgz");
    onBastion("tar -zxf kafka_2.13-3.7.1.tgz");
    onBastion(
        "wget https://download.java.net/java/GA/jdk22.0.2/c9ecb94cd31b495da20a27d4581645e8/9/GPL/openjdk-22.0.2_linux-x64_bin.tar.gz");
    onBastion("tar -zxf openjdk-22.0.2_linux-x64_bin.tar.gz");
    for (String broker : brokers) {
      onBastion("scp " + KEY + " kafka_2.13-3.7.1.tgz root@" + broker + ":~/");
      onBastion("ssh " + KEY + " root@" + broker + " \"tar -zxf kafka_2.13-3.7.1.tgz\"");
      onBastion("scp " + KEY + " openjdk-22.0.2_linux-x64_bin.tar.gz root@" + broker + ":~/");
      onBastion(
          "ssh " + KEY + " root@" + broker + " \"tar -zxf openjdk-22.0.2_linux-x64_bin.tar.gz\"");
    }
    assertThat(onBastion("cat ~/.ssh/known_hosts")).contains(brokers);
    for (int number = 1; number <= brokers.size(); number++) {
      String target = "root@" + brokers.get(number - 1);
      toBastion("server-" + number + ".properties", "server.properties");
      toBastion("start.sh", "start.sh");
      onBastion("ssh " + KEY + " " + target + " \"mkdir -p config\"");
      onBastion("scp " + KEY + " server.properties " + target + ":~/config/");
      onBastion("scp " + KEY + " start.sh " + target + ":~/");
    }
    toBastion("produce.sh", "produce.sh");
    toBastion("consume.sh", "consume.sh");
  }

  /** Step 2.4.3: returns the first line of what the script says on each broker. */
  private List<String> startKafka() throws Exception {
    List<String> outputs = new ArrayList<>();
    for (String broker : brokers) {
      outputs.add(start(broker).lines().findFirst().orElse(""));
    }
    return outputs;
  }

  private String startKafka(int number) throws Exception {
    return start(brokers.get(number - 1));
  }

  private String start(String broker) throws Exception {
    // At a terminal, the output of the broker in the background would not keep the session open.
    return onBastion(
        "ssh "
            + KEY
            + " root@"
            + broker
            + " \"bash start.sh </dev/null >output 2>&1; head -n 20 output\"");
  }

  /** Step 2.5. */
  private void testTheCluster() throws Exception {
    String java = "export JAVA_HOME=~/jdk-22.0.2; ";
    String versions = java + KAFKA + "kafka-broker-api-versions.sh --bootstrap-server ";
    await()
        .atMost(Duration.ofMinutes(3))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(onBastion(versions + brokers.get(0) + ":9092 | grep 9092").lines())
                    .containsExactlyInAnyOrder(
                        IntStream.rangeClosed(1, 3)
                            .mapToObj(
                                id ->
                                    "%s:9092 (id: %d rack: null) -> ("
                                        .formatted(brokers.get(id - 1), id))
                            .toArray(String[]::new)));
    assertThat(onBastion(versions + brokers.get(1) + ":39092 2>/dev/null | tail -n 3").lines())
        .containsExactlyInAnyOrder(
            "b1.unique_name.alicloud.plc.tidbcloud.com:9093 (id: 1 rack: null) -> ERROR:"
                + " org.apache.kafka.common.errors.DisconnectException",
            "b2.unique_name.alicloud.plc.tidbcloud.com:9094 (id: 2 rack: null) -> ERROR:"
                + " org.apache.kafka.common.errors.DisconnectException",
            "b3.ap-southeast-1c.unique_name.alicloud.plc.tidbcloud.com:9095 (id: 3 rack: null) ->"
                + " ERROR: org.apache.kafka.common.errors.DisconnectException");

    String produced = onBastion("sh produce.sh " + brokers.get(2) + ":9092");
    assertThat(produced)
        .startsWith("Creating topic if it does not exist...")
        .contains("Producing messages to the topic...");
    // The producer's prompts, ">>" in the document, are those of Java 22 only.
    assertThat(
            produced
                .lines()
                .map(line -> line.replaceFirst("^>*", ""))
                .filter(line -> line.startsWith("Create Test message ")))
        .containsExactly(
            IntStream.rangeClosed(1, 10)
                .mapToObj(n -> "Create Test message " + n)
                .toArray(String[]::new));
    // The script gives up after five seconds. On a busy computer, the group's first start takes
    // longer.
    String consumed =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> onBastion("sh consume.sh " + brokers.get(0) + ":9092"),
                output -> !output.contains("Processed a total of 0 messages"));
    assertThat(consumed)
        .startsWith("Consuming messages from the topic...")
        .contains("org.apache.kafka.common.errors.TimeoutException")
        .contains("Processed a total of 10 messages");
    assertThat(consumed.lines().filter(line -> line.startsWith("Test message ")))
        .containsExactlyInAnyOrder(
            IntStream.rangeClosed(1, 10).mapToObj(n -> "Test message " + n).toArray(String[]::new));
  }

  /** Copies a file of the document to the bastion, with the brokers' addresses filled in. */
  private void toBastion(String name, String target) throws Exception {
    try (InputStream content = DocumentScriptsTest.class.getResourceAsStream("document/" + name)) {
      assertThat(content).isNotNull();
      String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
      for (int number = 1; number <= brokers.size(); number++) {
        text = text.replace("{broker-node" + number + "-ip}", brokers.get(number - 1));
      }
      Files.writeString(own.resolve(target), text);
    }
    run("scp " + KEY + " " + target + " root@" + bastion + ":~/");
  }

  private String onBastion(String command) throws IOException, InterruptedException {
    return run("ssh " + KEY + " root@" + bastion + " '" + command + "'");
  }

  /** Runs a command on the person's own computer, and returns what it prints. */
  private String run(String command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", command);
    builder.directory(own.toFile());
    builder.environment().put("PATH", own + ":" + System.getenv("PATH"));
    builder.environment().remove("SSH_AUTH_SOCK");
    Process process =
        builder.redirectErrorStream(true).redirectInput(new File("/dev/null")).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
    return output.strip();
  }
}
