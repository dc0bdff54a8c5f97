package dev.linkspan.sandbox.machines;

/** What goes wrong with a machine on purpose. */
public interface MachineFaults {

  /**
   * Has one SSH connection to the machine break off, without a word.
   *
   * @param nth counts connections from now on, and says which one it is; 0 for any, also one that
   *     is open
   * @param afterBytes how much it carries before, in both directions and encrypted, the handshake
   *     included; for any connection, how much all of them carry from now on
   * @return false where the machine is not up
   */
  boolean cutSsh(String instanceId, int nth, long afterBytes);

  /**
   * Has commands that come by SSH find the disk full, or with room again. It stays so until it is
   * changed.
   *
   * @return false where there is no such machine
   */
  boolean fillDisk(String instanceId, boolean full);
}
