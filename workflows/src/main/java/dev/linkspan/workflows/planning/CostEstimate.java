package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.plan.ClusterPlan.NewCluster;
import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.InstancePlan;
import dev.linkspan.workflows.planning.Prices.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the resources of a plan cost while nothing goes through them, as far as prices are known.
 * Traffic, capacity units, taxes and discounts come on top. Pure.
 *
 * @param total of the items with a price, in a month
 */
public record CostEstimate(
    String currency, List<Item> items, BigDecimal total, List<String> sources) {
  private static final int HOURS_A_MONTH = 730;

  /**
   * One line.
   *
   * @param count how many, or how many GiB
   * @param perMonth for all of them; empty if no price is known
   */
  public record Item(String item, int count, Optional<BigDecimal> perMonth) {}

  /** The estimate for this plan with these prices. */
  public static CostEstimate of(Plan plan, Prices prices) {
    List<Item> items = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    counts(plan)
        .forEach(
            (item, count) -> {
              Optional<Price> price = prices.of(item, plan.region());
              items.add(new Item(item, count, price.map(p -> perMonth(p, count))));
              price.ifPresent(p -> sources.add(item + ": " + p.source() + " (" + p.asOf() + ")"));
            });
    BigDecimal total =
        items.stream()
            .flatMap(item -> item.perMonth().stream())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return new CostEstimate(prices.currency(), List.copyOf(items), total, List.copyOf(sources));
  }

  private static Map<String, Integer> counts(Plan plan) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    if (plan.cluster() instanceof NewCluster created) {
      for (InstancePlan instance : created.network().instances()) {
        counts.merge("instance " + instance.instanceType(), 1, Integer::sum);
      }
      for (InstancePlan instance : created.network().instances()) {
        counts.merge("disk " + instance.diskCategory(), instance.diskGiB(), Integer::sum);
      }
    }
    counts.put("load balancer", 1);
    counts.put("endpoint service", 1);
    if (plan.verification().changefeed().use() == ChangefeedUse.KEEP) {
      counts.put("changefeed", 1);
    }
    return counts;
  }

  private static BigDecimal perMonth(Price price, int count) {
    return price
        .perHour()
        .multiply(BigDecimal.valueOf((long) HOURS_A_MONTH * count))
        .setScale(2, RoundingMode.HALF_UP);
  }

  /** As text for people. */
  public String text() {
    Table table = new Table("  ");
    for (Item item : items) {
      table.row(
          item.item(),
          item.item().startsWith("disk ") ? item.count() + " GiB" : item.count(),
          item.perMonth().map(amount -> amount.toPlainString()).orElse("not priced"));
    }
    long unpriced = items.stream().filter(item -> item.perMonth().isEmpty()).count();
    table.row(
        "total" + (unpriced == 0 ? "" : " without the " + unpriced + " not priced"),
        "",
        total.toPlainString());
    StringBuilder text =
        new StringBuilder("Cost in a month, estimated in ")
            .append(currency)
            .append(", without traffic, taxes and discounts\n")
            .append(table.text());
    sources.forEach(source -> text.append("  ").append(source).append('\n'));
    return text.toString();
  }
}
