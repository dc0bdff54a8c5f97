package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.control.NetworkPaths;
import dev.linkspan.sandbox.privatelink.EndpointPaths;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;

/** Cuts and restores network paths by the id of a TiDB Cloud connection or of an endpoint. */
public final class ConnectionPaths implements NetworkPaths {
  private final Store store;
  private final EndpointPaths paths;

  public ConnectionPaths(Store store, EndpointPaths paths) {
    this.store = store;
    this.paths = paths;
  }

  @Override
  public boolean cut(String connectionId) {
    return paths.cut(endpointId(connectionId), true);
  }

  @Override
  public boolean restore(String connectionId) {
    return paths.cut(endpointId(connectionId), false);
  }

  private String endpointId(String id) {
    return store
        .find(Connections.TYPE, id)
        .map((Resource connection) -> connection.text("endpointId"))
        .orElse(id);
  }
}
