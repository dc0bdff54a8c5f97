package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyun.nlb20220430.Client;
import com.aliyun.nlb20220430.models.AddServersToServerGroupRequest;
import com.aliyun.nlb20220430.models.AddServersToServerGroupRequest.AddServersToServerGroupRequestServers;
import com.aliyun.nlb20220430.models.CreateListenerRequest;
import com.aliyun.nlb20220430.models.CreateLoadBalancerRequest;
import com.aliyun.nlb20220430.models.CreateLoadBalancerRequest.CreateLoadBalancerRequestZoneMappings;
import com.aliyun.nlb20220430.models.CreateServerGroupRequest;
import com.aliyun.nlb20220430.models.CreateServerGroupRequest.CreateServerGroupRequestHealthCheckConfig;
import com.aliyun.nlb20220430.models.CreateServerGroupRequest.CreateServerGroupRequestTag;
import com.aliyun.nlb20220430.models.DeleteLoadBalancerRequest;
import com.aliyun.nlb20220430.models.GetListenerAttributeRequest;
import com.aliyun.nlb20220430.models.GetListenerHealthStatusRequest;
import com.aliyun.nlb20220430.models.GetLoadBalancerAttributeRequest;
import com.aliyun.nlb20220430.models.GetLoadBalancerAttributeResponseBody;
import com.aliyun.nlb20220430.models.ListServerGroupServersRequest;
import com.aliyun.nlb20220430.models.ListServerGroupsRequest;
import com.aliyun.nlb20220430.models.UpdateLoadBalancerProtectionRequest;
import com.aliyun.tea.TeaException;
import dev.linkspan.sandbox.api.Regions;
import java.nio.file.Path;
import java.util.List;

/** A cloud with one instance, and load balancer calls with the newer SDK. */
final class NlbClient implements AutoCloseable {
  static final String BACKEND = "127.88.0.11";

  private final LinkedCloud cloud;
  private final Client nlb;

  NlbClient(LinkedCloud cloud) throws Exception {
    this.cloud = cloud;
    this.nlb = cloud.nlb();
  }

  /** Starts a new cloud with a network and the instance {@code i-1}. */
  static NlbClient anew(Path folder) throws Exception {
    LinkedCloud cloud = new LinkedCloud(folder);
    cloud.network();
    cloud.instance("i-1", BACKEND);
    return new NlbClient(cloud);
  }

  LinkedCloud cloud() {
    return cloud;
  }

  Client sdk() {
    return nlb;
  }

  @Override
  public void close() {
    cloud.close();
  }

  interface Work {
    void run() throws Exception;
  }

  static void refused(String code, Work work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(TeaException.class, e -> assertThat(e.getCode()).isEqualTo(code));
  }

  static CreateServerGroupRequest groupRequest(String name) {
    return new CreateServerGroupRequest()
        .setRegionId(LinkedCloud.REGION)
        .setServerGroupName(name.length() < 2 ? name + name : name)
        .setVpcId(LinkedCloud.VPC)
        .setHealthCheckConfig(
            new CreateServerGroupRequestHealthCheckConfig()
                .setHealthCheckEnabled(true)
                .setHealthCheckInterval(1))
        .setTag(List.of(new CreateServerGroupRequestTag().setKey("name").setValue(name)));
  }

  String group(String name) throws Exception {
    String id = nlb.createServerGroup(groupRequest(name)).getBody().getServerGroupId();
    await().until(() -> groupStatus(id).equals("Available"));
    return id;
  }

  String groupStatus(String id) throws Exception {
    return nlb.listServerGroups(new ListServerGroupsRequest().setServerGroupIds(List.of(id)))
        .getBody()
        .getServerGroups()
        .get(0)
        .getServerGroupStatus();
  }

  void add(String group, int port) throws Exception {
    addOnce(group, port);
    await()
        .until(
            () ->
                nlb
                    .listServerGroupServers(
                        new ListServerGroupServersRequest().setServerGroupId(group))
                    .getBody()
                    .getServers()
                    .stream()
                    .allMatch(server -> server.getStatus().equals("Available")));
  }

  void addOnce(String group, int port) throws Exception {
    nlb.addServersToServerGroup(
        new AddServersToServerGroupRequest()
            .setServerGroupId(group)
            .setServers(
                List.of(
                    new AddServersToServerGroupRequestServers()
                        .setServerId("i-1")
                        .setServerType("Ecs")
                        .setPort(port))));
  }

  static CreateLoadBalancerRequest balancerRequest() {
    return new CreateLoadBalancerRequest()
        .setRegionId(LinkedCloud.REGION)
        .setAddressType("Intranet")
        .setVpcId(LinkedCloud.VPC)
        .setLoadBalancerName("nlb")
        .setZoneMappings(
            Regions.zonesOf(LinkedCloud.REGION).stream()
                .map(
                    zone ->
                        new CreateLoadBalancerRequestZoneMappings()
                            .setZoneId(zone)
                            .setVSwitchId(LinkedCloud.vSwitch(zone)))
                .toList());
  }

  String balancer() throws Exception {
    String id = nlb.createLoadBalancer(balancerRequest()).getBody().getLoadbalancerId();
    await().until(() -> attributes(id).getLoadBalancerStatus().equals("Active"));
    return id;
  }

  GetLoadBalancerAttributeResponseBody attributes(String id) throws Exception {
    return nlb.getLoadBalancerAttribute(new GetLoadBalancerAttributeRequest().setLoadBalancerId(id))
        .getBody();
  }

  List<String> addresses(String balancer) throws Exception {
    return attributes(balancer).getZoneMappings().stream()
        .map(zone -> zone.getLoadBalancerAddresses().get(0).getPrivateIPv4Address())
        .toList();
  }

  String listen(String balancer, String group, int port) throws Exception {
    return nlb.createListener(
            new CreateListenerRequest()
                .setRegionId(LinkedCloud.REGION)
                .setLoadBalancerId(balancer)
                .setServerGroupId(group)
                .setListenerProtocol("TCP")
                .setListenerPort(port))
        .getBody()
        .getListenerId();
  }

  String listener(String balancer, String group, int port) throws Exception {
    String id = listen(balancer, group, port);
    assertThat(id).startsWith("lsn-").endsWith("@" + port);
    await()
        .until(
            () ->
                nlb.getListenerAttribute(new GetListenerAttributeRequest().setListenerId(id))
                    .getBody()
                    .getListenerStatus()
                    .equals("Running"));
    return id;
  }

  List<String> statuses(String listener) throws Exception {
    return nlb
        .getListenerHealthStatus(new GetListenerHealthStatusRequest().setListenerId(listener))
        .getBody()
        .getListenerHealthStatus()
        .get(0)
        .getServerGroupInfos()
        .get(0)
        .getNonNormalServers()
        .stream()
        .map(server -> server.getStatus())
        .toList();
  }

  int unhealthy(String listener) throws Exception {
    return statuses(listener).size();
  }

  void protect(String balancer, boolean enabled) throws Exception {
    nlb.updateLoadBalancerProtection(
        new UpdateLoadBalancerProtectionRequest()
            .setLoadBalancerId(balancer)
            .setDeletionProtectionEnabled(enabled));
  }

  void delete(String balancer) throws Exception {
    nlb.deleteLoadBalancer(new DeleteLoadBalancerRequest().setLoadBalancerId(balancer));
  }
}
