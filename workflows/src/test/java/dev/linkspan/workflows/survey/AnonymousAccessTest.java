package dev.linkspan.workflows.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.kafka.BrokerActivities.BrokerFacts;
import dev.linkspan.workflows.kafka.ClusterActivities.Acl;
import dev.linkspan.workflows.kafka.ClusterActivities.AnonymousAcls;
import dev.linkspan.workflows.listeners.AccessSettings;
import dev.linkspan.workflows.listeners.PropertiesText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnonymousAccessTest {
  private static final String KRAFT =
      "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n";
  private static final String ZOOKEEPER =
      "authorizer.class.name=kafka.security.authorizer.AclAuthorizer\n";
  private static final AnonymousAcls NONE = new AnonymousAcls(true, "", List.of());

  private static AnonymousAccess access(AnonymousAcls acls, String... files) {
    return access(Optional.of(acls), files);
  }

  private static AnonymousAccess access(Optional<AnonymousAcls> acls, String... files) {
    List<BrokerFacts> brokers = new ArrayList<>();
    for (String file : files) {
      brokers.add(facts(brokers.size() + 1, AccessSettings.of(PropertiesText.parse(file))));
    }
    return AnonymousAccess.of("TIDB", brokers, acls);
  }

  private static BrokerFacts facts(int nodeId, AccessSettings access) {
    return new BrokerFacts(
        nodeId,
        false,
        true,
        List.of(),
        List.of(),
        Map.of(),
        "INTERNAL",
        List.of(),
        Optional.empty(),
        "checksum",
        "3.7.1",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.of(access),
        Optional.empty());
  }

  private static Acl acl(boolean allows, String operation, String resource, String name) {
    return new Acl("User:ANONYMOUS", allows, operation, resource, name, false, "*");
  }

  private static AnonymousAcls acls(Acl... entries) {
    return new AnonymousAcls(true, "", List.of(entries));
  }

  @Test
  void c7WithoutAnAuthorizerWhoeverReachesTheListenerMayDoEverything() {
    AnonymousAccess open = access(new AnonymousAcls(false, "", List.of()), "");

    assertThat(open.lines())
        .containsExactly(
            "Whoever connects to TIDB is User:ANONYMOUS, because the listener asks for no login.",
            "This cluster has no authorizer: whoever reaches the listener may do everything.");
    assertThat(open.warning()).isEmpty();
    assertThat(open.refusal()).isEmpty();
    assertThat(access(Optional.empty(), "").lines()).isEqualTo(open.lines());
  }

  @Test
  void c7ASuperUserWithoutALoginIsAWarning() {
    AnonymousAccess open = access(NONE, ZOOKEEPER + "super.users=User:admin; User:ANONYMOUS\n");

    assertThat(open.lines())
        .hasSize(2)
        .last()
        .isEqualTo(
            "Warning: User:ANONYMOUS is a super user of this cluster (super.users): whoever reaches"
                + " TIDB may do everything");
    assertThat(open.refusal()).isEmpty();
  }

  @Test
  void c7WithoutAclsTheCommandsThatAllowTheLinkAreShown() {
    AnonymousAccess closed = access(Optional.empty(), KRAFT + "super.users=User:admin\n");
    assertThat(closed.lines())
        .anyMatch(line -> line.startsWith("An authorizer is set."))
        .anyMatch(line -> line.matches(".*kafka-acls.sh .*--operation Write .*--topic TOPIC"))
        .anyMatch(line -> line.matches(".*--operation DescribeConfigs .*--cluster"));
    assertThat(closed.warning()).isEmpty();
    assertThat(access(NONE, KRAFT).lines())
        .contains("An authorizer is set, and User:ANONYMOUS may do nothing until ACLs allow it.");
  }

  @Test
  void c7TheAclsThatThereAreAreShownInWords() {
    Acl prefixed = new Acl("User:*", false, "WRITE", "TOPIC", "pay", true, "10.0.0.9");
    assertThat(access(acls(acl(true, "ALL", "CLUSTER", "kafka-cluster"), prefixed), KRAFT).lines())
        .contains(
            "  User:ANONYMOUS may ALL on CLUSTER kafka-cluster",
            "  User:* may not WRITE on TOPIC pay... from 10.0.0.9");
  }

  @Test
  void c7WhatCannotBeKnownIsSaid() {
    assertThat(access(NONE, "authorizer.class.name=com.example.Ranger\n").lines())
        .anyMatch(line -> line.startsWith("com.example.Ranger decides what it may do"));
    assertThat(access(NONE, KRAFT + "super.users=${file:/etc/users:all}\n").lines())
        .anyMatch(line -> line.startsWith("A config provider sets super.users"))
        .noneMatch(line -> line.contains("/etc/users"));
    assertThat(access(new AnonymousAcls(false, "TimeoutException", List.of()), KRAFT).lines())
        .anyMatch(line -> line.endsWith("could not be read: TimeoutException."));
  }

  @Test
  void c7FilesThatDifferAndResourcesWithoutAclsAreWarnings() {
    assertThat(access(NONE, KRAFT, "").warning())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("differ in authorizer.class.name")
                    .contains("broker 2 has none"));
    assertThat(access(NONE, KRAFT + "allow.everyone.if.no.acl.found=TRUE\n").warning())
        .hasValueSatisfying(
            text -> assertThat(text).contains("may do everything with what no ACL names"));
  }

  @Test
  void c7AClusterWhosePartitionsLinkspanWouldNotSeeIsRefused() {
    assertThat(access(NONE, KRAFT).refusal())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("User:ANONYMOUS may not describe every topic")
                    .contains("--operation Describe --operation DescribeConfigs --topic '*'"));
    assertThat(access(acls(acl(true, "WRITE", "TOPIC", "linkspan-test")), KRAFT).refusal())
        .isPresent();
    assertThat(
            access(
                    acls(acl(true, "ALL", "TOPIC", "*"), acl(false, "DESCRIBE", "TOPIC", "pay")),
                    KRAFT)
                .refusal())
        .isPresent();
    assertThat(access(acls(acl(true, "READ", "TOPIC", "*")), KRAFT).refusal()).isEmpty();
    assertThat(access(Optional.empty(), KRAFT).refusal()).isEmpty();
    assertThat(access(NONE, "authorizer.class.name=com.example.Ranger\n").refusal()).isEmpty();
  }

  @Test
  void c7AClusterThatRefusesToAnswerIsRefusedWithTheCommandsThatAllowIt() {
    var refused = new AnonymousAcls(true, "ClusterAuthorizationException: failed", List.of());
    assertThat(access(refused, "").refusal())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .startsWith("User:ANONYMOUS may not query the cluster")
                    .contains("--operation AlterConfigs", "a changefeed needs"));
  }

  @Test
  void factsFromBeforeAccessControlWasReadSayNothing() {
    assertThat(AnonymousAccess.of("TIDB", List.of(), Optional.empty()).lines()).isEmpty();
  }
}
