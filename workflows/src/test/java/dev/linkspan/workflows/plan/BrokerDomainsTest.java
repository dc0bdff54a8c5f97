package dev.linkspan.workflows.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerDomainsTest {
  private static final BrokerDomains PER_ZONE =
      new BrokerDomains(
          "u7",
          List.of(
              "*.ap-southeast-1a.u7.alicloud.plc.tidbcloud.com",
              "*.ap-southeast-1b.u7.alicloud.plc.tidbcloud.com"));

  @ParameterizedTest
  @CsvSource({
    "*.u7.alicloud.plc.tidbcloud.com, b2.u7.alicloud.plc.tidbcloud.com",
    "*.u7.alicloud.tidbcloud.com, b2.u7.alicloud.tidbcloud.com",
    "*.u7.ap-southeast-1.alicloud.plc.tidbcloud.com,"
        + " b2.u7.ap-southeast-1.alicloud.plc.tidbcloud.com",
    "*.ap-southeast-1b.u7.alicloud.plc.tidbcloud.com,"
        + " b2.ap-southeast-1b.u7.alicloud.plc.tidbcloud.com"
  })
  void namesFollowFromTheDomainAndLeadBackToIt(String domain, String host) {
    BrokerDomains domains = new BrokerDomains("u7", List.of(domain));

    assertThat(domains.host(2, "ap-southeast-1b")).contains(host);
    assertThat(domains.covers(host)).isTrue();
    assertThat(BrokerDomains.ofHost(2, host)).contains(domains);
    assertThat(BrokerDomains.ofHost(1, host)).isEmpty();
  }

  @Test
  void aBrokerGetsTheDomainOfItsZoneOrElseTheFirst() {
    assertThat(PER_ZONE.host(2, "ap-southeast-1b"))
        .contains("b2.ap-southeast-1b.u7.alicloud.plc.tidbcloud.com");
    assertThat(PER_ZONE.host(3, "ap-southeast-1c"))
        .contains("b3.ap-southeast-1a.u7.alicloud.plc.tidbcloud.com");
  }

  @ParameterizedTest
  @CsvSource({
    "b1.u7.alicloud.plc.tidbcloud.com, true",
    "B1.U7.alicloud.plc.tidbcloud.com, true",
    "b1.zone.u7.alicloud.plc.tidbcloud.com, false",
    "u7.alicloud.plc.tidbcloud.com, false",
    ".u7.alicloud.plc.tidbcloud.com, false",
    "b1.u8.alicloud.plc.tidbcloud.com, false",
    "b1.u7.alicloud.tidbcloud.com, false"
  })
  void aWildcardStandsForOneLabel(String host, boolean covered) {
    assertThat(BrokerDomains.ofGuide("u7").covers(host)).isEqualTo(covered);
  }

  @Test
  void withoutAWildcardThereIsNoName() {
    assertThat(new BrokerDomains("u7", List.of("u7.alicloud.plc.tidbcloud.com")).host(1, "a"))
        .isEmpty();
    assertThat(new BrokerDomains("u7", List.of()).host(1, "a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "b1.unique_name.alicloud.plc.tidbcloud.com",
    "b1.u7.aws.plc.tidbcloud.com",
    "b1.ap-southeast-1.alicloud.plc.tidbcloud.com",
    "10.0.0.1"
  })
  void otherHostsAreNotManaged(String host) {
    assertThat(BrokerDomains.ofHost(1, host)).isEmpty();
  }

  @Test
  void domainsOfSeveralBrokersBelongTogetherUnderOneUniqueName() {
    BrokerDomains first =
        BrokerDomains.ofHost(1, PER_ZONE.host(1, "ap-southeast-1a").orElseThrow()).orElseThrow();
    BrokerDomains second =
        BrokerDomains.ofHost(2, PER_ZONE.host(2, "ap-southeast-1b").orElseThrow()).orElseThrow();

    assertThat(BrokerDomains.together(List.of(first, second))).isEqualTo(Optional.of(PER_ZONE));
    assertThat(BrokerDomains.together(List.of(first, BrokerDomains.ofGuide("u8")))).isEmpty();
    assertThat(BrokerDomains.together(List.of())).isEmpty();
  }
}
