package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CdsArchiveTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path temporary;

  /** A program in a jar with one class. */
  public static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      System.out.println("running");
    }
  }

  private Path jar(String folder) throws IOException {
    Path jar = Files.createDirectories(temporary.resolve(folder)).resolve("program.jar");
    String name = Program.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        var content = Program.class.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new JarEntry(name));
      content.transferTo(out);
    }
    return jar;
  }

  private CdsArchive archive(Path jar) {
    return new CdsArchive(
        List.of(JAVA, "-Xlog:class+load"),
        "program.jar",
        Program.class.getName(),
        List.of(jar),
        temporary.resolve("cache"));
  }

  private String run(CdsArchive archive, Path folder) throws IOException {
    Process process =
        new ProcessBuilder(new ArrayList<>(archive.command())).directory(folder.toFile()).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void classesAreLoadedFromTheArchiveInEveryFolderThatHasTheJars() throws IOException {
    Path jar = jar("one");
    CdsArchive archive = archive(jar);
    archive.create(jar.getParent(), Map.of());
    assertThat(archive.file()).exists();
    try (Stream<Path> files = Files.list(temporary.resolve("cache"))) {
      assertThat(files).containsExactly(archive.file());
    }

    Path other = Files.createDirectories(temporary.resolve("other"));
    Files.copy(jar, other.resolve("program.jar"), StandardCopyOption.COPY_ATTRIBUTES);
    for (Path folder : List.of(jar.getParent(), other)) {
      assertThat(run(archive, folder))
          .contains("running")
          .containsPattern("CdsArchiveTest.Program source: shared objects file");
    }
  }

  @Test
  void theProgramRunsWithoutAnArchiveAndOtherJarsNeedAnotherArchive() throws IOException {
    Path jar = jar("one");
    CdsArchive archive = archive(jar);
    Path before = archive.file();
    assertThat(run(archive, jar.getParent())).contains("running");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(100)));
    assertThat(archive.file()).isNotEqualTo(before);
  }
}
