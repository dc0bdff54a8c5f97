package dev.linkspan.activities.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import dev.linkspan.workflows.plan.PreflightCheck.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchiveCheckTest {
  private static final byte[] ARCHIVE = new byte[3 << 20];

  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/kafka.tgz",
        exchange -> {
          exchange.sendResponseHeaders(200, ARCHIVE.length);
          exchange.getResponseBody().write(ARCHIVE);
          exchange.close();
        });
    server.createContext(
        "/moved.tgz",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/kafka.tgz");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private PreflightCheck check(String file, String sha512) {
    return ArchiveCheck.of(
        new ArchivePlan(
            "3.7.1", "http://127.0.0.1:" + server.getAddress().getPort() + "/" + file, sha512));
  }

  private static String digest() throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(ARCHIVE));
  }

  @Test
  void anArchiveWithTheDigestOfTheSpecPassesWithItsSizeAlsoWhereItHasMoved() throws Exception {
    PreflightCheck moved = check("moved.tgz", digest());

    assertThat(check("kafka.tgz", digest()).found()).startsWith("3.0 MiB");
    assertThat(moved.outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void anotherDigestIsPrintedToFillIn() throws Exception {
    PreflightCheck other = check("kafka.tgz", "0".repeat(128));

    assertThat(other.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(other.found()).contains(digest());
    assertThat(other.remedy()).contains("set sha512 to this digest");
  }

  @Test
  void anArchiveThatIsNotThereSaysSo() {
    assertThat(check("none.tgz", "0").found()).contains("cannot be downloaded: HTTP 404");
  }
}
