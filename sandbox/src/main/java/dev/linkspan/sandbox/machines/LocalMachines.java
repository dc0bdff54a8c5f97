package dev.linkspan.sandbox.machines;

import java.nio.file.Path;

/** Machines as folders, SSH servers and processes of this computer. */
public final class LocalMachines implements Machines, AutoCloseable {

  /**
   * @param folder holds one folder for each machine
   */
  public LocalMachines(Path folder) {}

  @Override
  public void boot(Machine machine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void halt(String instanceId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void release(String instanceId) {
    throw new UnsupportedOperationException();
  }

  /** Halts every machine. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
