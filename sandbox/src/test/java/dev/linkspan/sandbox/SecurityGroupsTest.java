package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.aliyuncs.AcsRequest;
import com.aliyuncs.ecs.model.v20140526.AuthorizeSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.CreateKeyPairRequest;
import com.aliyuncs.ecs.model.v20140526.DeleteKeyPairsRequest;
import com.aliyuncs.ecs.model.v20140526.DeleteSecurityGroupRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeKeyPairsRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupsRequest;
import com.aliyuncs.ecs.model.v20140526.ImportKeyPairRequest;
import com.aliyuncs.ecs.model.v20140526.RevokeSecurityGroupRequest;
import com.aliyuncs.exceptions.ClientException;
import dev.linkspan.sandbox.machines.InboundRule;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecurityGroupsTest {
  @TempDir Path folder;
  private TestCloud cloud;
  private TestNetwork network;
  private String vpc;
  private String group;

  @BeforeEach
  void start() throws ClientException {
    cloud = new TestCloud(folder);
    network = new TestNetwork(cloud);
    vpc = network.vpc();
    group = network.securityGroup(vpc);
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void aRepeatedRuleIsOneRule() throws ClientException {
    cloud.call(rule("22/22", "127.0.0.1/32"));
    cloud.call(rule("22/22", "127.0.0.1/32"));

    assertThat(rules())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getIpProtocol()).isEqualTo("TCP");
              assertThat(rule.getPortRange()).isEqualTo("22/22");
              assertThat(rule.getSourceCidrIp()).isEqualTo("127.0.0.1/32");
              assertThat(rule.getPolicy()).isEqualTo("Accept");
              assertThat(rule.getPriority()).isEqualTo("1");
            });
  }

  @Test
  void rulesAreRevoked() throws ClientException {
    cloud.call(rule("22/22", "127.0.0.1/32"));
    RevokeSecurityGroupRequest revoke = new RevokeSecurityGroupRequest();
    revoke.setSecurityGroupId(group);
    revoke.setIpProtocol("TCP");
    revoke.setPortRange("22/22");
    revoke.setSourceCidrIp("127.0.0.1/32");
    cloud.call(revoke);

    assertThat(rules()).isEmpty();
  }

  @Test
  void brokenRulesAreRefused() {
    assertThat(codeOf(rule("22-23", "127.0.0.1/32"))).isEqualTo("InvalidPortRange.Malformed");
    assertThat(codeOf(rule("23/22", "127.0.0.1/32"))).isEqualTo("InvalidPortRange.Malformed");
    assertThat(codeOf(rule("22/22", "127.0.0.1/99"))).isEqualTo("InvalidSourceCidrIp.Malformed");
    AuthorizeSecurityGroupRequest unknown = rule("22/22", "127.0.0.1/32");
    unknown.setSecurityGroupId("sg-none");
    assertThat(codeOf(unknown)).isEqualTo("InvalidSecurityGroupId.NotFound");
  }

  @Test
  void membersAdmitEachOtherAndRulesAdmitOthersAtOnce() throws ClientException {
    network.keyPair("key");
    String id = network.run(network.instanceRequest(network.vSwitch(vpc), group));
    await().until(() -> cloud.machines.up.containsKey(id));
    cloud.call(rule("9092/9093", "127.10.64.0/18"));

    assertThat(cloud.machines.up.get(id).inbound().get())
        .containsExactly(
            new InboundRule("-1/-1", "127.10.0.11/32"),
            new InboundRule("9092/9093", "127.10.64.0/18"));
  }

  @Test
  void aDropRuleDeniesUnlessAnAcceptRuleHasAHigherPriority() throws ClientException {
    network.keyPair("key");
    String id = network.run(network.instanceRequest(network.vSwitch(vpc), group));
    await().until(() -> cloud.machines.up.containsKey(id));
    cloud.call(rule("9092/9093", "127.10.64.0/18"));
    AuthorizeSecurityGroupRequest drop = rule("1/65535", "127.0.0.0/8");
    drop.getPermissions().get(0).setPolicy("drop");
    drop.setPermissions(drop.getPermissions());
    cloud.call(drop);
    AuthorizeSecurityGroupRequest late = rule("1/65535", "127.10.64.1/32");
    late.getPermissions().get(0).setPriority("2");
    late.setPermissions(late.getPermissions());
    cloud.call(late);

    assertThat(cloud.machines.up.get(id).inbound().get())
        .containsExactly(
            new InboundRule("-1/-1", "127.10.0.11/32"),
            new InboundRule("1/65535", "127.0.0.0/8", false),
            new InboundRule("9092/9093", "127.10.64.0/18"),
            new InboundRule("1/65535", "127.10.64.1/32"));
  }

  @Test
  void theFirstRuleThatCoversAConnectionDecides() throws Exception {
    InboundRule drop = new InboundRule("9092/9092", "127.0.0.0/8", false);
    InboundRule accept = new InboundRule("-1/-1", "127.0.0.0/8");
    InetAddress source = InetAddress.getByName("127.0.0.9");
    assertThat(InboundRule.admit(List.of(drop, accept), r -> r.covers(source, 9092))).isFalse();
    assertThat(InboundRule.admit(List.of(drop, accept), r -> r.covers(source, 9093))).isTrue();
    assertThat(InboundRule.admit(List.of(), r -> r.covers(source, 9093))).isFalse();
  }

  @Test
  void aSecurityGroupInUseIsNotDeleted() throws ClientException {
    network.keyPair("key");
    network.run(network.instanceRequest(network.vSwitch(vpc), group));

    assertThat(codeOf(deletion(group))).isEqualTo("DependencyViolation");
  }

  @Test
  void aSecurityGroupInARuleIsNotDeletedUntilTheRuleIsRevoked() throws ClientException {
    String other = network.securityGroup(vpc);
    AuthorizeSecurityGroupRequest rule = rule("22/22", null);
    rule.getPermissions().get(0).setSourceGroupId(other);
    rule.setPermissions(rule.getPermissions());
    cloud.call(rule);
    assertThat(codeOf(deletion(other))).isEqualTo("DependencyViolation");
    RevokeSecurityGroupRequest revoke = new RevokeSecurityGroupRequest();
    revoke.setSecurityGroupId(group);
    revoke.putQueryParameter("SecurityGroupRuleId.1", rules().get(0).getSecurityGroupRuleId());
    cloud.call(revoke);
    cloud.call(deletion(other));

    assertThat(codeOf(deletion(other))).isEqualTo("InvalidSecurityGroup.NotFound");
    assertThat(cloud.call(new DescribeSecurityGroupsRequest()).getSecurityGroups()).hasSize(1);
  }

  @Test
  void keyPairsHaveUniqueNamesAndKnownTypes() throws ClientException {
    network.keyPair("key");
    ImportKeyPairRequest again = new ImportKeyPairRequest();
    again.setKeyPairName("key");
    again.setPublicKeyBody(TestNetwork.PUBLIC_KEY);
    assertThat(codeOf(again)).isEqualTo("KeyPair.AlreadyExist");
    ImportKeyPairRequest modern = new ImportKeyPairRequest();
    modern.setKeyPairName("modern");
    modern.setPublicKeyBody("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== me");
    assertThat(codeOf(modern)).isEqualTo("InvalidPublicKeyBody.Malformed");
    DescribeKeyPairsRequest describe = new DescribeKeyPairsRequest();
    describe.setKeyPairName("key");
    describe.putQueryParameter("IncludePublicKey", "true");

    assertThat(cloud.call(describe).getKeyPairs())
        .singleElement()
        .satisfies(pair -> assertThat(pair.getPublicKey()).isEqualTo(TestNetwork.PUBLIC_KEY));
    DeleteKeyPairsRequest delete = new DeleteKeyPairsRequest();
    delete.setKeyPairNames("[\"key\",\"none\"]");
    cloud.call(delete);
    assertThat(cloud.call(new DescribeKeyPairsRequest()).getKeyPairs()).isEmpty();
  }

  @Test
  void aCreatedPrivateKeyIsReturnedOnceAndNotStored() throws ClientException {
    CreateKeyPairRequest create = new CreateKeyPairRequest();
    create.setKeyPairName("made");
    String privateKey = cloud.call(create).getPrivateKeyBody();

    assertThat(privateKey).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(folder.resolve("state.json")).content().doesNotContain("PRIVATE KEY");
  }

  @Test
  void aKeyPairInUseIsNotDeleted() throws ClientException {
    network.keyPair("key");
    network.run(network.instanceRequest(network.vSwitch(vpc), group));
    DeleteKeyPairsRequest delete = new DeleteKeyPairsRequest();
    delete.setKeyPairNames("[\"key\"]");

    assertThat(codeOf(delete)).isEqualTo("InvalidParameter.KeypairAlreadyAttachedInstance");
  }

  @Test
  void rulesCanNameListsOfPortsAndSourcesAndAProtocolByItsNumber() throws ClientException {
    AuthorizeSecurityGroupRequest request = new AuthorizeSecurityGroupRequest();
    request.setSecurityGroupId(group);
    request.putQueryParameter("Permissions.1.IpProtocol", "6");
    request.putQueryParameter("Permissions.1.PortRangeListId", "prl-1");
    request.putQueryParameter("Permissions.1.SourcePrefixListId", "pl-1");
    cloud.call(request);
    assertThat(rules())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.getIpProtocol()).isEqualTo("6");
              assertThat(rule.getPortRange()).isEmpty();
              assertThat(rule.getSourcePrefixListId()).isEqualTo("pl-1");
            });
    request.putQueryParameter("Permissions.1.SourcePrefixListId", "list");
    assertThat(codeOf(request)).isEqualTo("InvalidPrefixListId.NotFound");
  }

  private AuthorizeSecurityGroupRequest rule(String ports, String source) {
    AuthorizeSecurityGroupRequest request = new AuthorizeSecurityGroupRequest();
    request.setSecurityGroupId(group);
    AuthorizeSecurityGroupRequest.Permissions permission =
        new AuthorizeSecurityGroupRequest.Permissions();
    permission.setIpProtocol("tcp");
    permission.setPortRange(ports);
    permission.setSourceCidrIp(source);
    request.setPermissions(List.of(permission));
    return request;
  }

  private List<Permission> rules() throws ClientException {
    DescribeSecurityGroupAttributeRequest request = new DescribeSecurityGroupAttributeRequest();
    request.setSecurityGroupId(group);
    return cloud.call(request).getPermissions();
  }

  private static DeleteSecurityGroupRequest deletion(String id) {
    DeleteSecurityGroupRequest request = new DeleteSecurityGroupRequest();
    request.setSecurityGroupId(id);
    return request;
  }

  private String codeOf(AcsRequest<?> request) {
    return catchThrowableOfType(ClientException.class, () -> cloud.call(request)).getErrCode();
  }
}
