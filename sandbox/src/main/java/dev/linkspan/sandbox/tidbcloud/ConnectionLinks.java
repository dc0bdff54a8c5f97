package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.control.Links;
import dev.linkspan.sandbox.privatelink.EndpointLinks;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;

/** Cuts and mends links by the id of TiDB Cloud's connection, or of the endpoint itself. */
public final class ConnectionLinks implements Links {
  private final Store store;
  private final EndpointLinks links;

  public ConnectionLinks(Store store, EndpointLinks links) {
    this.store = store;
    this.links = links;
  }

  @Override
  public boolean cut(String connectionId) {
    return links.cut(endpointId(connectionId), true);
  }

  @Override
  public boolean mend(String connectionId) {
    return links.cut(endpointId(connectionId), false);
  }

  private String endpointId(String id) {
    return store
        .find(Connections.TYPE, id)
        .map((Resource connection) -> connection.text("endpointId"))
        .orElse(id);
  }
}
