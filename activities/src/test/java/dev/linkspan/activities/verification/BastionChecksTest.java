package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.protocol.LinkResult.Hop;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import dev.linkspan.workflows.verification.Repair.Kind;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import org.junit.jupiter.api.Test;

class BastionChecksTest {
  private static final Link LINK = TestLink.existing(List.of(1, 2));

  private static Check second(Hop... hops) {
    return BastionChecks.of(LINK, List.of(hops)).get(1);
  }

  @Test
  void aPathThatWorksInOneZoneOnlyNamesBothZones() {
    Check failed =
        second(
            new Hop(1, "TCP 10.0.0.250:9093", true, "connected in zone zone-a"),
            new Hop(1, "TCP 10.0.1.250:9093", false, "Connection refused"));
    assertThat(failed.breaks()).isTrue();
    assertThat(failed.evidence()).isEqualTo("Connection refused (zone zone-b; it works in zone-a)");
    assertThat(failed.remedy()).contains("backends");
  }

  @Test
  void aPathThatWorksNowhereNamesItsZoneAndAnotherBrokersPathDoesNotCount() {
    Check failed =
        second(
            new Hop(2, "TCP 10.0.0.250:9093", true, "connected in zone zone-a"),
            new Hop(1, "TCP 10.0.1.250:9093", false, "Connection refused"));
    assertThat(failed.evidence()).isEqualTo("Connection refused (zone zone-b)");
  }

  @Test
  void anotherAdvertisedAddressIsPutBackByARollout() {
    Check failed =
        second(
            new Hop(2, "TCP 10.0.0.250:9093", true, "connected in zone zone-a"),
            new Hop(1, "broker 1 advertises b1.x:9093 through 10.0.0.250", false, "b1.y:9093"));
    assertThat(failed.repair()).contains(Repair.changes(Kind.BROKERS, "1"));
    assertThat(failed.remedy()).endsWith("or run `linkspan repair demo`.");
    assertThat(failed.evidence()).isEqualTo("b1.y:9093 (zone zone-a)");
  }

  @Test
  void whatPassesKeepsItsEvidenceWithTheLatency() {
    Check passed =
        BastionChecks.of(
                LINK,
                List.of(
                    new Hop(
                        1,
                        "messages to the partition led by broker 1 through 10.0.0.250",
                        true,
                        "4 sent, acknowledged in 12 ms, 4 read back")))
            .get(0);
    assertThat(passed.evidence()).isEqualTo("4 sent, acknowledged in 12 ms, 4 read back");
  }

  @Test
  void c7ARefusalOfTheAuthorizerNamesWhoIsRefusedAndTheAclsThatAreNeeded() {
    for (String refused :
        List.of(
            "TopicAuthorizationException: Not authorized to access topics: [linkspan-test]",
            "ClusterAuthorizationException: Cluster authorization failed.",
            "TransactionalIdAuthorizationException: Transactional Id authorization failed.")) {
      Check failed =
          BastionChecks.of(
                  LINK,
                  List.of(new Hop(null, "topic linkspan-test through 10.0.0.250", false, refused)))
              .get(0);

      assertThat(failed.breaks()).isTrue();
      assertThat(failed.evidence())
          .isEqualTo(
              "the authorizer refuses User:ANONYMOUS, as whom Linkspan and every client of the link come: "
                  + refused
                  + " (zone zone-a)");
      assertThat(failed.remedy())
          .contains("kafka-acls.sh", "--allow-principal 'User:ANONYMOUS'", "--topic linkspan-")
          .contains("A changefeed needs", "--operation Create --operation Write");
      assertThat(failed.repair()).isEmpty();
    }
  }
}
