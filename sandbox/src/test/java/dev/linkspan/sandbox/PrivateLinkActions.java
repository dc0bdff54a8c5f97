package dev.linkspan.sandbox;

import static dev.linkspan.sandbox.NetworkActions.OTHER_ZONE;
import static dev.linkspan.sandbox.NetworkActions.ZONE;

import dev.linkspan.sandbox.privatelink.VpcEndpoints;
import java.util.List;

/** Every action on an endpoint service and an endpoint that connects to it. */
final class PrivateLinkActions {
  private final ProductCalls privateLink;
  private final NetworkActions network;

  PrivateLinkActions(ProductCalls privateLink, NetworkActions network) {
    this.privateLink = privateLink;
    this.network = network;
  }

  /** Creates an endpoint service for a load balancer, and leaves it; returns its ID. */
  String createService(String balancer) {
    privateLink.call("CheckProductOpen");
    privateLink.refused("OpenPrivateLinkService", "");
    String id =
        privateLink.create(
            "CreateVpcEndpointService",
            "ServiceResourceType=nlb Resource.1.ResourceType=nlb Resource.1.ResourceId="
                + balancer
                + " Resource.1.ZoneId="
                + ZONE
                + " Tag.1.Key=a Tag.1.Value=b",
            "ServiceId");
    privateLink.until("vpcendpointservice", id, "Active");
    String resource =
        "ServiceId=" + id + " ResourceType=nlb ResourceId=" + balancer + " ZoneId=" + OTHER_ZONE;
    privateLink.call("AttachResourceToVpcEndpointService", resource);
    privateLink.until("vpcendpointservice", id, "Active");
    privateLink.call("ListVpcEndpointServiceResources", "ServiceId=" + id);
    privateLink.call(
        "UpdateVpcEndpointServiceAttribute", "ServiceId=" + id + " ServiceDescription=described");
    privateLink.until("vpcendpointservice", id, "Active");
    privateLink.call("AddUserToVpcEndpointService", "ServiceId=" + id + " UserId=5500000000000001");
    privateLink.call("ListVpcEndpointServiceUsers", "ServiceId=" + id);
    privateLink.call("ListVpcEndpointServiceUsers", "ServiceId=" + id + " UserListType=UserARNs");
    privateLink.call(
        "RemoveUserFromVpcEndpointService", "ServiceId=" + id + " UserId=5500000000000001");
    privateLink.call("GetVpcEndpointServiceAttribute", "ServiceId=" + id);
    privateLink.call("ListVpcEndpointServices", "ServiceId=" + id);
    privateLink.call("ListVpcEndpointServicesByEndUser", "ServiceId=" + id);
    privateLink.tags("vpcendpointservice", id, "UntagResources");
    return id;
  }

  /** Creates an endpoint, connects it, and deletes it. */
  void connect(String service) {
    String endpoint =
        privateLink.create(
            "CreateVpcEndpoint",
            "ServiceId="
                + service
                + " VpcId="
                + network.vpcId()
                + " SecurityGroupId.1="
                + network.group()
                + " Zone.1.ZoneId="
                + ZONE
                + " Zone.1.VSwitchId="
                + network.vSwitch()
                + " Tag.1.Key=a Tag.1.Value=b",
            "EndpointId");
    privateLink.until(VpcEndpoints.TYPE, endpoint, "Active");
    String connection = "ServiceId=" + service + " EndpointId=" + endpoint;
    privateLink.refused(
        "UpdateVpcEndpointConnectionAttribute",
        "ServiceId=" + service + " EndpointId=" + endpoint + " Bandwidth=200");
    privateLink.call("EnableVpcEndpointConnection", connection);
    privateLink.until("vpcendpointconnection", endpoint, "Connected");
    privateLink.call("ListVpcEndpointConnections", "ServiceId=" + service);
    privateLink.call("GetVpcEndpointAttribute", "EndpointId=" + endpoint);
    privateLink.call("ListVpcEndpoints", "EndpointId=" + endpoint);
    privateLink.call("ListVpcEndpointZones", "EndpointId=" + endpoint);
    privateLink.call("ListVpcEndpointSecurityGroups", "EndpointId=" + endpoint);
    privateLink.call("DisableVpcEndpointConnection", connection);
    privateLink.until("vpcendpointconnection", endpoint, "Disconnected");
    privateLink.call("DeleteVpcEndpoint", "EndpointId=" + endpoint);
    privateLink.until(VpcEndpoints.TYPE, endpoint, "");
    privateLink.until("vpcendpointconnection", endpoint, "");
  }

  void deleteService(String service, String balancer) {
    for (String zone : List.of(ZONE, OTHER_ZONE)) {
      privateLink.call(
          "DetachResourceFromVpcEndpointService",
          "ServiceId=" + service + " ResourceType=nlb ResourceId=" + balancer + " ZoneId=" + zone);
      privateLink.until("vpcendpointservice", service, "Active");
    }
    privateLink.call("DeleteVpcEndpointService", "ServiceId=" + service);
    privateLink.until("vpcendpointservice", service, "");
  }
}
