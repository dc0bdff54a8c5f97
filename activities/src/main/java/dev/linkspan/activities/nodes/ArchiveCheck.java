package dev.linkspan.activities.nodes;

import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.workflows.plan.Plan.ArchivePlan;
import dev.linkspan.workflows.plan.PreflightCheck;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

/** Downloads an archive, to compare its digest before a bastion does. */
final class ArchiveCheck {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
  private static final int BUFFER = 1 << 16;
  private static final double MIB = 1 << 20;

  private ArchiveCheck() {}

  static PreflightCheck of(ArchivePlan archive) {
    String what = "Archive " + archive.fileName();
    try {
      return download(what, archive);
    } catch (IOException e) {
      return PreflightCheck.fail(
          what,
          archive.url() + " cannot be downloaded: " + e.getMessage(),
          "Check the address, and that the worker may connect to it.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while downloading", e);
    }
  }

  private static PreflightCheck download(String what, ArchivePlan archive)
      throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(Redirect.NORMAL)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(archive.url())).timeout(RESPONSE_TIMEOUT).build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("HTTP " + response.statusCode());
      }
      MessageDigest digest = sha512();
      long size = 0;
      byte[] buffer = new byte[BUFFER];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        Waiting.check();
        digest.update(buffer, 0, read);
        size += read;
      }
      return compared(what, archive, size, HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static PreflightCheck compared(
      String what, ArchivePlan archive, long size, String sha512) {
    String sized = String.format(Locale.ROOT, "%.1f MiB", size / MIB);
    return sha512.equalsIgnoreCase(archive.sha512())
        ? PreflightCheck.pass(what, sized + ", with the digest of the spec, as the worker gets it")
        : PreflightCheck.fail(
            what,
            sized + " with SHA-512 " + sha512 + ", which is not that of the spec",
            "If the file is the one that its publisher signed, set sha512 to this digest.");
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }
}
