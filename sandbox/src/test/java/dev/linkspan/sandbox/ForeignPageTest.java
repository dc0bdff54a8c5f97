package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.linkspan.sandbox.json.Json;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A page of another origin in a real browser on the same computer. */
@Tag("system")
@Timeout(120)
class ForeignPageTest {
  /** Tries everything that a page can, and sends what it got to its own server. */
  private static final String PAGE =
      """
      <!doctype html><iframe name="hidden"></iframe>
      <form id="form" method="post" target="hidden" enctype="text/plain"
        action="%1$s/_sandbox/settings"><input name='{"tidbcloud.zones":"form","x' value='":1}'></form>
      <script>
        const outcome = async work => { try { return await work(); } catch (e) { return "refused"; } };
        const post = (path, body, options) => outcome(async () => {
          const reply = await fetch("%1$s" + path, {method: "POST", body, ...options});
          return reply.type === "opaque" ? "opaque" : "read " + reply.status;
        });
        (async () => {
          document.getElementById("form").submit();
          const fault = JSON.stringify({effect: "error", code: "FromAPage", times: 1000});
          const setting = JSON.stringify({"tidbcloud.zones": "page"});
          const known = {headers: {"%2$s": "%3$s"}};
          const result = {
            blindFault: await post("/_sandbox/faults", fault, {mode: "no-cors"}),
            blindSetting: await post("/_sandbox/settings", setting, {mode: "no-cors"}),
            blindStop: await post("/_sandbox/clusters/orders/nodes/1/stop", "", {mode: "no-cors"}),
            fault: await post("/_sandbox/faults", fault),
            faultWithToken: await post("/_sandbox/faults", fault, known),
            settingWithToken: await post("/_sandbox/settings", setting, known),
            stopWithToken: await post("/_sandbox/clusters/orders/nodes/1/stop", "", known),
            health: await outcome(async () => (await fetch("%1$s/_sandbox/health")).text()),
            resources: await outcome(async () => (await fetch("%1$s/_sandbox/resources", known)).text()),
            image: await new Promise(done => {
              const image = new Image();
              image.onload = () => done("shown");
              image.onerror = () => done("refused");
              image.src = "%1$s/_sandbox/health";
            }),
            rebound: await outcome(async () => (await fetch("http://rebound.example:%4$d/_sandbox/health")).text())
          };
          await fetch("/result", {method: "POST", body: JSON.stringify(result)});
        })();
      </script>
      """;

  @TempDir private Path folder;
  private final CompletableFuture<Map<String, Object>> result = new CompletableFuture<>();
  private RunningSandbox sandbox;
  private HttpServer foreign;

  @BeforeEach
  void start() throws Exception {
    sandbox = new RunningSandbox(folder.resolve("state"), 93, true);
    foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String[] token = sandbox.token().split(": ", 2);
    byte[] page =
        PAGE.formatted(
                "http://127.0.0.1:" + sandbox.httpPort(), token[0], token[1], sandbox.httpPort())
            .getBytes(StandardCharsets.UTF_8);
    foreign.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals("/result")) {
              result.complete(Json.object(body));
            }
            exchange.getResponseHeaders().set("Content-Type", "text/html;charset=utf-8");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
          }
        });
    foreign.start();
  }

  @AfterEach
  void stop() {
    foreign.stop(0);
    sandbox.close();
  }

  @Test
  void itCanNeitherReadNorChangeAnything() throws Exception {
    Optional<File> chromium =
        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
            .map(path -> new File(path, "chromium"))
            .filter(File::canExecute)
            .findFirst();
    assumeTrue(chromium.isPresent(), "chromium is not installed");
    Map<String, Object> before = sandbox.control("GET", "settings", 200, Map.of());
    Process browser =
        new ProcessBuilder(
                List.of(
                    chromium.get().toString(),
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-proxy-server",
                    "--host-resolver-rules=MAP *.example 127.0.0.1",
                    "--user-data-dir=" + folder.resolve("browser"),
                    "--remote-debugging-port=0",
                    "http://page.example:" + foreign.getAddress().getPort() + "/"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    Map<String, Object> got;
    try {
      got = result.get(100, TimeUnit.SECONDS);
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
      browser.waitFor();
    }

    // "opaque": the browser sent it, and does not show the page what the sandbox answered.
    assertThat(got.values()).allMatch(value -> value.equals("refused") || value.equals("opaque"));
    assertThat(got).containsEntry("blindFault", "opaque").containsEntry("resources", "refused");
    assertThat(sandbox.control("GET", "settings", 200, Map.of())).isEqualTo(before);
    assertThat(sandbox.call("2016-04-28", "DescribeVpcs", Map.of())).containsKey("Vpcs");
  }
}
