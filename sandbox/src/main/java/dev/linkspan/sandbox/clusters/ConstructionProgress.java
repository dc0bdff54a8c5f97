package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.state.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The construction of a cluster: records what is created, and stops when the cluster is deleted.
 */
final class ConstructionProgress {
  private static final int POLL_MILLIS = 100;

  private final ClusterRecords records;
  private final String name;

  ConstructionProgress(ClusterRecords records, String name) {
    this.records = records;
    this.name = name;
  }

  /** A condition to wait for. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  /**
   * Changes the record of the cluster.
   *
   * @throws CancellationException if the cluster is being deleted
   */
  void update(UnaryOperator<Resource> change) {
    if (!records.change(name, List.of(ClusterRecords.STARTING), change)) {
      throw cancelled();
    }
  }

  /**
   * Returns the record of the cluster.
   *
   * @throws CancellationException if the cluster is being deleted
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
   * Waits for a condition.
   *
   * @param what start of the error message; " in time" is appended
   * @throws IOException if the condition does not hold in time
   */
  void waitFor(String what, Duration timeout, Condition condition)
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
