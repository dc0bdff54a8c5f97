package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.json.Fields;
import java.util.List;
import java.util.Map;

/** The regions that the sandbox's organization can choose from. */
final class Regions {
  private static final List<String> PLANS = List.of("Starter", "Essential", "Premium", "BYOC");

  private static final List<Region> ALL =
      List.of(
          new Region("alicloud", "ap-southeast-1", "Singapore", List.of("Starter", "Essential")),
          new Region("alicloud", "ap-southeast-5", "Jakarta", List.of("Essential")),
          new Region("alicloud", "ap-northeast-1", "Tokyo", List.of("Essential")),
          new Region("alicloud", "cn-hongkong", "Hong Kong", List.of("Essential")),
          new Region("aws", "us-east-1", "N. Virginia", List.of("Starter", "Essential")));

  private Regions() {}

  private record Region(String provider, String code, String city, List<String> plans) {
    Map<String, Object> view() {
      Map<String, Object> json = json(provider, code);
      json.put("servicePlans", plans);
      return json;
    }
  }

  /**
   * Lists the regions of a provider and a plan, as far as the query names them.
   *
   * @throws TidbCloudError if the plan is not known
   */
  static List<Map<String, Object>> list(Map<String, String> query) {
    String provider = query.getOrDefault("cloudProvider", "");
    String plan = query.getOrDefault("servicePlan", "");
    if (!plan.isEmpty() && !PLANS.contains(plan)) {
      throw TidbCloudError.invalid("servicePlan \"" + plan + "\" is not known");
    }
    return ALL.stream()
        .filter(region -> provider.isEmpty() || region.provider().equals(provider))
        .filter(region -> plan.isEmpty() || region.plans().contains(plan))
        .map(Region::view)
        .toList();
  }

  /** The region of a cluster. */
  static Map<String, Object> json(String provider, String code) {
    String id = provider + "-" + code;
    String city =
        ALL.stream()
            .filter(region -> region.provider().equals(provider) && region.code().equals(code))
            .map(Region::city)
            .findFirst()
            .orElse(code);
    return Fields.of(
        "name",
        "regions/" + id,
        "regionId",
        id,
        "cloudProvider",
        provider,
        "provider",
        provider,
        "displayName",
        city + " (" + code + ")");
  }
}
