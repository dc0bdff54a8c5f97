package dev.linkspan.probe.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFolderTest {
  @TempDir Path path;

  @Test
  void theStateIsReadAsItWasWritten() throws Exception {
    Ledger ledger = new Ledger(AuditState.initial("id", "then"), 2, "start");
    ledger.acked(ledger.send().number(), 3_000_000, 0);
    ledger.send();
    ledger.read(0, 7, "id", "0", 1);
    try (AuditFolder folder = new AuditFolder(path.resolve("new"))) {
      assertThat(folder.state()).isEmpty();
      AuditState state = ledger.state(10, false);
      folder.write(state);
      assertThat(folder.state()).contains(state);
    }
  }

  @Test
  void aWindowFileThatIsBeingWrittenIsIgnored() throws Exception {
    try (AuditFolder folder = new AuditFolder(path)) {
      assertThat(folder.window()).isEmpty();
      Files.writeString(path.resolve("window"), "");
      assertThat(folder.window()).isEmpty();
      Files.writeString(path.resolve("window"), " broker 2\nmore\n");
      assertThat(folder.window()).contains("broker 2");
      assertThat(folder.stopRequested()).isFalse();
      Files.createFile(path.resolve("stop"));
      assertThat(folder.stopRequested()).isTrue();
    }
  }

  @Test
  void aFolderHasOneAuditAtATime() throws Exception {
    try (AuditFolder first = new AuditFolder(path)) {
      assertThat(first.state()).isEmpty();
      assertThatThrownBy(() -> new AuditFolder(path).close())
          .hasMessage("another audit runs in this folder");
    }
  }
}
