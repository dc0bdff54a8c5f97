package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.privatelink.model.v20200415.AddUserToVpcEndpointServiceRequest;
import com.aliyuncs.privatelink.model.v20200415.AttachResourceToVpcEndpointServiceRequest;
import com.aliyuncs.privatelink.model.v20200415.CheckProductOpenRequest;
import com.aliyuncs.privatelink.model.v20200415.DeleteVpcEndpointServiceRequest;
import com.aliyuncs.privatelink.model.v20200415.DetachResourceFromVpcEndpointServiceRequest;
import com.aliyuncs.privatelink.model.v20200415.GetVpcEndpointServiceAttributeRequest;
import com.aliyuncs.privatelink.model.v20200415.ListVpcEndpointConnectionsResponse.Connection;
import com.aliyuncs.privatelink.model.v20200415.ListVpcEndpointServiceUsersRequest;
import com.aliyuncs.privatelink.model.v20200415.ListVpcEndpointServicesRequest;
import com.aliyuncs.privatelink.model.v20200415.RemoveUserFromVpcEndpointServiceRequest;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.state.Resource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Endpoint services and their connections, with the published SDK. */
@ResourceLock(LinkedCloud.ADDRESSES)
class PrivateLinksTest {
  private static final long TIDB_ACCOUNT = 5_500_000_000_000_001L;

  @TempDir Path folder;
  private LinkedCloud cloud;
  private PrivateLinkCalls calls;
  private String service;

  @BeforeEach
  void open() throws Exception {
    cloud = new LinkedCloud(folder);
    cloud.network();
    cloud.balancer();
    calls = new PrivateLinkCalls(cloud);
    service = calls.service();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void aServiceHasTheLoadBalancersZonesAndProtectsIt() throws Exception {
    cloud.call(new CheckProductOpenRequest());
    GetVpcEndpointServiceAttributeRequest get = new GetVpcEndpointServiceAttributeRequest();
    get.setServiceId(service);
    assertThat(cloud.call(get).getZones())
        .containsExactly("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c");
    assertThat(cloud.call(get).getServiceName())
        .isEqualTo("com.aliyuncs.privatelink.ap-southeast-1." + service);
    ListVpcEndpointServicesRequest list = new ListVpcEndpointServicesRequest();
    list.putQueryParameter("ResourceId", LinkedCloud.BALANCER);
    assertThat(cloud.call(list).getServices()).hasSize(1);
    list.putQueryParameter("ResourceId", "nlb-other");
    assertThat(cloud.call(list).getServices()).isEmpty();
    assertThat(
            cloud
                .cloud
                .store()
                .find("loadbalancer", LinkedCloud.BALANCER)
                .orElseThrow()
                .attributes())
        .containsEntry("deletionProtection", true);
  }

  @Test
  void theWhitelistBeginsWithItsOwnerAndListsAccountsAsNumbers() throws Exception {
    calls.whitelist(service, TIDB_ACCOUNT);
    ListVpcEndpointServiceUsersRequest list = new ListVpcEndpointServiceUsersRequest();
    list.setServiceId(service);
    assertThat(cloud.call(list).getUsers())
        .extracting(user -> user.getUserId())
        .containsExactly(Long.parseLong(Regions.OWN_ACCOUNT), TIDB_ACCOUNT);
    refused("EndpointServiceUserExist", () -> calls.whitelist(service, TIDB_ACCOUNT));
    RemoveUserFromVpcEndpointServiceRequest remove = new RemoveUserFromVpcEndpointServiceRequest();
    remove.setServiceId(service);
    remove.setUserId(TIDB_ACCOUNT);
    cloud.call(remove);
    assertThat(cloud.call(list).getUsers())
        .extracting(user -> user.getUserId())
        .containsExactly(Long.parseLong(Regions.OWN_ACCOUNT));
    AddUserToVpcEndpointServiceRequest nobody = new AddUserToVpcEndpointServiceRequest();
    nobody.setServiceId(service);
    refused("MissingParam.UserArn", () -> cloud.call(nobody));
  }

  @Test
  void anEndpointOfAnAccountThatIsNotWhitelistedIsRefused() {
    assertThatThrownBy(() -> calls.endpoint(service, TIDB_ACCOUNT))
        .hasMessageContaining("whitelist");
  }

  @Test
  void aConnectionWaitsIsAcceptedAndDisabledAndBlocksRemovals() throws Exception {
    calls.whitelist(service, TIDB_ACCOUNT);
    String endpoint = calls.endpoint(service, TIDB_ACCOUNT);
    Connection waiting = calls.connection(service);
    assertThat(waiting.getConnectionStatus()).isEqualTo("Disconnected");
    assertThat(waiting.getEndpointOwnerId()).isEqualTo(TIDB_ACCOUNT);
    assertThat(waiting.getZones()).extracting(z -> z.getZoneStatus()).containsOnly("Wait");
    await().until(() -> cloud.status("vpcendpoint", endpoint).equals("Active"));

    enable(endpoint);
    await().until(() -> status().equals("Connected"));
    assertThat(calls.connection(service).getZones())
        .extracting(z -> z.getZoneStatus())
        .containsOnly("Connected");
    refused("EndpointConnectionOperationDenied", () -> enable(endpoint));
    refused("EndpointServiceConnectionDependence", () -> detach("ap-southeast-1a"));
    refused("EndpointServiceConnectionDependence", this::delete);

    calls.disable(service, endpoint);
    await().until(() -> status().equals("Disconnected"));
    assertThat(calls.connection(service).getZones())
        .extracting(z -> z.getZoneStatus())
        .containsOnly("Disconnected");
    refused("DeleteFailedDueToEndpointExist", this::delete);
    cloud.linked.endpoints().delete(endpoint);
    await().until(() -> cloud.cloud.store().all("vpcendpointconnection").isEmpty());
    refused("EndpointServiceDependenceViolation", this::delete);
  }

  @Test
  void aServiceWithoutResourcesCanBeDeleted() throws Exception {
    for (String zone : List.of("ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c")) {
      detach(zone);
      await().until(() -> cloud.status("vpcendpointservice", service).equals("Active"));
    }
    refused("EndpointServiceResourceNotFound", () -> detach("ap-southeast-1a"));
    delete();
    await().until(() -> cloud.cloud.store().all("vpcendpointservice").isEmpty());
    refused("EndpointServiceNotFound", this::delete);
  }

  @Test
  void concurrentCallsAreRefused() throws Exception {
    calls.whitelist(service, TIDB_ACCOUNT);
    String first = calls.endpoint(service, TIDB_ACCOUNT);
    String second = calls.endpoint(service, TIDB_ACCOUNT);
    await().until(() -> cloud.status("vpcendpoint", second).equals("Active"));
    cloud.close();
    cloud = new LinkedCloud(folder, 10_000);
    enable(first);
    refused("ConcurrentCallNotSupported", () -> enable(second));
    refused("EndpointConnectionOperationDenied", () -> enable(first));
    attachIsRefusedWhilePending();
  }

  private void attachIsRefusedWhilePending() {
    Resource pending = cloud.cloud.store().find("vpcendpointservice", service).orElseThrow();
    cloud.cloud.store().put(pending.withStatus("Pending"));
    AttachResourceToVpcEndpointServiceRequest attach =
        new AttachResourceToVpcEndpointServiceRequest();
    attach.setServiceId(service);
    attach.setResourceType("nlb");
    attach.setResourceId(LinkedCloud.BALANCER);
    attach.putQueryParameter("ZoneId", "ap-southeast-1a");
    refused("ConcurrentCallNotSupported", () -> cloud.call(attach));
  }

  private String status() throws ClientException {
    return new PrivateLinkCalls(cloud).connection(service).getConnectionStatus();
  }

  private void enable(String endpoint) throws ClientException {
    new PrivateLinkCalls(cloud).enable(service, endpoint);
  }

  private void detach(String zone) throws ClientException {
    DetachResourceFromVpcEndpointServiceRequest request =
        new DetachResourceFromVpcEndpointServiceRequest();
    request.setServiceId(service);
    request.setResourceType("nlb");
    request.setResourceId(LinkedCloud.BALANCER);
    request.putQueryParameter("ZoneId", zone);
    cloud.call(request);
  }

  private void delete() throws ClientException {
    DeleteVpcEndpointServiceRequest request = new DeleteVpcEndpointServiceRequest();
    request.setServiceId(service);
    cloud.call(request);
  }

  private interface Work {
    void run() throws ClientException;
  }

  private static void refused(String code, Work work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            ClientException.class, e -> assertThat(e.getErrCode()).isEqualTo(code));
  }
}
