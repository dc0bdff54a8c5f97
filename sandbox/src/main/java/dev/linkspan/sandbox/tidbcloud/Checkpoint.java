package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.changefeed.RowFormat;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * How far a changefeed has come: close behind the present while it runs, and where it stopped
 * otherwise.
 */
final class Checkpoint {
  private static final String STOPPED_AT = "checkpoint";
  private static final int LAG_SECONDS = 1;

  private Checkpoint() {}

  /** Keeps the checkpoint of a changefeed that is about to change its state. */
  static Resource stopped(Resource changefeed) {
    return changefeed.with(STOPPED_AT, of(changefeed).toString());
  }

  private static Instant of(Resource changefeed) {
    Instant created = changefeed.createdAt();
    if (changefeed.is("RUNNING")) {
      Instant now = Instant.now().minusSeconds(LAG_SECONDS);
      return now.isBefore(created) ? created : now;
    }
    String stopped = changefeed.text(STOPPED_AT);
    return stopped.isEmpty() ? created : Instant.parse(stopped);
  }

  static Map<String, Object> view(Resource changefeed) {
    Instant time = of(changefeed);
    return Fields.of(
        "tso",
        Long.toString(RowFormat.tso(time)),
        "time",
        time.truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
