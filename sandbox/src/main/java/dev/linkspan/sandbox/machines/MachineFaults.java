package dev.linkspan.sandbox.machines;

/** Injects faults into machines. */
public interface MachineFaults {

  /**
   * Breaks one SSH connection to the machine.
   *
   * @param nth number of the connection, counted from now; 0 for any connection, including open
   *     ones
   * @param afterBytes bytes that the connection carries first, encrypted, in both directions and
   *     with the handshake; if {@code nth} is 0, the bytes that all connections carry from now on
   * @return false if the machine is not up
   */
  boolean cutSsh(String instanceId, int nth, long afterBytes);

  /**
   * Makes the disk look full, or not full any more, to commands that come by SSH.
   *
   * @return false if there is no such machine
   */
  boolean fillDisk(String instanceId, boolean full);

  /**
   * Sets how far the machine's clock is ahead, for commands that show or compare the time.
   *
   * @param seconds negative if the clock is behind
   * @return false if there is no such machine
   */
  boolean setClock(String instanceId, long seconds);

  /**
   * Sets how much of the machine's memory looks available, in percent.
   *
   * @return false if there is no such machine
   */
  boolean setAvailableMemory(String instanceId, int percent);

  /**
   * Gives the machine another SSH host key; all connections to it break.
   *
   * @return false if the machine is not up
   */
  boolean changeHostKey(String instanceId);
}
