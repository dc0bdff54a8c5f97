package dev.linkspan.sandbox;

import static org.awaitility.Awaitility.await;

import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.privatelink.model.v20200415.AddUserToVpcEndpointServiceRequest;
import com.aliyuncs.privatelink.model.v20200415.CreateVpcEndpointServiceRequest;
import com.aliyuncs.privatelink.model.v20200415.DisableVpcEndpointConnectionRequest;
import com.aliyuncs.privatelink.model.v20200415.EnableVpcEndpointConnectionRequest;
import com.aliyuncs.privatelink.model.v20200415.ListVpcEndpointConnectionsRequest;
import com.aliyuncs.privatelink.model.v20200415.ListVpcEndpointConnectionsResponse.Connection;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.privatelink.VpcEndpoints;
import java.util.List;
import java.util.Map;

/** Calls of the provider that several tests need. */
final class PrivateLinkCalls {
  private final LinkedCloud cloud;

  PrivateLinkCalls(LinkedCloud cloud) {
    this.cloud = cloud;
  }

  /** Creates a service on the load balancer, in all its zones. */
  String service() throws ClientException {
    CreateVpcEndpointServiceRequest request = new CreateVpcEndpointServiceRequest();
    request.setServiceResourceType("nlb");
    request.setAutoAcceptEnabled(false);
    request.setResources(
        Regions.zonesOf(LinkedCloud.REGION).stream()
            .map(
                zone -> {
                  CreateVpcEndpointServiceRequest.Resource resource =
                      new CreateVpcEndpointServiceRequest.Resource();
                  resource.setResourceType("nlb");
                  resource.setResourceId(LinkedCloud.BALANCER);
                  resource.setZoneId(zone);
                  return resource;
                })
            .toList());
    String id = cloud.call(request).getServiceId();
    await().until(() -> cloud.status("vpcendpointservice", id).equals("Active"));
    return id;
  }

  void whitelist(String service, long account) throws ClientException {
    AddUserToVpcEndpointServiceRequest request = new AddUserToVpcEndpointServiceRequest();
    request.setServiceId(service);
    request.setUserId(account);
    cloud.call(request);
  }

  /** Returns the only connection of the service. */
  Connection connection(String service) throws ClientException {
    ListVpcEndpointConnectionsRequest request = new ListVpcEndpointConnectionsRequest();
    request.setServiceId(service);
    return cloud.call(request).getConnections().get(0);
  }

  void enable(String service, String endpoint) throws ClientException {
    EnableVpcEndpointConnectionRequest request = new EnableVpcEndpointConnectionRequest();
    request.setServiceId(service);
    request.setEndpointId(endpoint);
    cloud.call(request);
  }

  void disable(String service, String endpoint) throws ClientException {
    DisableVpcEndpointConnectionRequest request = new DisableVpcEndpointConnectionRequest();
    request.setServiceId(service);
    request.setEndpointId(endpoint);
    cloud.call(request);
  }

  /** Creates an endpoint in another account, without the API. */
  String endpoint(String service, long account) {
    VpcEndpoints.Spec wish =
        new VpcEndpoints.Spec(
            Long.toString(account),
            LinkedCloud.REGION,
            "vpc-foreign",
            service,
            List.of(new VpcEndpoints.Placement("ap-southeast-1a", "vsw-foreign")),
            List.of("sg-foreign"),
            "",
            Map.of());
    return cloud.cloud.store().inTransaction(() -> cloud.linked.endpoints().create(wish)).id();
  }
}
