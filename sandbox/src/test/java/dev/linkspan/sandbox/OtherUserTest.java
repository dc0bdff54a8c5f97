package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linkspan.sandbox.control.ControlToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another user of the computer gets nothing from a running sandbox but its health. */
class OtherUserTest {
  /** The id of the user "nobody" on Linux. */
  private static final String NOBODY = "65534";

  @TempDir private Path folder;
  private RunningSandbox sandbox;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
        "only root can run commands as another user");
    // The folder around it hides nothing: what protects the state is its own permissions.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    sandbox = new RunningSandbox(folder.resolve("state"), 94, true);
  }

  @AfterEach
  void stop() {
    if (sandbox != null) {
      sandbox.close();
    }
  }

  private static String asNobody(String... command) throws IOException, InterruptedException {
    List<String> whole =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    whole.addAll(List.of(command));
    Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private String status(String method, String path, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", method));
    command.addAll(List.of(more));
    command.add("http://127.0.0.1:" + sandbox.httpPort() + path);
    return asNobody(command.toArray(String[]::new));
  }

  @Test
  void theCommandsReallyRunAsAnotherUser() throws Exception {
    assertThat(asNobody("id", "-u")).isEqualTo(NOBODY + "\n");
  }

  @Test
  void callsAreRefusedExceptForTheHealth() throws Exception {
    assertThat(status("GET", "/_sandbox/health")).isEqualTo("200");
    for (String path :
        List.of("resources", "calls", "mirror", "settings", "points", "clusters", "unknown")) {
      assertThat(status("GET", "/_sandbox/" + path)).as(path).isEqualTo("401");
    }
    for (String path : List.of("faults", "settings", "points", "clusters", "stop")) {
      assertThat(status("POST", "/_sandbox/" + path, "-d", "{}")).as(path).isEqualTo("401");
    }
    assertThat(status("DELETE", "/_sandbox/faults")).isEqualTo("401");
    assertThat(status("GET", "/?Action=DescribeVpcs&Version=2016-04-28")).isEqualTo("400");
    assertThat(status("GET", "/v1beta1/clusters")).isEqualTo("401");
  }

  @Test
  void theTokenAndTheStateCannotBeRead() throws Exception {
    Path token = folder.resolve("state").resolve(ControlToken.FILE);
    assertThat(token).exists();

    assertThat(asNobody("cat", token.toString())).contains("Permission denied");
    assertThat(asNobody("ls", folder.resolve("state").toString())).contains("Permission denied");
    assertThat(status("GET", "/_sandbox/resources", "-H", "@" + token)).isEqualTo("401");
  }

  @Test
  void theTokenIsInNoCommandLine() throws Exception {
    String secret = sandbox.token().replaceFirst(".* ", "");

    assertThat(secret).hasSize(43);
    assertThat(asNobody("ps", "axww", "-o", "args")).contains("java").doesNotContain(secret);
  }
}
