package dev.linkspan.activities.simulation;

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
