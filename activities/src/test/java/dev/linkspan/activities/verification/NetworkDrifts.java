package dev.linkspan.activities.verification;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static dev.linkspan.activities.verification.CloudDrift.byAPerson;
import static dev.linkspan.activities.verification.CloudDrift.repaired;
import static dev.linkspan.workflows.verification.Check.Severity.BREAKS;
import static dev.linkspan.workflows.verification.Check.Severity.DRIFT;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.ecs.model.v20140526.AuthorizeSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.ModifyInstanceAttributeRequest;
import com.aliyuncs.ecs.model.v20140526.RevokeSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.StopInstanceRequest;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.workflows.verification.Repair.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What drifts in the network, and in the instances. */
final class NetworkDrifts {
  private static final String BROKER_GROUP = "broker-security-group";

  private final BuiltLink link;
  private final HiddenChanges hidden;

  NetworkDrifts(BuiltLink link) {
    this.link = link;
    this.hidden = new HiddenChanges(link.local().cloud());
  }

  Stream<CloudDrift> network() {
    return Stream.of(
        repaired(
            "rule for EXTERNAL revoked",
            BROKER_GROUP,
            BREAKS,
            Kind.SECURITY_GROUP,
            () -> revoke("39092/39092", link.link().plan().network().vpcCidr(), "accept", "1")),
        repaired("rule for SSH revoked", BROKER_GROUP, DRIFT, Kind.SECURITY_GROUP, this::revokeSsh),
        byAPerson(
            "drop rule for all ports",
            "drop rules of " + BROKER_GROUP,
            BREAKS,
            () -> authorize("1/65535", "0.0.0.0/0", "drop", "1"),
            () -> revoke("1/65535", "0.0.0.0/0", "drop", "1")),
        byAPerson(
            "drop rule that denies nothing of the plan",
            "drop rules of " + BROKER_GROUP,
            DRIFT,
            () -> authorize("8080/8080", "0.0.0.0/0", "drop", "1"),
            () -> revoke("8080/8080", "0.0.0.0/0", "drop", "1")),
        byAPerson(
            "rule that opens a port to everybody",
            "other rules of " + BROKER_GROUP,
            DRIFT,
            () -> authorize("9092/9092", "0.0.0.0/0", "accept", "1"),
            () -> revoke("9092/9092", "0.0.0.0/0", "accept", "1")),
        repaired(
            "broker's instance stopped",
            "instance broker-node2",
            BREAKS,
            Kind.INSTANCE,
            () -> stop("broker-node2")),
        repaired(
            "bastion stopped",
            "instance bastion-node",
            DRIFT,
            Kind.INSTANCE,
            () -> stop("bastion-node")),
        new CloudDrift(
            "bastion at another public address",
            "instance bastion-node",
            DRIFT,
            Optional.of(Kind.INSTANCE),
            () -> address("bastion-node", "publicAddress", "203.0.113.9"),
            () -> hidden.restore("instance", link.instance("bastion-node"))),
        byAPerson(
            "bastion without a public address",
            "instance bastion-node",
            DRIFT,
            () -> address("bastion-node", "publicAddress", ""),
            () -> hidden.restore("instance", link.instance("bastion-node"))),
        byAPerson(
            "instance with another private address",
            "instance broker-node1",
            BREAKS,
            () -> address("broker-node1", "privateAddress", "10.9.9.9"),
            () -> hidden.restore("instance", link.instance("broker-node1"))),
        byAPerson(
            "instance in another security group",
            "instance broker-node1",
            DRIFT,
            () -> moveToGroup("broker-node1", "bastion-security-group"),
            () -> moveToGroup("broker-node1", BROKER_GROUP)),
        byAPerson(
            "instance of another type",
            "instance broker-node3",
            DRIFT,
            () ->
                hidden.change(
                    "instance", link.instance("broker-node3"), i -> i.with("instanceType", "x")),
            () -> hidden.restore("instance", link.instance("broker-node3"))),
        byAPerson(
            "vSwitch gone",
            "vSwitches",
            BREAKS,
            () -> hidden.change("vswitch", vSwitch(), v -> v.withStatus("Pending")),
            () -> hidden.restore("vswitch", vSwitch())),
        byAPerson(
            "VPC not Available",
            "VPC",
            BREAKS,
            () -> hidden.change("vpc", link.link().network().vpcId(), v -> v.withStatus("Error")),
            () -> hidden.restore("vpc", link.link().network().vpcId())));
  }

  private void acs(AcsRequest<?> request) {
    OwnerClient.run(link.local().alibaba(), OWNER, client -> client.once(request));
  }

  private void authorize(String ports, String source, String policy, String priority) {
    AuthorizeSecurityGroupRequest request = new AuthorizeSecurityGroupRequest();
    request.setSecurityGroupId(link.securityGroup(BROKER_GROUP));
    request.setIpProtocol("TCP");
    request.setPortRange(ports);
    request.setSourceCidrIp(source);
    request.setPolicy(policy);
    request.setPriority(priority);
    acs(request);
  }

  private void revoke(String ports, String source, String policy, String priority) {
    RevokeSecurityGroupRequest request = new RevokeSecurityGroupRequest();
    request.setSecurityGroupId(link.securityGroup(BROKER_GROUP));
    request.setIpProtocol("TCP");
    request.setPortRange(ports);
    request.setSourceCidrIp(source);
    request.setPolicy(policy);
    request.setPriority(priority);
    acs(request);
  }

  private void revokeSsh() {
    var ssh =
        link.link().plan().network().securityGroups().stream()
            .filter(g -> g.name().equals(BROKER_GROUP))
            .findFirst()
            .orElseThrow()
            .rules()
            .get(0);
    revoke(ssh.portRange(), ssh.sourceCidr(), "accept", "1");
  }

  private void address(String instance, String which, String value) {
    hidden.change("instance", link.instance(instance), i -> i.with(which, value));
  }

  private void stop(String instance) {
    StopInstanceRequest request = new StopInstanceRequest();
    request.setInstanceId(link.instance(instance));
    acs(request);
  }

  private void moveToGroup(String instance, String group) {
    ModifyInstanceAttributeRequest request = new ModifyInstanceAttributeRequest();
    request.setInstanceId(link.instance(instance));
    request.setSecurityGroupIdss(List.of(link.securityGroup(group)));
    acs(request);
  }

  private String vSwitch() {
    return link.link().network().zones().get(1).vSwitchId();
  }
}
