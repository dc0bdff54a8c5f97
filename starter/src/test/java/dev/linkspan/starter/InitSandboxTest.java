package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init --sandbox}, with a program in place of the sandbox that lists its archives. */
class InitSandboxTest {
  private static final String MIRROR =
      """
      {"files": [
        {"name": "kafka_2.13-3.7.1.tgz", "version": "3.7.1", "url": "http://127.0.0.1:1/kafka_2.13-3.7.1.tgz",
         "sha512": "%s"},
        {"name": "openjdk-17.tar.gz", "version": "17.0.15", "url": "http://127.0.0.1:1/jdk.tar.gz",
         "sha512": "%s"}]}
      """
          .formatted("0".repeat(128), "1".repeat(128));

  @TempDir private Path folder;

  private Ran run(String... arguments) {
    return Ran.command(folder, Map.of("TEMPORAL_ADDRESS", "127.0.0.1:1"), arguments);
  }

  @Test
  void theSpecIsCompleteAndHasThePortsOfTheStack() throws IOException {
    HttpServer sandbox =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sandbox.createContext(
        "/_sandbox/mirror",
        exchange -> {
          byte[] body = MIRROR.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    sandbox.start();
    Path ofSandbox = Files.createDirectories(folder.resolve("state").resolve("sandbox"));
    Files.writeString(ofSandbox.resolve("control.header"), "Authorization: Bearer x\n");
    Files.writeString(
        folder.resolve("state").resolve("stack.properties"),
        "sandboxHttpPort=" + sandbox.getAddress().getPort() + "\nsshPort=2299\n");
    String file = folder.resolve("orders.yaml").toString();
    try {
      Ran init = run("init", "--sandbox", "-f", file);

      assertThat(init.code()).as(init.err()).isZero();
      assertThat(init.err()).contains("To build it, run: linkspan up -f " + file);
    } finally {
      sandbox.stop(0);
    }
    Ran plan = run("plan", "-f", file);
    assertThat(plan.code()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("orders-vpc", "127.20.0.0/16", "SSH as root at port 2299");
  }

  @Test
  void withoutASandboxTheCommandSaysHowToStartOne() throws IOException {
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(folder.resolve("state").resolve("stack.properties"), "sandboxHttpPort=1\n");

    Ran init = run("init", "--sandbox", "-f", folder.resolve("orders.yaml").toString());

    assertThat(init.code()).isEqualTo(1);
    assertThat(init.err()).contains("linkspan dev up");
  }
}
