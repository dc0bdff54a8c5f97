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
}
