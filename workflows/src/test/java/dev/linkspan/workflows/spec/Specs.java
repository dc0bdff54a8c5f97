package dev.linkspan.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** Specs for tests. */
public final class Specs {
  static final String SHA512 = "0123456789abcdef".repeat(8);

  private Specs() {}

  /** The template with its blanks filled: the guide's example. */
  public static String guide() {
    return SpecTemplate.text()
        .replace("sshFrom:\n", "sshFrom: 203.0.113.7/32\n")
        .replace("sha512:\n", "sha512: " + SHA512 + "\n")
        .replace("clusterId: \"\"", "clusterId: \"10001\"");
  }

  /** The local stack's example with this many brokers. */
  public static String demo(int brokers) {
    return SpecTemplate.demo(
        "demo",
        "127.10",
        new Spec.Archive("3.7.1", "http://127.0.0.1:7480/mirror/kafka_2.13-3.7.1.tgz", SHA512),
        new Spec.Archive(
            "17.0.15", "http://127.0.0.1:7480/mirror/openjdk-17.0.15_linux-x64_bin.tar.gz", SHA512),
        brokers,
        List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"),
        "10001");
  }

  /** A cluster that is there already: the template with its blanks filled, and three brokers. */
  public static String existing() {
    return SpecTemplate.existing()
        .replace("vpcId:\n", "vpcId: vpc-orders\n")
        .replace("1a\n      vSwitchId:\n", "1a\n      vSwitchId: vsw-a\n")
        .replace("1b\n      vSwitchId:\n", "1b\n      vSwitchId: vsw-b\n")
        .replace(
            "    - address:\n",
            "    - {address: 10.0.0.11}\n    - {address: 10.0.64.11}\n    - {address: 10.0.0.12}\n")
        .replace("clusterId: \"\"", "clusterId: \"10001\"");
  }

  /** Reads a spec of a new cluster that has to be sound. */
  public static NewClusterSpec accepted(String yaml) {
    return (NewClusterSpec) sound(yaml);
  }

  /** Reads a spec of an existing cluster that has to be sound. */
  public static ExistingClusterSpec acceptedExisting(String yaml) {
    return (ExistingClusterSpec) sound(yaml);
  }

  private static Spec sound(String yaml) {
    SpecReading reading = SpecReader.read(yaml);
    assertThat(reading).isInstanceOf(SpecReading.Accepted.class);
    return ((SpecReading.Accepted) reading).spec();
  }

  /** Reads a spec that has to be refused. */
  public static List<SpecProblem> refused(String yaml) {
    SpecReading reading = SpecReader.read(yaml);
    assertThat(reading).isInstanceOf(SpecReading.Refused.class);
    return ((SpecReading.Refused) reading).problems();
  }
}
