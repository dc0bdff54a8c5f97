package dev.linkspan.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTokenTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve(ControlToken.FILE);
  }

  private String line() throws IOException {
    return Files.readString(file()).strip();
  }

  private int status(ControlToken token, String path, String authorization) {
    Request request =
        new Request("GET", path, "", Map.of("authorization", List.of(authorization)), new byte[0]);
    Reply reply = token.requiredFor(passed -> Reply.json(200, Map.of())).handle(request);
    return ((Reply.Answer) reply).status();
  }

  @Test
  void onlyTheOwnerCanReadTheFileAndTheTokenSurvivesARestart() throws IOException {
    ControlToken.in(folder);
    String first = line();

    ControlToken again = ControlToken.in(folder);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(first).matches("Authorization: Bearer [A-Za-z0-9_-]{43}").isEqualTo(line());
    assertThat(status(again, "/_sandbox/resources", first.split(": ", 2)[1])).isEqualTo(200);
  }

  @Test
  void aTokenThatOthersCouldReadIsReplaced() throws IOException {
    ControlToken.in(folder);
    String first = line();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

    ControlToken.in(folder);

    assertThat(line()).isNotEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void aDamagedFileIsReplaced() throws IOException {
    ControlToken.in(folder);
    Files.writeString(file(), "Authorization: Bearer ");

    assertThat(status(ControlToken.in(folder), "/_sandbox/resources", "Bearer ")).isEqualTo(401);
    assertThat(line()).matches("Authorization: Bearer .{43}");
  }

  @Test
  void onlyTheHealthNeedsNoToken() throws IOException {
    ControlToken token = ControlToken.in(folder);

    assertThat(status(token, "/_sandbox/health", "")).isEqualTo(200);
    assertThat(status(token, "/_sandbox/resources", "")).isEqualTo(401);
    assertThat(status(token, "/_sandbox/health/../resources", "")).isEqualTo(401);
    assertThat(status(token, "/_sandbox/resources", "Bearer wrong")).isEqualTo(401);
    assertThat(status(token, "/_sandbox/", "")).isEqualTo(401);
  }
}
