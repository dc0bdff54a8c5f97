package dev.linkspan.sandbox.mirror;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Scripts that stand in for a program and ask the sandbox to do its work.
 *
 * @param name name of the program and of the archive's top folder
 * @param scripts scripts in the folder {@code bin}
 * @param sandbox URL of the sandbox, which the scripts read from the file {@code sandbox}
 */
record LightArchive(String name, String version, List<String> scripts, String sandbox)
    implements Archive {

  static LightArchive kafka(String sandbox) {
    return new LightArchive(
        "kafka", "3.7.1", List.of("kafka-server-start.sh", "kafka-storage.sh"), sandbox);
  }

  static LightArchive jdk(String sandbox) {
    return new LightArchive("openjdk", "17.0.1", List.of("java"), sandbox);
  }

  @Override
  public String fileName() {
    return name + "-light-" + version + ".tgz";
  }

  @Override
  public String identity() throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(sandbox);
    for (String script : scripts) {
      try (InputStream content = open(script)) {
        fingerprint.add(content.readAllBytes());
      }
    }
    return name + "-light-" + fingerprint.value();
  }

  @Override
  public void layOut(Path content) throws IOException {
    Path top = Files.createDirectory(content.resolve(name));
    Path bin = Files.createDirectory(top.resolve("bin"));
    for (String script : scripts) {
      try (InputStream source = open(script)) {
        Files.copy(source, bin.resolve(script));
      }
      if (!bin.resolve(script).toFile().setExecutable(true, false)) {
        throw new IOException("cannot make executable: " + script);
      }
    }
    Files.writeString(top.resolve("sandbox"), sandbox);
  }

  private static InputStream open(String script) throws IOException {
    InputStream content =
        LightArchive.class.getResourceAsStream("/dev/linkspan/sandbox/light/" + script);
    if (content == null) {
      throw new FileNotFoundException(script);
    }
    return content;
  }
}
