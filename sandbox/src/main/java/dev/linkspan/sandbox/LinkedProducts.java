package dev.linkspan.sandbox;

import dev.linkspan.sandbox.changefeed.ChangefeedRunner;
import dev.linkspan.sandbox.control.CallInterceptor;
import dev.linkspan.sandbox.control.ControlApi;
import dev.linkspan.sandbox.control.NetworkPaths;
import dev.linkspan.sandbox.ecs.SecurityGroupAccess;
import dev.linkspan.sandbox.forwarding.TcpEndpoints;
import dev.linkspan.sandbox.forwarding.TcpListeners;
import dev.linkspan.sandbox.nlb.Nlb;
import dev.linkspan.sandbox.privatelink.PrivateLink;
import dev.linkspan.sandbox.privatelink.VpcEndpoints;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.tidbcloud.ChangefeedFaultsRoute;
import dev.linkspan.sandbox.tidbcloud.ConnectionPaths;
import dev.linkspan.sandbox.tidbcloud.DigestAuthHandler;
import dev.linkspan.sandbox.tidbcloud.TidbCloud;
import dev.linkspan.sandbox.vpc.Addresses;
import java.util.Map;

/** Load balancers, private links and TiDB Cloud, added to a {@link Cloud}, with their data path. */
public final class LinkedProducts implements AutoCloseable {
  private static final String TIDB_CLOUD = "/v1beta1/";

  private final TcpListeners listeners;
  private final TcpEndpoints forwarding = new TcpEndpoints();
  private final ChangefeedRunner runner;
  private final Nlb nlb;
  private final PrivateLink privateLink;
  private final TidbCloud tidbCloud;
  private final NetworkPaths paths;

  /**
   * @param runner runs the changefeeds; closed with this object
   * @param tidbKeys TiDB Cloud's private keys by public key
   * @param endpointBase first address of endpoints on TiDB Cloud's side
   */
  public LinkedProducts(
      Cloud cloud, ChangefeedRunner runner, Map<String, String> tidbKeys, String endpointBase) {
    this.runner = runner;
    Addresses addresses = new Addresses(cloud.store());
    Settings settings = new Settings(cloud.store());
    SecurityGroupAccess securityGroups = new SecurityGroupAccess(cloud.store());
    listeners =
        new TcpListeners(
            (source, backend) -> securityGroups.admits(source, backend.address(), backend.port()));
    nlb = new Nlb(cloud.store(), cloud.transitions(), listeners, addresses);
    privateLink =
        new PrivateLink(
            cloud.store(), cloud.transitions(), forwarding, addresses, settings, endpointBase);
    tidbCloud = new TidbCloud(cloud.store(), cloud.transitions(), privateLink, runner, settings);
    paths = new ConnectionPaths(cloud.store(), privateLink.paths());
    cloud.api().add(nlb);
    cloud.api().add(privateLink);
    cloud.routes().add(TIDB_CLOUD, new DigestAuthHandler(tidbKeys, settings, intercepted(cloud)));
    cloud.routes().add(ControlApi.PREFIX + "settings", settings);
    cloud.routes().add(ChangefeedFaultsRoute.PREFIX, new ChangefeedFaultsRoute(tidbCloud));
  }

  /**
   * Only authenticated calls are logged and meet faults, so the interceptor is behind the
   * authentication.
   */
  private CallInterceptor intercepted(Cloud cloud) {
    return new CallInterceptor(
        "TidbCloud",
        TidbCloud::operationName,
        TidbCloud::errorBody,
        tidbCloud,
        cloud.faults(),
        cloud.calls(),
        (name, values) ->
            cloud.breakpoints().gateFor(name, text -> cloud.subjects().mention(values, text)));
  }

  /** The network paths behind private link connections. */
  NetworkPaths paths() {
    return paths;
  }

  /** The endpoints of consumers that do not call the PrivateLink API. */
  VpcEndpoints endpoints() {
    return privateLink.endpoints();
  }

  /** Opens the listeners and paths that were open in the previous run, and resumes its work. */
  public void recover() {
    nlb.start();
    privateLink.start();
    tidbCloud.start();
  }

  @Override
  public void close() {
    runner.close();
    forwarding.close();
    listeners.close();
  }
}
