package dev.linkspan.sandbox.control;

/** Switches instances off and on without the API. */
public interface InstancePower {

  /**
   * Shuts the machine down. Its instance becomes Stopped.
   *
   * @return false if there is no such instance
   */
  boolean off(String instanceId);

  boolean on(String instanceId);
}
