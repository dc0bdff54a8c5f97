package dev.linkspan.worker;

import dev.linkspan.alibabacloud.AlibabaCloud;
import dev.linkspan.alibabacloud.AlibabaCloudSettings;
import dev.linkspan.connection.PrivateLinkConnection;
import dev.linkspan.exposure.AlibabaExposure;
import dev.linkspan.kafka.BastionProbe;
import dev.linkspan.kafka.ProbeJar;
import dev.linkspan.kafka.ProbedAudit;
import dev.linkspan.kafka.ProbedCluster;
import dev.linkspan.kafka.SshBrokers;
import dev.linkspan.kafka.SshNodes;
import dev.linkspan.network.AlibabaNetwork;
import dev.linkspan.setup.WorkflowTypes;
import dev.linkspan.ssh.Ssh;
import dev.linkspan.tidbcloud.TidbCloud;
import dev.linkspan.tidbcloud.TidbCloudSettings;
import dev.linkspan.verification.LinkProof;
import dev.linkspan.worker.LinkspanWorkers.Roles;
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
            new AlibabaNetwork(alibaba, credentials::sshKey),
            new AlibabaExposure(alibaba),
            new PrivateLinkConnection(alibaba, tidb)),
        List.of(
            new SshNodes(ssh, probe),
            new SshBrokers(ssh),
            new ProbedCluster(probe),
            new ProbedAudit(ssh, probe),
            new LinkProof(probe, alibaba, tidb, schedules)));
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
