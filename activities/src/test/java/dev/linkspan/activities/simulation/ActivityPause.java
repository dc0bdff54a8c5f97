package dev.linkspan.activities.simulation;

/** Where activities wait while the person does what must not meet the end of one. */
final class ActivityPause {
  private boolean closed;
  private int waiting;

  /**
   * Goes through, or waits until it is open. An activity that is cancelled here waits on, and
   * notices afterwards.
   */
  synchronized void pass() {
    boolean interrupted = false;
    waiting++;
    while (closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    waiting--;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void close() {
    closed = true;
  }

  synchronized void open() {
    closed = false;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized int waiting() {
    return waiting;
  }
}
