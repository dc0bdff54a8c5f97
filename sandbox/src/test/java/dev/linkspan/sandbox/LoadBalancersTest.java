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
import com.aliyun.nlb20220430.models.DeleteListenerRequest;
import com.aliyun.nlb20220430.models.DeleteLoadBalancerRequest;
import com.aliyun.nlb20220430.models.DeleteServerGroupRequest;
import com.aliyun.nlb20220430.models.GetJobStatusRequest;
import com.aliyun.nlb20220430.models.GetListenerAttributeRequest;
import com.aliyun.nlb20220430.models.GetListenerHealthStatusRequest;
import com.aliyun.nlb20220430.models.GetLoadBalancerAttributeRequest;
import com.aliyun.nlb20220430.models.GetLoadBalancerAttributeResponseBody;
import com.aliyun.nlb20220430.models.ListServerGroupServersRequest;
import com.aliyun.nlb20220430.models.ListServerGroupsRequest;
import com.aliyun.nlb20220430.models.ListServerGroupsRequest.ListServerGroupsRequestTag;
import com.aliyun.nlb20220430.models.UpdateLoadBalancerProtectionRequest;
import com.aliyun.tea.TeaException;
import com.aliyuncs.exceptions.ClientException;
import dev.linkspan.sandbox.api.Regions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load balancers by the newer SDK, and by the older one's generic request. */
class LoadBalancersTest {
  private static final String BACKEND = "127.88.0.11";

  @TempDir Path folder;
  private LinkedCloud cloud;
  private Client nlb;

  @BeforeEach
  void open() throws Exception {
    cloud = new LinkedCloud(folder);
    cloud.network();
    cloud.instance("i-1", BACKEND);
    nlb = cloud.nlb();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void aRunningListenerForwardsOnEveryZonesAddressAndAfterARestart() throws Exception {
    try (ServerSocket backend = echo()) {
      int port = backend.getLocalPort();
      String group = group("g");
      add(group, port);
      String balancer = balancer();
      String listener = listener(balancer, group, port);
      await().until(() -> unhealthy(listener) == 0);
      List<String> addresses = addresses(balancer);
      assertThat(addresses).containsExactly("127.88.0.252", "127.88.1.252", "127.88.2.252");
      for (String address : addresses) {
        assertThat(answer(address, port)).isEqualTo("hello");
      }
      cloud.close();
      cloud = new LinkedCloud(folder);
      nlb = cloud.nlb();
      await().until(() -> unhealthy(listener) == 0);
      assertThat(answer(addresses.get(2), port)).isEqualTo("hello");
    }
  }

  @Test
  void aBackendThatIsDownIsReportedUnhealthy() throws Exception {
    int free;
    try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getByName(BACKEND))) {
      free = once.getLocalPort();
    }
    String group = group("g");
    add(group, free);
    String listener = listener(balancer(), group, free);
    await().until(() -> statuses(listener).equals(List.of("Unhealthy")));
  }

  @Test
  void aBackendWhoseSecurityGroupDoesNotLetTheBalancerInIsUnhealthyUntilARuleDoes()
      throws Exception {
    try (ServerSocket backend = echo()) {
      int port = backend.getLocalPort();
      cloud.securityGroup("sg-1", List.of());
      cloud.instance("i-1", BACKEND, "sg-1");
      String group = group("g");
      add(group, port);
      String balancer = balancer();
      String listener = listener(balancer, group, port);
      await().until(() -> statuses(listener).equals(List.of("Unhealthy")));
      String address = addresses(balancer).get(1);
      assertThatThrownBy(() -> assertThat(answer(address, port)).isEqualTo("hello"));

      cloud.securityGroup("sg-1", List.of(LinkedCloud.rule(port, "127.88.0.0/16")));
      await().until(() -> unhealthy(listener) == 0);
      assertThat(answer(address, port)).isEqualTo("hello");

      cloud.securityGroup("sg-1", List.of(LinkedCloud.rule(port, "127.88.0.0/24")));
      await().until(() -> statuses(listener).equals(List.of("Unhealthy")));
    }
  }

  @Test
  void whatIsUsedOrProtectedOrTakenIsRefused() throws Exception {
    String group = group("g");
    String balancer = balancer();
    String listener = listener(balancer, group, 39_092);
    refused("Conflict.Port", () -> listen(balancer, group, 39_092));
    refused(
        "ResourceInUse.ServerGroup",
        () -> nlb.deleteServerGroup(new DeleteServerGroupRequest().setServerGroupId(group)));
    protect(balancer, true);
    refused("OperationDenied.DeletionProtectionEnabled", () -> delete(balancer));
    protect(balancer, false);
    refused("OperationDenied.ListenerExists", () -> delete(balancer));
    nlb.deleteListener(new DeleteListenerRequest().setListenerId(listener));
    await().until(() -> cloud.cloud.store.all("listener").isEmpty());
    delete(balancer);
    await().until(() -> cloud.cloud.store.all("loadbalancer").isEmpty());
    refused("ResourceNotFound.loadBalancer", () -> attributes(balancer));
    nlb.deleteServerGroup(new DeleteServerGroupRequest().setServerGroupId(group));
    await().until(() -> cloud.cloud.store.all("servergroup").isEmpty());
  }

  @Test
  void aServerIsAddedOnce() throws Exception {
    String group = group("g");
    add(group, 9092);
    refused("ResourceInUse.IP", () -> addOnce(group, 9092));
  }

  @Test
  void whatIsChangingRefusesOtherChanges() throws Exception {
    cloud.close();
    cloud = new LinkedCloud(folder, 10_000);
    nlb = cloud.nlb();
    String group = nlb.createServerGroup(groupRequest("g")).getBody().getServerGroupId();
    refused("IncorrectStatus.serverGroup", () -> addOnce(group, 9092));
    String balancer = nlb.createLoadBalancer(balancerRequest()).getBody().getLoadbalancerId();
    refused("IncorrectStatus.loadbalancer", () -> listen(balancer, group, 9092));
    refused("ResourceInCreating.loadbalancer", () -> delete(balancer));
    cloud.ready("loadbalancer", balancer, "Active");
    listen(balancer, group, 9092);
    refused("Conflict.Lock", () -> listen(balancer, group, 9093));
    refused("Conflict.Lock", () -> protect(balancer, true));
  }

  @Test
  void theSameTokenMakesOneGroupAndOtherParametersAreRefused() throws Exception {
    CreateServerGroupRequest request = groupRequest("g").setClientToken("t-1");
    String first = nlb.createServerGroup(request).getBody().getServerGroupId();
    String second = nlb.createServerGroup(request).getBody().getServerGroupId();
    assertThat(second).isEqualTo(first);
    refused(
        "IdempotenceSignatureMismatch",
        () -> nlb.createServerGroup(groupRequest("other").setClientToken("t-1")));
  }

  @Test
  void groupsAreListedByTagAndInPages() throws Exception {
    for (int i = 0; i < 3; i++) {
      nlb.createServerGroup(groupRequest("g" + i));
    }
    ListServerGroupsRequest tagged =
        new ListServerGroupsRequest()
            .setRegionId(LinkedCloud.REGION)
            .setTag(List.of(new ListServerGroupsRequestTag().setKey("name").setValue("g1")));
    assertThat(nlb.listServerGroups(tagged).getBody().getServerGroups())
        .extracting(group -> group.getServerGroupName())
        .containsExactly("g1");
    Map<String, Object> page =
        cloud.nlbCommon("ListServerGroups", Map.of("MaxResults", "2", "VpcId", LinkedCloud.VPC));
    assertThat(page).containsEntry("TotalCount", 3);
    assertThat((List<?>) page.get("ServerGroups")).hasSize(2);
    Map<String, Object> rest =
        cloud.nlbCommon(
            "ListServerGroups",
            Map.of("MaxResults", "2", "NextToken", (String) page.get("NextToken")));
    assertThat((List<?>) rest.get("ServerGroups")).hasSize(1);
    assertThat(rest).containsEntry("NextToken", "");
  }

  @Test
  void theGenericRequestSeesTheRealCodes() {
    assertThatThrownBy(
            () ->
                cloud.nlbCommon(
                    "CreateServerGroup", Map.of("ServerGroupName", "g", "VpcId", "vpc-none")))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.getErrCode()).isEqualTo("IllegalParam.ServerGroupName"));
    assertThatThrownBy(() -> cloud.nlbCommon("CreateServerGroup", Map.of()))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.getErrCode()).isEqualTo("MissingParam.ServerGroupName"));
  }

  @Test
  void jobsEndAndUnknownJobsAreNotFound() throws Exception {
    String job = nlb.createServerGroup(groupRequest("g")).getBody().getJobId();
    await()
        .until(
            () ->
                nlb.getJobStatus(new GetJobStatusRequest().setJobId(job))
                    .getBody()
                    .getStatus()
                    .equals("Succeeded"));
    refused(
        "ResourceNotFound.JobId",
        () -> nlb.getJobStatus(new GetJobStatusRequest().setJobId("nonsense")));
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void refused(String code, Work work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(TeaException.class, e -> assertThat(e.getCode()).isEqualTo(code));
  }

  private static CreateServerGroupRequest groupRequest(String name) {
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

  private String group(String name) throws Exception {
    String id = nlb.createServerGroup(groupRequest(name)).getBody().getServerGroupId();
    await().until(() -> groupStatus(id).equals("Available"));
    return id;
  }

  private String groupStatus(String id) throws Exception {
    return nlb.listServerGroups(new ListServerGroupsRequest().setServerGroupIds(List.of(id)))
        .getBody()
        .getServerGroups()
        .get(0)
        .getServerGroupStatus();
  }

  private void add(String group, int port) throws Exception {
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

  private void addOnce(String group, int port) throws Exception {
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

  private static CreateLoadBalancerRequest balancerRequest() {
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

  private String balancer() throws Exception {
    String id = nlb.createLoadBalancer(balancerRequest()).getBody().getLoadbalancerId();
    await().until(() -> attributes(id).getLoadBalancerStatus().equals("Active"));
    return id;
  }

  private GetLoadBalancerAttributeResponseBody attributes(String id) throws Exception {
    return nlb.getLoadBalancerAttribute(new GetLoadBalancerAttributeRequest().setLoadBalancerId(id))
        .getBody();
  }

  private List<String> addresses(String balancer) throws Exception {
    return attributes(balancer).getZoneMappings().stream()
        .map(zone -> zone.getLoadBalancerAddresses().get(0).getPrivateIPv4Address())
        .toList();
  }

  private String listen(String balancer, String group, int port) throws Exception {
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

  private String listener(String balancer, String group, int port) throws Exception {
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

  private List<String> statuses(String listener) throws Exception {
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

  private int unhealthy(String listener) throws Exception {
    return statuses(listener).size();
  }

  private void protect(String balancer, boolean enabled) throws Exception {
    nlb.updateLoadBalancerProtection(
        new UpdateLoadBalancerProtectionRequest()
            .setLoadBalancerId(balancer)
            .setDeletionProtectionEnabled(enabled));
  }

  private void delete(String balancer) throws Exception {
    nlb.deleteLoadBalancer(new DeleteLoadBalancerRequest().setLoadBalancerId(balancer));
  }

  /** Says hello to whoever connects. */
  private static ServerSocket echo() throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName(BACKEND));
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                  socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  // A health check that has gone, or the end of the test.
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static String answer(String address, int port) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
    }
  }
}
