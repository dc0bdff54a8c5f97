package dev.linkspan.worker;

import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Temporal's client configuration, as the {@code linkspan} and the {@code temporal} command read
 * it: the environment ({@code TEMPORAL_ADDRESS}, {@code TEMPORAL_TLS_...}) over a profile of the
 * file {@code TEMPORAL_CONFIG_FILE}. See <a
 * href="https://docs.temporal.io/develop/environment-configuration">Environment configuration</a>.
 */
record TemporalProfile(ClientConfigProfile profile) {
  /**
   * The profile that this environment names.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  static TemporalProfile of(Map<String, String> environment) {
    try {
      return new TemporalProfile(
          ClientConfigProfile.load(
              LoadClientConfigProfileOptions.newBuilder()
                  .setEnvOverrides(environment)
                  .setConfigFileStrict(true)
                  .setDisableFile(isEmpty(environment.get("TEMPORAL_CONFIG_FILE")))
                  .build()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the Temporal client configuration: " + e.getMessage(), e);
    }
  }

  /** The library cannot read a file without a profile, such as /dev/null. */
  private static boolean isEmpty(@Nullable String file) {
    return file != null && !file.isBlank() && new File(file).length() == 0;
  }

  /** The address and the namespace, under the names that {@code application.yml} reads. */
  Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    given(profile.getAddress()).ifPresent(it -> properties.put("linkspan.temporal.address", it));
    given(profile.getNamespace())
        .ifPresent(it -> properties.put("linkspan.temporal.namespace", it));
    return properties;
  }

  /** Adds TLS, the API key, and further headers to what the starter sets from its properties. */
  TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> security() {
    WorkflowServiceStubsOptions given = profile.toWorkflowServiceStubsOptions();
    return options -> {
      if (given.getSslContext() != null) {
        options.setSslContext(given.getSslContext());
      }
      if (given.getEnableHttps()) {
        options.setEnableHttps(true);
      }
      if (given.getChannelInitializer() != null) {
        options.setChannelInitializer(given.getChannelInitializer());
      }
      if (given.getGrpcMetadataProviders() != null) {
        given.getGrpcMetadataProviders().forEach(options::addGrpcMetadataProvider);
      }
      return options;
    };
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(it -> !it.isBlank());
  }
}
