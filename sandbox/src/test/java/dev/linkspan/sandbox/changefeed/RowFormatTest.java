package dev.linkspan.sandbox.changefeed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.sandbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowFormatTest {
  private static final Instant TIME = Instant.parse("2026-11-29T08:30:00.250Z");

  private static Map<String, Object> row(RowFormat format) {
    return Json.object(format.insertion(7, TIME).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCanalJsonRowHasTheFieldsOfTheFormat() {
    assertThat(row(RowFormat.CANAL_JSON))
        .containsOnlyKeys(
            "id",
            "database",
            "table",
            "pkNames",
            "isDdl",
            "type",
            "es",
            "ts",
            "sql",
            "sqlType",
            "mysqlType",
            "data",
            "old")
        .containsEntry("type", "INSERT")
        .containsEntry("es", TIME.toEpochMilli())
        .containsEntry("data", List.of(Map.of("id", "7", "created", "2026-11-29 08:30:00")));
  }

  @Test
  void theExtensionAddsTheCommitTimestamp() {
    assertThat(row(RowFormat.CANAL_JSON_WITH_TIDB))
        .containsEntry("_tidb", Map.of("commitTs", TIME.toEpochMilli() << 18));
  }
}
