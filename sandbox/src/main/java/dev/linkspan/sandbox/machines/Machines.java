package dev.linkspan.sandbox.machines;

/** The machines behind the instances. All operations are idempotent. */
public interface Machines {

  /**
   * Starts the SSH server and the enabled units. Units that survived a crash of the sandbox are
   * recognized and left alone. A running machine takes over the new rules and keys.
   */
  void boot(Machine machine);

  /** Shuts the machine down: stops its units, kills other processes and frees its addresses. */
  void halt(String instanceId);

  /** Halts the machine and removes its folder. */
  void release(String instanceId);
}
