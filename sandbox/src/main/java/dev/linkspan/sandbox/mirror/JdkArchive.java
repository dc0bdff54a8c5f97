package dev.linkspan.sandbox.mirror;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Java runtime made from the running one: an image with the modules that Kafka needs, or all of
 * it if there is no {@code jlink}.
 */
final class JdkArchive implements Archive {
  private static final Logger log = LoggerFactory.getLogger(JdkArchive.class);
  private static final String MODULES =
      String.join(
          ",",
          "java.base",
          "java.desktop",
          "java.instrument",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.rmi",
          "java.scripting",
          "java.security.jgss",
          "java.security.sasl",
          "java.sql",
          "java.xml",
          "jdk.crypto.ec",
          "jdk.httpserver",
          "jdk.jcmd",
          "jdk.management",
          "jdk.management.agent",
          "jdk.naming.dns",
          "jdk.net",
          "jdk.security.auth",
          "jdk.unsupported",
          "jdk.zipfs");

  private final Path javaHome;

  JdkArchive(Path javaHome) {
    this.javaHome = javaHome.toAbsolutePath();
  }

  @Override
  public String fileName() {
    String machine =
        System.getProperty("os.arch").equals("amd64") ? "x64" : System.getProperty("os.arch");
    return "openjdk-" + version() + "_linux-" + machine + "_bin.tar.gz";
  }

  @Override
  public String version() {
    return System.getProperty("java.version");
  }

  @Override
  public String identity() {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(MODULES);
    fingerprint.add(System.getProperty("java.vm.version"));
    fingerprint.add(javaHome.toString());
    return "jdk-" + version() + "-" + fingerprint.value();
  }

  @Override
  public void layOut(Path content) throws IOException {
    Path image = content.resolve("jdk-" + version());
    if (Files.isExecutable(javaHome.resolve("bin/jlink"))) {
      try {
        link(image);
        return;
      } catch (IOException e) {
        log.warn("jlink failed, so the archive has the whole Java runtime: {}", e.toString());
        Packing.deleteTree(image);
      }
    }
    Files.createSymbolicLink(image, javaHome);
  }

  private void link(Path image) throws IOException {
    Packing.run(
        List.of(
            javaHome.resolve("bin/jlink").toString(),
            "--add-modules",
            MODULES,
            "--strip-java-debug-attributes",
            "--no-header-files",
            "--no-man-pages",
            "--vm=server",
            "--output",
            image.toString()));
    Packing.run(List.of(image.resolve("bin/java").toString(), "-Xshare:dump"));
  }
}
