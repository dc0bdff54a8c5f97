package dev.linkspan.sandbox.forwarding;

/** Decides for each connection whether a backend admits a load balancer. */
@FunctionalInterface
public interface BackendAccess {

  /**
   * @param source an address of the load balancer
   */
  boolean admits(String source, Backend backend);
}
