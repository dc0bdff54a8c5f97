package dev.linkspan.systemtests;

import dev.linkspan.systemtests.CloudApi.Product;
import java.util.Map;

/** Changes the rules of a security group through the ECS API, as its owner would. */
final class SecurityGroupRules {
  private final CloudApi cloud;
  private final String group;

  SecurityGroupRules(LocalStack stack, String group) {
    this.cloud = new CloudApi(stack);
    this.group = group;
  }

  void allow(String ports, String source) {
    call("AuthorizeSecurityGroup", ports, source);
  }

  void revoke(String ports, String source) {
    call("RevokeSecurityGroup", ports, source);
  }

  private void call(String action, String ports, String source) {
    cloud.call(
        Product.ECS,
        action,
        Map.of(
            "SecurityGroupId",
            group,
            "IpProtocol",
            "TCP",
            "PortRange",
            ports,
            "SourceCidrIp",
            source));
  }
}
