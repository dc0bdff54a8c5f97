package dev.linkspan.activities.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code running.sh} reads from a process's control groups, with files in place of those under
 * {@code /proc}: no test can start a container. {@code BrokerProblemsTest} has a broker in a
 * process namespace of its own, over SSH.
 */
class ContainerScriptTest {
  private static final String BROKER = "77";
  @TempDir Path folder;

  /** The function of the script, whose {@code grep} reads control groups from the folder. */
  private String kind(String ofBroker, String ofSession) throws IOException {
    Files.writeString(folder.resolve(BROKER), ofBroker + "\n");
    Files.writeString(folder.resolve("self"), ofSession + "\n");
    String script =
        """
        grep() {
          local words=("$@") last=$(($# - 1))
          words[last]=${words[last]/#'/proc/'/"$folder/"}
          words[last]=${words[last]%%/cgroup}
          command grep "${words[@]}"
        }
        readlink() { echo same; }
        """
            + function()
            + "container "
            + BROKER
            + "\n";
    ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-euo", "pipefail", "-c", script));
    builder.environment().put("folder", folder.toString());
    Process process = builder.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static String function() throws IOException {
    try (InputStream in = ContainerScriptTest.class.getResourceAsStream("running.sh")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int start = script.indexOf("container() {");
      return script.substring(start, script.indexOf("\n}\n", start) + "\n}\n".length());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0::/system.slice/docker-4f0c.scope,                                    docker",
    "12:memory:/docker/4f0c,                                                docker",
    "0::/system.slice/containerd.service/4f0c,                              containerd",
    "0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-4f0c.scope,      kubepods",
    "0::/machine.slice/libpod-4f0c.scope,                                   libpod",
    "0::/lxc/kafka,                                                         lxc",
    "0::/system.slice/kafka.service,                                        ''",
    "0::/user.slice/user-0.slice/session-1.scope,                           ''",
  })
  void theKindOfContainerIsReadFromTheControlGroup(String group, String kind) throws IOException {
    assertThat(kind(group, "0::/user.slice/user-0.slice/session-7.scope")).isEqualTo(kind);
  }

  @Test
  void aMachineThatIsItselfAContainerIsNone() throws IOException {
    assertThat(kind("0::/lxc/machine/kafka.service", "0::/lxc/machine/session-7.scope")).isEmpty();
  }
}
