package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of drift that the clouds show is found, named at the right hop, put back by the
 * activity that its repair names or by a person, and found no more.
 */
class CloudDriftTest {

  @TempDir static Path folder;
  private static BuiltLink link;

  @BeforeAll
  static void build() throws Exception {
    link = new BuiltLink(folder);
    // A member is healthy after some checks of its health.
    await().until(() -> findings().isEmpty());
  }

  @AfterAll
  static void close() throws Exception {
    link.close();
  }

  private static List<Check> findings() {
    return link.verify().stream().filter(check -> !check.passed()).toList();
  }

  @Test
  void fiftyVerificationsOfAHealthyLinkFindNothing() {
    for (int i = 0; i < 50; i++) {
      assertThat(findings()).isEmpty();
    }
  }

  @Test
  void everyCheckHasItsOwnKey() {
    assertThat(link.verify()).extracting(Check::key).doesNotHaveDuplicates();
  }

  @Test
  void theDocumentationListsEveryKind() throws IOException {
    String page = Files.readString(Path.of("../docs/verification.md"));

    assertThat(drifts()).allSatisfy(drift -> assertThat(page).contains("\n| " + drift + " | `"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("drifts")
  void isFoundAndPutBack(CloudDrift drift) {
    drift.injection().run();

    List<Check> found = findings();
    assertThat(found).extracting(Check::hop).contains(drift.hop());
    Check check = found.stream().filter(c -> c.hop().equals(drift.hop())).findFirst().orElseThrow();
    assertThat(check.severity()).as(check.toString()).isEqualTo(drift.severity());
    assertThat(check.repair().map(Repair::kind)).as(check.toString()).isEqualTo(drift.repair());
    assertThat(check.evidence()).isNotBlank().hasSizeLessThan(300);
    assertThat(check.expected()).isNotBlank();
    assertThat(check.remedy()).endsWith(".");
    assertThat(check.remedy().contains("linkspan repair demo"))
        .isEqualTo(drift.repair().isPresent());

    drift.undo().run();
    found.stream().flatMap(c -> c.repair().stream()).distinct().forEach(link::repair);
    await().untilAsserted(() -> assertThat(findings()).isEmpty());
  }

  static Stream<CloudDrift> drifts() {
    ServerGroupDrifts groups = new ServerGroupDrifts(link);
    return Stream.of(
            new NetworkDrifts(link).network(),
            new LoadBalancerDrifts(link).loadBalancer(),
            groups.serverGroups(),
            groups.members(),
            new EndpointServiceDrifts(link).endpointService(),
            new ConnectionDrifts(link).tidbCloud())
        .flatMap(drifts -> drifts);
  }

  @Test
  void aCheckpointThatStaysBehindIsDrift() {
    CheckList checks = new CheckList("demo");
    new ChangefeedStateChecks(link.link(), checks)
        .check(new ConnectionDrifts(link).changefeeds().existing(), Instant.now().plusSeconds(600));
    assertThat(checks.all())
        .filteredOn(check -> !check.passed())
        .singleElement()
        .satisfies(check -> assertThat(check.breaks()).isFalse())
        .extracting(Check::hop)
        .isEqualTo("checkpoint of the changefeed");
  }
}
