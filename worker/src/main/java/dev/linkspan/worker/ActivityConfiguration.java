package dev.linkspan.worker;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.AlibabaCloudSettings;
import dev.linkspan.activities.audit.ProbeAuditActivities;
import dev.linkspan.activities.brokers.SshBrokerActivities;
import dev.linkspan.activities.cluster.ProbeClusterActivities;
import dev.linkspan.activities.connection.PrivateLinkConnectionActivities;
import dev.linkspan.activities.exposure.AlibabaExposureActivities;
import dev.linkspan.activities.network.AlibabaNetworkActivities;
import dev.linkspan.activities.nodes.SshNodeActivities;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.probe.ProbeJar;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudSettings;
import dev.linkspan.activities.verification.LinkVerificationActivities;
import dev.linkspan.worker.LinkspanWorkers.Roles;
import dev.linkspan.workflows.WorkflowTypes;
import io.temporal.client.schedules.ScheduleClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the activities together from the worker's settings. */
@Configuration
class ActivityConfiguration {

  @Bean
  Credentials credentials(CloudProperties properties) {
    return new Credentials(properties);
  }

  @Bean
  AlibabaCloud alibabaCloud(CloudProperties properties, Credentials credentials) {
    String endpoint = properties.alibabaCloud().endpoint();
    Map<String, String> endpoints =
        endpoint.isBlank()
            ? Map.of()
            : Stream.of("ecs", "vpc", "nlb", "privatelink", "sts")
                .collect(Collectors.toMap(product -> product, product -> endpoint));
    return new AlibabaCloud(
        new AlibabaCloudSettings(
            properties.alibabaCloud().protocol(),
            endpoints,
            Optional.ofNullable(properties.certificateAuthority()),
            properties.alibabaCloud().listsLag()),
        credentials);
  }

  @Bean
  TidbCloud tidbCloud(CloudProperties properties, Credentials credentials) {
    return new TidbCloud(
        new TidbCloudSettings(
            URI.create(properties.tidbCloud().endpoint()),
            Optional.ofNullable(properties.certificateAuthority())),
        credentials::tidbCloud);
  }

  @Bean
  Ssh ssh(Credentials credentials) {
    return new Ssh(credentials::sshKey);
  }

  @Bean
  BastionProbe bastionProbe(Ssh ssh) {
    return new BastionProbe(ssh, ActivityConfiguration::probeJar);
  }

  @Bean
  Roles roles(
      AlibabaCloud alibaba,
      TidbCloud tidb,
      Credentials credentials,
      Ssh ssh,
      BastionProbe probe,
      ScheduleClient schedules) {
    return new Roles(
        WorkflowTypes.ALL,
        List.of(
            new AlibabaNetworkActivities(alibaba, credentials::sshKey),
            new AlibabaExposureActivities(alibaba),
            new PrivateLinkConnectionActivities(alibaba, tidb)),
        List.of(
            new SshNodeActivities(ssh, probe),
            new SshBrokerActivities(ssh),
            new ProbeClusterActivities(probe),
            new ProbeAuditActivities(ssh, probe),
            new LinkVerificationActivities(probe, alibaba, tidb, schedules)));
  }

  private static ProbeJar probeJar() {
    try (InputStream in =
        ActivityConfiguration.class.getClassLoader().getResourceAsStream("probe.jar")) {
      if (in == null) {
        throw new IllegalStateException("the worker's jar was built without the probe");
      }
      return ProbeJar.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
