package dev.linkspan.activities.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundAccessTest {
  private static final String VSWITCH = "10.0.1.0/24";

  private static Permission rule(String policy, String ports, String source, String priority) {
    Permission rule = new Permission();
    rule.setPolicy(policy);
    rule.setIpProtocol(ports.equals("-1/-1") ? "ALL" : "TCP");
    rule.setPortRange(ports);
    rule.setSourceCidrIp(source);
    rule.setPriority(priority);
    return rule;
  }

  private static boolean allows(Permission... rules) {
    return new InboundAccess(List.of(rules)).allows(VSWITCH, 39092);
  }

  @Test
  void aRuleMustCoverPortAndAllAddresses() {
    assertThat(allows()).isFalse();
    assertThat(allows(rule("Accept", "39092/39092", VSWITCH, "1"))).isTrue();
    assertThat(allows(rule("Accept", "-1/-1", "0.0.0.0/0", "100"))).isTrue();
    assertThat(allows(rule("Accept", "39093/39099", VSWITCH, "1"))).isFalse();
    assertThat(allows(rule("Accept", "1/65535", "10.0.1.7", "1"))).isFalse();
    assertThat(allows(rule("Accept", "1/65535", "", "1"))).isFalse();
    assertThat(allows(rule("Accept", "1/65535", "::/0", "1"))).isFalse();
  }

  @Test
  void aDropRuleOfTheSameOrHigherPriorityWins() {
    Permission accept = rule("Accept", "39092/39092", "10.0.0.0/16", "5");
    assertThat(allows(accept, rule("Drop", "-1/-1", "0.0.0.0/0", "100"))).isTrue();
    assertThat(allows(accept, rule("Drop", "1/65535", "10.0.1.9/32", "5"))).isFalse();
    assertThat(allows(accept, rule("Drop", "1/65535", "10.0.2.0/24", "1"))).isTrue();
  }
}
