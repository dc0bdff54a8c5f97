package dev.linkspan.activities.simulation;

/** Where activities wait while the person does what must not meet the end of one. */
final class Gate {
  private boolean closed;
  private int waiting;

  /** Goes through, or waits until it is open. */
  synchronized void pass() {
    waiting++;
    try {
      while (closed) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the gate", e);
    } finally {
      waiting--;
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
