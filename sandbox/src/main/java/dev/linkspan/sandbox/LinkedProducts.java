package dev.linkspan.sandbox;

import dev.linkspan.sandbox.control.ControlApi;
import dev.linkspan.sandbox.control.Links;
import dev.linkspan.sandbox.control.ObservedHandler;
import dev.linkspan.sandbox.ecs.Admission;
import dev.linkspan.sandbox.forwarding.Endpoints;
import dev.linkspan.sandbox.forwarding.TcpListeners;
import dev.linkspan.sandbox.nlb.Nlb;
import dev.linkspan.sandbox.privatelink.PrivateLink;
import dev.linkspan.sandbox.privatelink.VpcEndpoints;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.tidbcloud.ConnectionLinks;
import dev.linkspan.sandbox.tidbcloud.DigestGate;
import dev.linkspan.sandbox.tidbcloud.Producers;
import dev.linkspan.sandbox.tidbcloud.TidbCloud;
import dev.linkspan.sandbox.vpc.Addresses;
import java.util.Map;

/** Load balancers, private links and TiDB Cloud, added to a {@link Cloud}, with their data path. */
final class LinkedProducts implements AutoCloseable {
  private static final String TIDB_CLOUD = "/v1beta1/";

  private final TcpListeners listeners;
  private final Endpoints forwarding = new Endpoints();
  private final Producers producers;
  private final Nlb nlb;
  private final PrivateLink privateLink;
  private final TidbCloud tidbCloud;
  private final Links links;

  /**
   * @param producers where changefeeds run; closed with this
   * @param tidbKeys TiDB Cloud's private keys by their public ones
   * @param endpointBase the first address of endpoints on TiDB Cloud's side
   */
  LinkedProducts(
      Cloud cloud, Producers producers, Map<String, String> tidbKeys, String endpointBase) {
    this.producers = producers;
    Addresses addresses = new Addresses(cloud.store);
    Settings settings = new Settings(cloud.store);
    Admission admission = new Admission(cloud.store);
    listeners =
        new TcpListeners(
            (source, backend) -> admission.admits(source, backend.address(), backend.port()));
    nlb = new Nlb(cloud.store, cloud.transitions, listeners, addresses);
    privateLink =
        new PrivateLink(
            cloud.store, cloud.transitions, forwarding, addresses, settings, endpointBase);
    tidbCloud = new TidbCloud(cloud.store, cloud.transitions, privateLink, producers, settings);
    links = new ConnectionLinks(cloud.store, privateLink.links());
    cloud.api.add(nlb);
    cloud.api.add(privateLink);
    cloud.routes.add(TIDB_CLOUD, new DigestGate(tidbKeys, settings, observed(cloud)));
    cloud.routes.add(ControlApi.PREFIX + "settings", settings);
  }

  /** Faults and the log of calls come after the gate: they are about what callers may do. */
  private ObservedHandler observed(Cloud cloud) {
    return new ObservedHandler(
        "TidbCloud",
        TidbCloud::operationName,
        TidbCloud::errorBody,
        tidbCloud,
        cloud.faults,
        cloud.calls,
        (name, values) -> cloud.points.pass(name, text -> cloud.subjects.areAbout(values, text)));
  }

  /** The wires behind private link connections. */
  Links links() {
    return links;
  }

  /** Endpoints of consumers that are not callers of the API. */
  VpcEndpoints endpoints() {
    return privateLink.endpoints();
  }

  /** Opens what was open when the sandbox last ended, and goes on with what was under way. */
  void recover() {
    nlb.start();
    privateLink.start();
    tidbCloud.start();
  }

  @Override
  public void close() {
    producers.close();
    forwarding.close();
    listeners.close();
  }
}
