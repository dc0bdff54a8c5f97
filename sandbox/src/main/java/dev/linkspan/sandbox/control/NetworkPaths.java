package dev.linkspan.sandbox.control;

/** The wires behind private link connections. */
public interface NetworkPaths {

  /**
   * Stops forwarding; what the APIs say does not change.
   *
   * @param connectionId id of a TiDB Cloud connection or of an endpoint
   * @return false where there is no such connection
   */
  boolean cut(String connectionId);

  /** Forwards again. */
  boolean restore(String connectionId);
}
