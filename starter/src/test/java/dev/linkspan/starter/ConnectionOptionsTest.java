package dev.linkspan.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.starter.temporal.RecordingServer;
import dev.linkspan.starter.temporal.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which Temporal a command talks to: options, environment, configuration file, local stack. */
class ConnectionOptionsTest {
  @TempDir private Path folder;

  private Ran list(Map<String, String> environment, String... options) {
    List<String> arguments = new ArrayList<>(List.of("list"));
    arguments.addAll(List.of(options));
    return Ran.command(folder, environment, arguments.toArray(String[]::new));
  }

  private Map<String, String> file(String toml) throws IOException {
    Path file = Files.writeString(folder.resolve("temporal.toml"), toml);
    return new HashMap<>(Map.of("TEMPORAL_CONFIG_FILE", file.toString()));
  }

  @Test
  void anOptionCountsBeforeTheEnvironmentTheFileAndTheLocalStack() throws Exception {
    Files.createDirectories(folder.resolve("state"));
    try (var stack = new RecordingServer(Optional.empty());
        var fromFile = new RecordingServer(Optional.empty());
        var fromEnvironment = new RecordingServer(Optional.empty());
        var fromOption = new RecordingServer(Optional.empty())) {
      String port = stack.address().substring(stack.address().indexOf(':') + 1);
      Files.writeString(
          folder.resolve("state").resolve("stack.properties"), "temporalPort=" + port + "\n");

      assertThat(list(Map.of()).code()).isZero();
      assertThat(stack.namespace()).contains("default");

      Map<String, String> environment =
          file(
              """
              [profile.default]
              address = "%s"
              namespace = "of-file"
              """
                  .formatted(fromFile.address()));
      assertThat(list(environment).code()).isZero();
      assertThat(fromFile.namespace()).contains("of-file");

      environment.put("TEMPORAL_ADDRESS", fromEnvironment.address());
      environment.put("TEMPORAL_NAMESPACE", "of-environment");
      assertThat(list(environment).code()).isZero();
      assertThat(fromEnvironment.namespace()).contains("of-environment");

      Ran ran = list(environment, "--address", fromOption.address(), "--namespace", "of-option");
      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(fromOption.namespace()).contains("of-option");
    }
  }

  @Test
  void aProfileIsChosenByTheOptionBeforeTheEnvironment() throws Exception {
    try (var server = new RecordingServer(Optional.empty())) {
      Map<String, String> environment =
          file(
              """
              [profile.staging]
              address = "%1$s"
              namespace = "of-staging"
              [profile.production]
              address = "%1$s"
              namespace = "of-production"
              """
                  .formatted(server.address()));
      environment.put("TEMPORAL_PROFILE", "staging");

      assertThat(list(environment).code()).isZero();
      assertThat(server.namespace()).contains("of-staging");
      assertThat(list(environment, "--profile", "production").code()).isZero();
      assertThat(server.namespace()).contains("of-production");

      Ran unknown = list(environment, "--profile", "nowhere");
      assertThat(unknown.code()).isEqualTo(2);
      assertThat(unknown.err()).contains("Temporal client configuration", "nowhere");
    }
  }

  @Test
  void tlsAndTheApiKeyComeFromFiles() throws Exception {
    TlsFiles files = TlsFiles.create(folder, "temporal.example");
    Path key = Files.writeString(folder.resolve("api-key"), "key-of-ada\n");
    String certificate = files.certificate().toString();
    try (var server = new RecordingServer(Optional.of(files))) {
      Ran ran =
          list(
              Map.of("TEMPORAL_TLS_CLIENT_CERT_DATA", "replaced by the option"),
              "--address",
              server.address(),
              "--api-key-file",
              key.toString(),
              "--tls",
              "--tls-ca-path",
              certificate,
              "--tls-cert-path",
              certificate,
              "--tls-key-path",
              files.key().toString(),
              "--tls-server-name",
              "temporal.example");

      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(server.authorization()).contains("Bearer key-of-ada");
    }
  }

  @Test
  void aProfileWithTlsWorksWithoutOptions() throws Exception {
    TlsFiles files = TlsFiles.create(folder, "temporal.example");
    try (var server = new RecordingServer(Optional.of(files))) {
      Map<String, String> environment =
          file(
              """
              [profile.default]
              address = "%s"
              api_key = "key-of-grace"
              [profile.default.tls]
              server_name = "temporal.example"
              server_ca_cert_path = "%s"
              client_cert_path = "%s"
              client_key_path = "%s"
              """
                  .formatted(
                      server.address(), files.certificate(), files.certificate(), files.key()));

      Ran ran = list(environment);

      assertThat(ran.code()).as(ran.err()).isZero();
      assertThat(server.authorization()).contains("Bearer key-of-grace");
    }
  }

  @Test
  void aFileThatCannotBeReadIsNamed() {
    assertThat(list(Map.of(), "--tls-ca-path", "/no/ca.pem").err()).contains("/no/ca.pem");
    Ran ran = list(Map.of(), "--api-key-file", "/no/key");
    assertThat(ran.err()).contains("/no/key");
    assertThat(ran.code()).isEqualTo(2);
  }

  @Test
  void anErrorOfACallNamesTheServerAndTheNamespace() throws Exception {
    try (var server = new RecordingServer(Optional.empty())) {
      String where = "Temporal is at " + server.address() + ", namespace orders.";
      String[] command = {
        "status", "nobody", "--address", server.address(), "--namespace", "orders", "-o", "json"
      };

      Ran ran = Ran.command(folder, Map.of(), command);

      assertThat(ran.code()).isEqualTo(6);
      assertThat(ran.err()).contains("There is no running setup named nobody.", where);
      assertThat(ran.out()).contains(where);
    }
  }
}
