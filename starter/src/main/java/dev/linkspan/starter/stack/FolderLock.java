package dev.linkspan.starter.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/** A lock on a folder between processes; the system releases it when a process ends. */
final class FolderLock {
  private FolderLock() {}

  /** Waits for the lock, and does the work while holding it. */
  static <T> T hold(Path folder, Supplier<T> work) {
    return hold(folder, () -> {}, work);
  }

  /**
   * Does the work while no other process works in the folder.
   *
   * @param whenBusy runs before the wait for another process, if there is one
   */
  static <T> T hold(Path folder, Runnable whenBusy, Supplier<T> work) {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        whenBusy.run();
        lock = channel.lock();
      }
      try {
        return work.get();
      } finally {
        lock.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + folder, e);
    }
  }
}
