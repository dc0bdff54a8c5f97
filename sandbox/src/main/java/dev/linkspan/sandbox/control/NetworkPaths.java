package dev.linkspan.sandbox.control;

/** The network paths behind private link connections. */
public interface NetworkPaths {

  /**
   * Stops forwarding. The APIs do not show it.
   *
   * @param connectionId id of a TiDB Cloud connection or of an endpoint
   * @return false if there is no such connection
   */
  boolean cut(String connectionId);

  /**
   * Forwards again.
   *
   * @return false if there is no such connection
   */
  boolean restore(String connectionId);
}
