package dev.linkspan.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.SurveyRequest;
import dev.linkspan.probe.protocol.SurveyResult;
import dev.linkspan.probe.survey.Survey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  @Test
  void c7TheAclsForClientsWithoutALoginAreRead() throws Exception {
    try (KafkaProcesses kafka = new KafkaProcesses(folder)) {
      kafka.formatKraft(1, Map.of(1, GUARDED));
      kafka.append(
          1,
          """
          authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
          super.users=User:ANONYMOUS
          """);
      kafka.startNode(1);
      List<String> bootstrap = List.of(GUARDED + ":9092");
      SurveyRequest request = new SurveyRequest(bootstrap, null, null, null);
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(() -> Survey.run(request).brokers().size() == 1);
      assertThat(Survey.run(request).acls()).isEqualTo(new SurveyResult.Acls(true, "", List.of()));
      try (Admin admin = KafkaClients.admin(bootstrap)) {
        AccessControlEntry allowed =
            new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.ALLOW);
        AccessControlEntry other =
            new AccessControlEntry("User:ada", "*", AclOperation.WRITE, AclPermissionType.ALLOW);
        ResourcePattern topics =
            new ResourcePattern(ResourceType.TOPIC, "orders-", PatternType.PREFIXED);
        admin
            .createAcls(List.of(new AclBinding(topics, allowed), new AclBinding(topics, other)))
            .all()
            .get();
      }
      assertThat(Survey.run(request).acls().entries())
          .containsExactly(
              new SurveyResult.Acl("User:*", true, "WRITE", "TOPIC", "orders-", true, "*"));
    }
  }
}
