package dev.linkspan.sandbox.changefeed;

import java.time.Instant;

/**
 * The format of the rows that a changefeed sends. The sandbox has no TiDB: its rows are insertions
 * into the table {@code test.t}.
 */
public enum RowFormat {
  /** Canal-JSON, as TiDB Cloud's documents of TiCDC describe it. */
  CANAL_JSON,
  /** Canal-JSON with the field {@code _tidb}. */
  CANAL_JSON_WITH_TIDB,
  /** Any other protocol: a short JSON text that no client of the protocol can read. */
  OTHER;

  private static final int LOGICAL_BITS = 18;

  /** The timestamp of TiDB for a time: milliseconds and a logical part of 18 bits. */
  public static long tso(Instant time) {
    return time.toEpochMilli() << LOGICAL_BITS;
  }

  /** An insertion that was committed at this time. */
  String insertion(long sequence, Instant time) {
    long millis = time.toEpochMilli();
    if (this == OTHER) {
      return "{\"database\":\"test\",\"table\":\"t\",\"ts\":%d,\"seq\":%d}"
          .formatted(millis, sequence);
    }
    return ("{\"id\":0,\"database\":\"test\",\"table\":\"t\",\"pkNames\":[\"id\"],\"isDdl\":false,"
            + "\"type\":\"INSERT\",\"es\":%1$d,\"ts\":%1$d,\"sql\":\"\","
            + "\"sqlType\":{\"id\":-5,\"created\":93},"
            + "\"mysqlType\":{\"id\":\"bigint\",\"created\":\"timestamp\"},"
            + "\"data\":[{\"id\":\"%2$d\",\"created\":\"%3$s\"}],\"old\":null%4$s}")
        .formatted(millis, sequence, mysql(time), extension(time));
  }

  private String extension(Instant time) {
    return this == CANAL_JSON_WITH_TIDB ? ",\"_tidb\":{\"commitTs\":" + tso(time) + "}" : "";
  }

  private static String mysql(Instant time) {
    return time.toString().substring(0, "2026-01-01T00:00:00".length()).replace('T', ' ');
  }
}
