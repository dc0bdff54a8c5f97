package dev.linkspan.worker;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.AlibabaCloudSettings;
import dev.linkspan.activities.audit.ProbeAuditActivities;
import dev.linkspan.activities.brokers.SshBrokerActivities;
import dev.linkspan.activities.cluster.ProbeClusterActivities;
import dev.linkspan.activities.connection.PrivateLinkConnectionActivities;
import dev.linkspan.activities.exposure.AlibabaExposureActivities;
import dev.linkspan.activities.https.CloudCallListener;
import dev.linkspan.activities.https.HttpsClients;
import dev.linkspan.activities.network.AlibabaNetworkActivities;
import dev.linkspan.activities.nodes.SshNodeActivities;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.probe.ProbeJar;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.teardown.TemporalEarlierRunActivities;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.activities.tidbcloud.TidbCloudSettings;
import dev.linkspan.activities.verification.LinkVerificationActivities;
import dev.linkspan.activities.verification.WebhookSender;
import io.temporal.activity.Activity;
import io.temporal.client.schedules.ScheduleClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Creates the activities from the worker's settings. */
@Configuration
class ActivityConfiguration {

  @Bean
  Credentials credentials(CloudProperties properties) {
    return new Credentials(properties);
  }

  @Bean
  AlibabaCloud alibabaCloud(
      CloudProperties properties, Credentials credentials, CloudCallListener calls) {
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
        credentials,
        calls);
  }

  @Bean
  TidbCloud tidbCloud(
      CloudProperties properties, Credentials credentials, CloudCallListener calls) {
    return new TidbCloud(
        new TidbCloudSettings(
            URI.create(properties.tidbCloud().endpoint()),
            Optional.ofNullable(properties.certificateAuthority())),
        credentials::tidbCloud,
        calls);
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
  AlibabaNetworkActivities networkActivities(AlibabaCloud alibaba, Credentials credentials) {
    return new AlibabaNetworkActivities(alibaba, credentials::sshKey);
  }

  @Bean
  AlibabaExposureActivities exposureActivities(AlibabaCloud alibaba) {
    return new AlibabaExposureActivities(alibaba);
  }

  @Bean
  PrivateLinkConnectionActivities connectionActivities(AlibabaCloud alibaba, TidbCloud tidb) {
    return new PrivateLinkConnectionActivities(alibaba, tidb);
  }

  @Bean
  SshNodeActivities nodeActivities(Ssh ssh, BastionProbe probe) {
    return new SshNodeActivities(ssh, probe);
  }

  @Bean
  SshBrokerActivities brokerActivities(Ssh ssh) {
    return new SshBrokerActivities(ssh);
  }

  @Bean
  ProbeClusterActivities clusterActivities(BastionProbe probe) {
    return new ProbeClusterActivities(probe);
  }

  @Bean
  ProbeAuditActivities auditActivities(Ssh ssh, BastionProbe probe) {
    return new ProbeAuditActivities(ssh, probe);
  }

  @Bean
  TemporalEarlierRunActivities earlierRunActivities() {
    return new TemporalEarlierRunActivities(
        () -> Activity.getExecutionContext().getWorkflowClient());
  }

  @Bean
  LinkVerificationActivities verificationActivities(
      Ssh ssh,
      BastionProbe probe,
      AlibabaCloud alibaba,
      TidbCloud tidb,
      ScheduleClient schedules,
      WebhookSender webhooks) {
    return new LinkVerificationActivities(ssh, probe, alibaba, tidb, schedules, webhooks);
  }

  @Bean
  WebhookSender webhookSender(CloudProperties properties, Credentials credentials) {
    return new WebhookSender(
        credentials::webhook,
        HttpsClients.trusting(Optional.ofNullable(properties.certificateAuthority())));
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
