package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.verification.Check;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a healthy link must not show. */
class HealthyLinkTest {
  @Test
  void fiftyVerificationsFindNothingAndEveryCheckHasItsOwnKey(@TempDir Path folder)
      throws Exception {
    try (BuiltLink link = new BuiltLink(folder, "127.149")) {
      // A member is healthy after some checks of its health.
      await().until(() -> BuiltLink.failed(link.verify()).isEmpty());

      for (int i = 0; i < 50; i++) {
        List<Check> checks = link.verify();
        assertThat(BuiltLink.failed(checks)).isEmpty();
        assertThat(checks).extracting(Check::key).doesNotHaveDuplicates();
      }
    }
  }
}
