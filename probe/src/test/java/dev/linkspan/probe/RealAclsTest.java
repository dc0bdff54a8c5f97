package dev.linkspan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.MessagesRequest;
import dev.linkspan.probe.protocol.MessagesResult;
import dev.linkspan.probe.protocol.SurveyRequest;
import dev.linkspan.probe.protocol.SurveyResult;
import dev.linkspan.probe.survey.Survey;
import dev.linkspan.probe.topics.MessageTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A survey of a real broker with an authorizer. */
@Tag("system")
class RealAclsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GUARDED = "127.88.8.11";

  @TempDir private Path folder;

  private final List<String> bootstrap = List.of(GUARDED + ":9092");
  private final SurveyRequest request = new SurveyRequest(bootstrap, null, null, null);

  /** Brokers that talk to each other over PLAINTEXT need this themselves. */
  private static final AclBinding OF_BROKERS = cluster(AclOperation.CLUSTER_ACTION);

  private static AclBinding cluster(AclOperation operation) {
    return acl(
        new ResourcePattern(ResourceType.CLUSTER, "kafka-cluster", PatternType.LITERAL),
        "User:ANONYMOUS",
        operation);
  }

  private static AclBinding topics(String name, PatternType type, AclOperation operation) {
    return acl(new ResourcePattern(ResourceType.TOPIC, name, type), "User:ANONYMOUS", operation);
  }

  private static AclBinding acl(ResourcePattern pattern, String user, AclOperation operation) {
    return new AclBinding(
        pattern, new AccessControlEntry(user, "*", operation, AclPermissionType.ALLOW));
  }

  private void allow(AclBinding... acls) throws Exception {
    try (Admin admin = KafkaClients.admin(bootstrap)) {
      admin.createAcls(List.of(acls)).all().get();
    }
  }

  /** In a file, the last of several values of a key counts. */
  private void restart(KafkaProcesses kafka, String superUsers) throws Exception {
    kafka.stopNode(1);
    kafka.append(1, "super.users=" + superUsers + "\n");
    kafka.startNode(1);
    awaitBroker();
  }

  private void awaitBroker() {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> Survey.run(request).acls() != null);
  }

  @Test
  void c7TheAclsAreReadAndThoseOfTheCommandsAreEnoughForLinkspan() throws Exception {
    try (KafkaProcesses kafka = new KafkaProcesses(folder)) {
      kafka.formatKraft(1, Map.of(1, GUARDED));
      kafka.append(
          1,
          """
          authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
          super.users=User:ANONYMOUS
          """);
      kafka.startNode(1);
      awaitBroker();
      assertThat(Survey.run(request).acls()).isEqualTo(new SurveyResult.Acls(true, "", List.of()));
      ResourcePattern orders =
          new ResourcePattern(ResourceType.TOPIC, "orders-", PatternType.PREFIXED);
      allow(
          acl(orders, "User:*", AclOperation.WRITE),
          acl(orders, "User:ada", AclOperation.ALL),
          OF_BROKERS);
      assertThat(Survey.run(request).acls().entries())
          .contains(new SurveyResult.Acl("User:*", true, "WRITE", "TOPIC", "orders-", true, "*"))
          .hasSize(2);

      restart(kafka, "User:admin");
      assertThat(Survey.run(request).acls().problem()).contains("ClusterAuthorizationException: ");
      assertThatThrownBy(this::sendMessages).hasStackTraceContaining("AuthorizationException");

      restart(kafka, "User:ANONYMOUS");
      allow(
          topics("*", PatternType.LITERAL, AclOperation.DESCRIBE),
          topics("*", PatternType.LITERAL, AclOperation.DESCRIBE_CONFIGS),
          topics("linkspan-", PatternType.PREFIXED, AclOperation.ALL),
          cluster(AclOperation.DESCRIBE),
          cluster(AclOperation.DESCRIBE_CONFIGS),
          cluster(AclOperation.ALTER),
          cluster(AclOperation.ALTER_CONFIGS),
          cluster(AclOperation.IDEMPOTENT_WRITE));
      restart(kafka, "User:admin");
      SurveyResult seen = Survey.run(request);
      assertThat(seen.problems()).isEmpty();
      assertThat(seen.acls().problem()).isEmpty();
      assertThat(sendMessages().outcomes().values())
          .allMatch(outcome -> outcome.problem().isEmpty());
    }
  }

  private MessagesResult sendMessages() throws Exception {
    return MessageTest.run(new MessagesRequest(bootstrap, Set.of(1), "linkspan-test", 4));
  }
}
