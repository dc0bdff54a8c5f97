package dev.linkspan.sandbox.forwarding;

/** Whether a backend lets a load balancer in; asked for each connection. */
@FunctionalInterface
public interface BackendAccess {

  /**
   * @param source an address of the load balancer
   */
  boolean admits(String source, Backend backend);
}
