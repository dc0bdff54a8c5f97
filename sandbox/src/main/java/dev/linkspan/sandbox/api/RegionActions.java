package dev.linkspan.sandbox.api;

import dev.linkspan.sandbox.json.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The operation DescribeRegions, which every product has. */
public final class RegionActions {
  private RegionActions() {}

  /**
   * Returns the operation.
   *
   * @param product name of the product, which the name of its hosts starts with
   * @param wrapped whether the list has the form {@code Regions.Region[]}
   * @param more adds the product's own fields to a region
   */
  public static Action describe(
      String product, boolean wrapped, UnaryOperator<Map<String, Object>> more) {
    return call -> {
      List<Map<String, Object>> regions =
          Regions.names().stream()
              .map(
                  region ->
                      more.apply(
                          Fields.of(
                              "RegionId",
                              region,
                              "LocalName",
                              Regions.localName(region),
                              "RegionEndpoint",
                              product.toLowerCase(Locale.ROOT) + "." + region + ".aliyuncs.com")))
              .toList();
      return Fields.of("Regions", wrapped ? Map.of("Region", regions) : regions);
    };
  }
}
