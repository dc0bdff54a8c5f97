package dev.linkspan.probe.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveServerTest {
  @TempDir Path folder;
  private ArchiveServer server;

  @BeforeEach
  void serve() throws IOException {
    Path served = Files.createDirectory(folder.resolve("archives"));
    Files.writeString(served.resolve("kafka.tgz"), "content");
    Files.writeString(served.resolve("jdk.tar.gz.part"), "half");
    Files.writeString(folder.resolve("secret"), "no");
    server = new ArchiveServer(InetAddress.getLoopbackAddress(), 0, served);
    Thread thread =
        new Thread(
            () -> {
              try {
                server.serve(Duration.ofMinutes(1));
              } catch (IOException e) {
                if (!e.getMessage().contains("closed")) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  @Test
  void aCompleteFileIsServed() throws Exception {
    HttpResponse<String> answer = get("/kafka.tgz");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("content");
  }

  @Test
  void incompleteFilesAndFilesOutsideTheDirectoryAreNotServed() throws Exception {
    for (String path : List.of("/jdk.tar.gz.part", "/", "/nothing", "/..%2fsecret", "/a/b")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void optionsAreReadFromTheCommandLine() {
    var options =
        ArchiveServer.Options.parse(
            List.of(
                "--address",
                "10.0.0.1",
                "--port",
                "8099",
                "--directory",
                "archives",
                "--for",
                "30m"));
    assertThat(options)
        .isEqualTo(
            new ArchiveServer.Options(
                "10.0.0.1", 8099, Path.of("archives"), Duration.ofMinutes(30)));
  }

  @Test
  void aMissingOptionIsNamed() {
    assertThatThrownBy(() -> ArchiveServer.Options.parse(List.of("--address", "10.0.0.1")))
        .hasMessage("missing option: --port");
  }
}
