package dev.linkspan.sandbox.control;

/** The power switch of instances: what it does is not asked of the API. */
public interface InstancePower {

  /**
   * The machine goes down; its instance becomes Stopped.
   *
   * @return false where there is no such instance
   */
  boolean off(String instanceId);

  boolean on(String instanceId);
}
