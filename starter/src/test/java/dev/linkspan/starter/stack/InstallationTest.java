package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.starter.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  @TempDir private Path home;

  private Path file(String path) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  private List<Path> jars(String program) {
    return new Installation(home).jars(program);
  }

  @Test
  void theJarsOfACheckoutAreWhereMavenBuildsThem() throws IOException {
    Path library = file("worker/target/lib/a.jar");
    file("worker/target/lib/notes.txt");
    Path sandbox = file("sandbox/target/sandbox-0.1.0.jar");
    Path sandboxLibrary = file("sandbox/target/lib/b.jar");
    file("worker/target/worker-0.1.0.jar");
    Path own = file("worker/target/worker-0.1.0.jar.original");

    assertThat(jars("worker")).containsExactly(own, library);
    assertThat(jars("sandbox")).containsExactly(sandbox, sandboxLibrary);
  }

  @Test
  void theJarsOfAReleaseAreInLib() throws IOException {
    Path library = file("lib/worker/activities-0.1.0.jar");
    Path own = file("lib/worker/worker-0.1.0.jar");
    Path kafka = file("lib/kafka-distribution/kafka_2.13-3.7.1.jar").getParent();

    assertThat(jars("worker")).containsExactly(own, library);
    assertThat(new Installation(home).kafkaLibraries()).containsExactly(kafka);
  }

  @Test
  void theMirrorOffersKafka4OnceItIsBuilt() throws IOException {
    Path guide = file("sandbox/kafka-distribution/target/libs/kafka.jar").getParent();
    assertThat(new Installation(home).kafkaLibraries()).containsExactly(guide);

    Path newer = file("sandbox/kafka-4-distribution/target/libs/kafka.jar").getParent();
    assertThat(new Installation(home).kafkaLibraries()).containsExactly(guide, newer);
  }

  @Test
  void missingJarsAreNamedWithTheWayToGetThem() throws IOException {
    file("worker/target/worker-0.1.0.jar");
    for (String program : List.of("worker", "sandbox")) {
      assertThatThrownBy(() -> jars(program))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining(program)
          .hasMessageContaining("mvn -Dquick package");
    }
  }
}
