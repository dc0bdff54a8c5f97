package dev.linkspan.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.systemtests.CommandLine.Result;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The demo with an existing cluster, from its start to the restored brokers. */
@Tag("long")
@ResourceLock(LocalStack.NEW_CLUSTER)
class ExistingDemoTest {
  private static final Duration PATIENCE = Duration.ofMinutes(8);
  private static final String NAME = "demo-existing";

  private static LocalStack stack;

  @BeforeAll
  static void startStack() {
    stack = LocalStack.start(86, "0.2");
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  private static Result run(String... arguments) {
    return stack.commandLine().run(PATIENCE, arguments);
  }

  @Test
  void aRunningClusterIsBuiltLinkedAndGivenBack() throws IOException {
    Result demo = run("demo", "--existing", "--yes", "--vpc-prefix", "127.87").expecting(0);
    Map<Integer, String> linked = files();

    assertThat(demo.err())
        .containsSubsequence(
            "Existing cluster",
            "that Linkspan knows nothing of",
            "Surveying the cluster",
            "Approved in advance",
            "linkspan destroy " + NAME + " --restore-brokers");
    SetupStatus status = stack.status(NAME);
    assertThat(status.phase()).isEqualTo(Phase.READY);
    assertThat(status.lastRollout().orElseThrow().restarts()).hasSize(3);
    assertThat(linked).hasSize(3);
    assertThat(linked.values()).allMatch(text -> text.contains("EXTERNAL://b"));

    Result again = run("demo", "--existing", "--yes", "--vpc-prefix", "127.87").expecting(0);
    assertThat(again.err()).doesNotContain("that Linkspan knows nothing of");

    run("destroy", NAME, "--yes", "--restore-brokers").expecting(0);
    assertThat(files().values()).noneMatch(text -> text.contains("EXTERNAL"));
    assertThat(stack.sandbox().resources("loadbalancer")).isEmpty();
  }

  private static Map<Integer, String> files() throws IOException {
    Map<Integer, String> files = new TreeMap<>();
    for (var node : stack.sandbox().awaitCluster(NAME).path("nodes")) {
      Path file = Path.of(node.path("configuration").asText());
      files.put(node.path("nodeId").asInt(), Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    return files;
  }
}
