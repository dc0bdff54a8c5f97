package dev.linkspan.workflows.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.planning.Prices.Price;
import dev.linkspan.workflows.spec.Specs;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostEstimateTest {
  private static final Plan GUIDE = Planner.plan(Specs.accepted(Specs.guide()));

  private static Price price(String item, String perHour) {
    return new Price(item, new BigDecimal(perHour), "a page", "2024-01-01");
  }

  @Test
  void whatHasNoPriceIsNotPricedAndNotInTheTotal() {
    CostEstimate estimate =
        CostEstimate.of(GUIDE, new Prices("USD", List.of(price("load balancer", "0.02"))));

    assertThat(estimate.total()).isEqualByComparingTo("14.60");
    assertThat(estimate.text())
        .contains("estimated in USD")
        .containsPattern("instance ecs.t5-lc1m2.small +4 +not priced")
        .containsPattern("disk cloud_efficiency +160 GiB +not priced")
        .containsPattern("load balancer +1 +14.60")
        .contains("total without the 3 not priced", "load balancer: a page (2024-01-01)");
  }

  @Test
  void thePriceOfTheRegionCountsBeforeThatOfAllRegionsAndForEachOfThem() {
    Prices prices =
        new Prices(
            "EUR",
            List.of(
                price("instance ecs.t5-lc1m2.small", "9"),
                price("instance ecs.t5-lc1m2.small in ap-southeast-1", "0.01"),
                price("disk cloud_efficiency", "0.0001")));

    assertThat(CostEstimate.of(GUIDE, prices).total()).isEqualByComparingTo("40.88");
  }

  @Test
  void aChangefeedThatStaysIsBilled() {
    Plan demo = Planner.plan(Specs.accepted(Specs.demo(3)));

    assertThat(CostEstimate.of(demo, new Prices("USD", List.of())).items())
        .extracting(CostEstimate.Item::item)
        .contains("changefeed");
    assertThat(CostEstimate.of(GUIDE, new Prices("USD", List.of())).items())
        .extracting(CostEstimate.Item::item)
        .doesNotContain("changefeed");
  }
}
