package dev.linkspan.starter;

import dev.linkspan.workflows.spec.Spec.Archive;
import dev.linkspan.workflows.spec.SpecTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Specs for tests. */
final class SpecFiles {
  private static final List<String> ZONES =
      List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c");

  private SpecFiles() {}

  /** Writes the spec of a new cluster; returns the path of the file. */
  static String newCluster(Path folder, String name, int brokers) throws IOException {
    Path file = folder.resolve(name + "-" + brokers + ".yaml");
    Archive kafka =
        new Archive("3.7.1", "http://127.0.0.1:1/kafka_2.13-3.7.1.tgz", "0".repeat(128));
    Archive java = new Archive("17.0.15", "http://127.0.0.1:1/openjdk.tar.gz", "1".repeat(128));
    Files.writeString(
        file, SpecTemplate.demo(name, "127.10", kafka, java, brokers, ZONES, "10001"));
    return file.toString();
  }

  /** Writes the spec of an existing cluster; returns the path of the file. */
  static String existingCluster(Path folder, String name, int brokers) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= brokers; i++) {
      lines.append("    - {address: 10.0.0.1").append(i).append("}\n");
    }
    Path file = folder.resolve(name + "-" + brokers + ".yaml");
    Files.writeString(
        file,
        SpecTemplate.existing()
            .replace("name: orders", "name: " + name)
            .replace("vpcId:\n", "vpcId: vpc-orders\n")
            .replace("1a\n      vSwitchId:\n", "1a\n      vSwitchId: vsw-a\n")
            .replace("1b\n      vSwitchId:\n", "1b\n      vSwitchId: vsw-b\n")
            .replace("    - address:\n", lines)
            .replace("clusterId: \"\"", "clusterId: \"10001\""));
    return file.toString();
  }
}
