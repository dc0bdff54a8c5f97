package dev.linkspan.activities.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import dev.linkspan.activities.network.InboundAccess.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboundAccessTest {
  private static final String VSWITCH = "10.0.1.0/24";

  private static Permission rule(String policy, String ports, String source, String priority) {
    Permission rule = new Permission();
    rule.setPolicy(policy);
    rule.setIpProtocol("-1/-1".equals(ports) ? "ALL" : "TCP");
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
  void rulesCanCoverTheAddressesTogether() {
    Permission low = rule("Accept", "39092/39092", "10.0.1.0/25", "5");
    Permission high = rule("Accept", "39092/39092", "10.0.1.128/25", "100");
    assertThat(decision(low, high)).isEqualTo(Decision.ALLOWED);
    assertThat(decision(low)).isEqualTo(Decision.DENIED);
    assertThat(decision(low, byReference("Accept", "1"))).isEqualTo(Decision.UNDECIDED);
    assertThat(decision(low, high, rule("Drop", "1/65535", "10.0.1.200", "50")))
        .isEqualTo(Decision.DENIED);
    assertThat(decision(low, high, rule("Drop", "1/65535", "10.0.1.7", "50")))
        .isEqualTo(Decision.ALLOWED);
  }

  @Test
  void aDropRuleOfTheSameOrHigherPriorityWins() {
    Permission accept = rule("Accept", "39092/39092", "10.0.0.0/16", "5");
    assertThat(allows(accept, rule("Drop", "-1/-1", "0.0.0.0/0", "100"))).isTrue();
    assertThat(allows(accept, rule("Drop", "1/65535", "10.0.1.9/32", "5"))).isFalse();
    assertThat(allows(accept, rule("Drop", "1/65535", "10.0.2.0/24", "1"))).isTrue();
  }

  private static Permission rule(String policy, String protocol, String ports) {
    Permission rule = rule(policy, ports, VSWITCH, "5");
    rule.setIpProtocol(protocol);
    return rule;
  }

  private static Permission byReference(String policy, String priority) {
    Permission rule = rule(policy, "1/65535", "", priority);
    rule.setSourcePrefixListId("pl-1");
    return rule;
  }

  private static Decision decision(Permission... rules) {
    return new InboundAccess(List.of(rules)).decide(VSWITCH, 39092);
  }

  @Test
  void aProtocolCanHaveItsIanaNumber() {
    assertThat(decision(rule("Accept", "6", "39092/39092"))).isEqualTo(Decision.ALLOWED);
    assertThat(decision(rule("Accept", "17", "39092/39092"))).isEqualTo(Decision.DENIED);
  }

  @Test
  void aRuleWithAPortListCannotBeDecided() {
    assertThat(decision(rule("Accept", "TCP", ""))).isEqualTo(Decision.UNDECIDED);
    assertThat(decision(rule("Accept", "TCP", null))).isEqualTo(Decision.UNDECIDED);
    assertThat(decision(rule("Accept", "TCP", "pr-list"))).isEqualTo(Decision.UNDECIDED);
    assertThat(decision(rule("Accept", "TCP", null), rule("Accept", "TCP", "39092/39092")))
        .isEqualTo(Decision.ALLOWED);
  }

  @Test
  void aRuleForAPrefixListOrAGroupCannotBeDecidedUnlessAnotherRuleDecides() {
    assertThat(decision(byReference("Accept", "1"))).isEqualTo(Decision.UNDECIDED);
    Permission group = rule("Accept", "1/65535", "", "1");
    group.setSourceGroupId("sg-1");
    assertThat(decision(group)).isEqualTo(Decision.UNDECIDED);
    Permission accept = rule("Accept", "39092/39092", VSWITCH, "5");
    assertThat(decision(accept, byReference("Drop", "1"))).isEqualTo(Decision.UNDECIDED);
    assertThat(decision(accept, byReference("Drop", "9"))).isEqualTo(Decision.ALLOWED);
    assertThat(decision(byReference("Accept", "5"), rule("Drop", "1/65535", "0.0.0.0/0", "1")))
        .isEqualTo(Decision.DENIED);
  }
}
