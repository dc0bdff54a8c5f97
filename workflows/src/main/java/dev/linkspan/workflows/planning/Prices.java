package dev.linkspan.workflows.planning;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Prices of what a setup creates, from a file.
 *
 * @param currency of every price, for example {@code USD}
 */
public record Prices(String currency, List<Price> prices) {
  /** All parts are needed; a file that lacks one is refused. */
  public Prices {
    Objects.requireNonNull(currency, "currency");
    prices = List.copyOf(prices);
  }

  /**
   * A price.
   *
   * @param item as {@link CostEstimate} names it: {@code instance TYPE}, {@code disk CATEGORY} for
   *     each GiB, {@code load balancer}, {@code endpoint service}, or {@code changefeed}; followed
   *     by {@code in REGION} if it is the price of one region
   * @param source where it was published
   * @param asOf date of the source, such as {@code 2024-03-11}
   */
  public record Price(String item, BigDecimal perHour, String source, String asOf) {
    /** All parts are needed; a file that lacks one is refused, or has a negative price. */
    public Price {
      Objects.requireNonNull(item, "item");
      Objects.requireNonNull(perHour, "perHour");
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(asOf, "asOf");
      if (perHour.signum() < 0) {
        throw new IllegalArgumentException("the price of " + item + " is negative");
      }
    }
  }

  /** The price in this region, or the one for all regions. */
  Optional<Price> of(String item, String region) {
    return find(item + " in " + region).or(() -> find(item));
  }

  private Optional<Price> find(String item) {
    return prices.stream().filter(price -> item.equals(price.item())).findFirst();
  }
}
