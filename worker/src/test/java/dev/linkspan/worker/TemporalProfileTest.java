package dev.linkspan.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalProfileTest {
  @TempDir private Path folder;

  private Map<String, String> file(String toml) throws IOException {
    Path file = Files.writeString(folder.resolve("temporal.toml"), toml);
    return new HashMap<>(Map.of("TEMPORAL_CONFIG_FILE", file.toString()));
  }

  private static WorkflowServiceStubsOptions options(Map<String, String> environment) {
    return TemporalProfile.of(environment)
        .security()
        .customize(WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:1"))
        .build();
  }

  @Test
  void theEnvironmentCountsBeforeTheProfile() throws IOException {
    Map<String, String> environment =
        file(
            """
            [profile.default]
            address = "of-file:7233"
            namespace = "of-file"
            """);
    assertThat(TemporalProfile.of(environment).properties())
        .containsEntry("linkspan.temporal.address", "of-file:7233")
        .containsEntry("linkspan.temporal.namespace", "of-file");

    environment.put("TEMPORAL_ADDRESS", "of-environment:7233");
    assertThat(TemporalProfile.of(environment).properties())
        .containsEntry("linkspan.temporal.address", "of-environment:7233")
        .containsEntry("linkspan.temporal.namespace", "of-file");
  }

  @Test
  void withoutAnySettingTheDefaultsOfTheWorkerStay() throws IOException {
    assertThat(TemporalProfile.of(file("")).properties()).isEmpty();
    WorkflowServiceStubsOptions options = options(file(""));
    assertThat(options.getEnableHttps()).isFalse();
    assertThat(options.getSslContext()).isNull();
  }

  @Test
  void tlsAndTheApiKeyOfAProfileReachTheConnection() throws IOException {
    WorkflowServiceStubsOptions options =
        options(
            file(
                """
                [profile.default]
                api_key = "secret"
                [profile.default.tls]
                server_name = "temporal.example"
                """));

    assertThat(options.getSslContext()).isNotNull();
    assertThat(options.getChannelInitializer()).isNotNull();
    assertThat(options.getGrpcMetadataProviders()).hasSize(1);
    assertThat(options(Map.of("TEMPORAL_API_KEY", "secret")).getEnableHttps()).isTrue();
  }

  @Test
  void aFileWithAnUnknownKeyIsRefused() throws IOException {
    Map<String, String> environment = file("[profile.default]\naddres = \"x:7233\"\n");

    assertThatThrownBy(() -> TemporalProfile.of(environment)).hasMessageContaining("addres");
  }
}
