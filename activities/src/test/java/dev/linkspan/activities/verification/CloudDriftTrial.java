package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Repair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of drift that the clouds show is found, named at the right hop, put back by the
 * activity that its repair names or by a person, and found no more. Each class has a link of its
 * own, so that they run at the same time.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class CloudDriftTrial {
  private final String network;
  private BuiltLink link;

  /**
   * @param network first two octets of the addresses of its link
   */
  CloudDriftTrial(String network) {
    this.network = network;
  }

  abstract Stream<CloudDrift> drifts();

  @BeforeAll
  void build(@TempDir Path folder) throws Exception {
    link = new BuiltLink(folder, network);
    // A member is healthy after some checks of its health.
    await().until(() -> findings().isEmpty());
  }

  @AfterAll
  void close() throws Exception {
    link.close();
  }

  BuiltLink link() {
    return link;
  }

  List<Check> findings() {
    return BuiltLink.failed(link.verify());
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
}
