package dev.linkspan.activities.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyuncs.ecs.model.v20140526.DescribeSecurityGroupAttributeResponse.Permission;
import org.junit.jupiter.api.Test;

class RuleTextTest {
  @Test
  void aRuleIsToldByItsPortsAndItsSource() {
    Permission rule = rule();
    rule.setPortRange("39092/39092");
    rule.setSourceCidrIp("10.0.0.0/8");

    assertThat(RuleText.of(rule)).isEqualTo("drop tcp 39092/39092 from 10.0.0.0/8");
  }

  @Test
  void aRuleWithAListOfPortsAndAGroupIsToldWithoutNull() {
    Permission rule = rule();
    rule.setSourceCidrIp("");
    rule.setSourceGroupId("sg-1");

    assertThat(RuleText.of(rule)).isEqualTo("drop tcp ports of a list from sg-1");
  }

  @Test
  void aRuleOfAnIpv6RangeHasNoOtherSource() {
    Permission rule = rule();
    rule.setPortRange("-1/-1");

    assertThat(RuleText.of(rule)).isEqualTo("drop tcp -1/-1 from an IPv6 range");
  }

  private static Permission rule() {
    Permission rule = new Permission();
    rule.setPolicy("Drop");
    rule.setIpProtocol("TCP");
    return rule;
  }
}
