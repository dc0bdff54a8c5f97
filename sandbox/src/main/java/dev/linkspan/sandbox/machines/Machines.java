package dev.linkspan.sandbox.machines;

/** The computers behind the instances. Every call can be repeated. */
public interface Machines {

  /**
   * Starts the SSH server and the enabled units; units that survived the sandbox are recognised and
   * left alone. A machine that runs already takes over the new rules and keys.
   */
  void boot(Machine machine);

  /** Shuts down: units are stopped, what remains is killed, the addresses are freed. */
  void halt(String instanceId);

  /** Halts, and removes everything the machine had. */
  void release(String instanceId);
}
