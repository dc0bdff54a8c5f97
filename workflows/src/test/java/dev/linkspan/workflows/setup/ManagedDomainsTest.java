package dev.linkspan.workflows.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.ClusterPlan.RolloutPlan;
import dev.linkspan.workflows.setup.SetupStatus.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Brokers advertise names under the domains that TiDB Cloud returns, whatever their form. */
class ManagedDomainsTest {
  private static final BrokerDomains SHORT =
      new BrokerDomains(
          Answers.UNIQUE_NAME, List.of("*." + Answers.UNIQUE_NAME + ".alicloud.tidbcloud.com"));

  private final Lab lab = new Lab();
  private final World world = lab.world;

  @AfterEach
  void close() {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({
    "*.abc123.alicloud.plc.tidbcloud.com, b2.abc123.alicloud.plc.tidbcloud.com:9094",
    "*.abc123.ap-southeast-1.alicloud.plc.tidbcloud.com,"
        + " b2.abc123.ap-southeast-1.alicloud.plc.tidbcloud.com:9094",
    "*.abc123.alicloud.tidbcloud.com, b2.abc123.alicloud.tidbcloud.com:9094",
    "*.ap-southeast-1a.abc123.alicloud.plc.tidbcloud.com"
        + " *.ap-southeast-1b.abc123.alicloud.plc.tidbcloud.com,"
        + " b2.ap-southeast-1b.abc123.alicloud.plc.tidbcloud.com:9094"
  })
  void brokersAdvertiseNamesUnderTheDomainsOfTheDryRun(String domains, String second) {
    world.answers.domains = new BrokerDomains(Answers.UNIQUE_NAME, List.of(domains.split(" ", -1)));
    lab.startApproved(Plans.withBrokers(3));

    SetupStatus status = lab.awaitPhase(Phase.READY);

    assertThat(world.kafka.advertised().get(2)).isEqualTo(second);
    assertThat(status.inventory().link().orElseThrow().domains()).isEqualTo(world.answers.domains);
  }

  @Test
  void otherAttachedDomainsParkBeforeAnyBrokerHasANameAndRetryTakesThem() {
    world.answers.attachedDomains = Optional.of(SHORT);
    world.kafka.addRunningBrokers(3);
    lab.start(Plans.ofExisting(3, Mode.COMBINED, new RolloutPlan(Duration.ZERO, false)));
    lab.setup.approve(Lab.YES);

    SetupStatus parked = lab.awaitPhase(Phase.PARKED);

    assertThat(parked.parked().get(0).problem())
        .contains("b1.abc123.alicloud.plc.tidbcloud.com", "b3.abc123.alicloud.plc.tidbcloud.com")
        .contains("*.abc123.alicloud.tidbcloud.com");
    assertThat(world.calls("stop 10")).isEmpty();
    assertThat(world.kafka.advertised().values()).noneMatch(name -> name.contains("abc123"));

    lab.setup.retry(Lab.ADA);
    lab.awaitPhase(Phase.READY);

    assertThat(world.kafka.advertised().get(1)).isEqualTo("b1.abc123.alicloud.tidbcloud.com:9093");
  }
}
