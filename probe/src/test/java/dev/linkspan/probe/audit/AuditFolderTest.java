package dev.linkspan.probe.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.probe.audit.Ledger.Books;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFolderTest {
  @TempDir Path path;

  @Test
  void booksComeBackAsTheyWere() throws Exception {
    Ledger ledger = new Ledger(Books.blank("id", "then"), 2, "start");
    ledger.acked(ledger.send().number(), 3_000_000);
    ledger.send();
    ledger.read(0, 7, "id", "0", 1);
    try (AuditFolder folder = new AuditFolder(path.resolve("new"))) {
      assertThat(folder.books()).isEmpty();
      Books books = ledger.books(10, false);
      folder.write(books);
      assertThat(folder.books()).contains(books);
    }
  }

  @Test
  void aWindowBeingWrittenSaysNothing() throws Exception {
    try (AuditFolder folder = new AuditFolder(path)) {
      assertThat(folder.window()).isEmpty();
      Files.writeString(path.resolve("window"), "");
      assertThat(folder.window()).isEmpty();
      Files.writeString(path.resolve("window"), " broker 2\nmore\n");
      assertThat(folder.window()).contains("broker 2");
      assertThat(folder.stopped()).isFalse();
      Files.createFile(path.resolve("stop"));
      assertThat(folder.stopped()).isTrue();
    }
  }

  @Test
  void oneFolderHasOneAuditAtATime() throws Exception {
    try (AuditFolder first = new AuditFolder(path)) {
      assertThat(first.books()).isEmpty();
      assertThatThrownBy(() -> new AuditFolder(path).close())
          .hasMessage("another audit runs in this folder");
    }
  }
}
