package dev.linkspan.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CidrTest {
  @Test
  void blocksContainTheirPartsAndOverlapThemBothWays() {
    Cidr vpc = Cidr.of("10.0.0.0/16");
    Cidr part = Cidr.of("10.0.192.0/18");
    assertThat(vpc.contains(part)).isTrue();
    assertThat(part.contains(vpc)).isFalse();
    assertThat(part.overlaps(vpc)).isTrue();
    assertThat(part.overlaps(Cidr.of("10.0.128.0/18"))).isFalse();
  }

  @Test
  void blocksFollowEachOtherToTheEndOfTheAddressSpace() {
    assertThat(Cidr.of("10.0.0.0/18").next()).contains(Cidr.of("10.0.64.0/18"));
    assertThat(Cidr.of("255.255.0.0/16").next()).isEmpty();
  }

  @Test
  void theEndsOfTheAddressSpaceAreBlocksToo() {
    Cidr everything = Cidr.of("0.0.0.0/0");
    Cidr last = Cidr.of("255.255.255.255/32");
    assertThat(everything.contains(last)).isTrue();
    assertThat(everything.size()).isEqualTo(1L << 32);
    assertThat(last.size()).isEqualTo(1);
    assertThat(last).hasToString("255.255.255.255/32");
  }
}
