package dev.linkspan.activities.ssh;

import java.util.concurrent.ThreadFactory;

/** Threads that never keep the process alive. */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** All of them have this name. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
