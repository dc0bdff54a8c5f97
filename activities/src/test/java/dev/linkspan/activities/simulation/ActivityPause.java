package dev.linkspan.activities.simulation;

import dev.linkspan.activities.execution.Time;

/** Holds every activity while the person does what must not happen as an activity ends. */
final class ActivityPause {
  private boolean paused;
  private int waiting;

  /**
   * Returns at once, or waits until activities may continue. A cancelled activity goes on waiting,
   * and learns of the cancellation afterwards.
   */
  synchronized void waitUntilOver() {
    boolean interrupted = false;
    waiting++;
    while (paused) {
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

  /** Waits for another activity, which may be held: then this one is held, too. */
  void whileOtherRuns(Time.Wait wait) {
    synchronized (this) {
      waiting++;
    }
    try {
      wait.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for another activity", e);
    } finally {
      synchronized (this) {
        waiting--;
      }
    }
  }

  synchronized void begin() {
    paused = true;
  }

  synchronized void end() {
    paused = false;
    notifyAll();
  }

  synchronized boolean isOn() {
    return paused;
  }

  /** How many activities wait. */
  synchronized int waiting() {
    return waiting;
  }
}
