package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.state.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A cluster that is being built: what is made is noted, and it ends once someone deletes it. */
final class ConstructionProgress {
  private static final int POLL_MILLIS = 100;

  private final ClusterRecords records;
  private final String name;

  ConstructionProgress(ClusterRecords records, String name) {
    this.records = records;
    this.name = name;
  }

  /** Something to wait for. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Changes what is noted.
   *
   * @throws CancellationException where the cluster is being deleted
   */
  void update(UnaryOperator<Resource> change) {
    if (!records.change(name, List.of(ClusterRecords.STARTING), change)) {
      throw cancelled();
    }
  }

  /**
   * What is noted so far.
   *
   * @throws CancellationException where the cluster is being deleted
   */
  Resource current() {
    return records
        .find(name)
        .filter(record -> record.is(ClusterRecords.STARTING))
        .orElseThrow(ConstructionProgress::cancelled);
  }

  private static CancellationException cancelled() {
    return new CancellationException("the cluster is being deleted");
  }

  /**
   * @param what completes the sentence "… in time" of the error
   * @throws IOException when the time is over
   */
  void await(String what, Duration timeout, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.holds()) {
      Resource unused = current();
      if (System.nanoTime() > deadline) {
        throw new IOException(what + " in time");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
