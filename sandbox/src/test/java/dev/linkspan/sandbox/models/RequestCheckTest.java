package dev.linkspan.sandbox.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.sandbox.models.Difference.Kind;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RequestCheckTest {

  @Test
  void theTablesNameTheirSourceWithItsVersion() {
    assertThat(ProductModel.of("Vpc").source())
        .isEqualTo("alibabacloud-vpc20160428 7.2.2, API version 2016-04-28");
    assertThat(ProductModel.of("TidbCloud").source()).startsWith("tidbcloud-cli");
  }

  @Test
  void aParameterRenamedByOneLetterIsUnknown() {
    assertThat(kinds("Vpc", "DescribeVpcs", Map.of("RegionId", "r", "VpcIds", "v")))
        .containsExactly(Kind.UNKNOWN);
    assertThat(kinds("Vpc", "CreateVpc", Map.of("RegionId", "r", "Tag.1.Kay", "v")))
        .containsExactly(Kind.UNKNOWN);
  }

  @Test
  void listsCanBeNumberedOrOneJsonText() {
    Map<String, String> numbered =
        Map.of(
            "ServerGroupId",
            "g",
            "Servers.1.ServerId",
            "i",
            "Servers.1.ServerType",
            "Ecs",
            "Servers.1.Port",
            "9092");
    assertThat(kinds("Nlb", "AddServersToServerGroup", numbered)).isEmpty();
    assertThat(
            kinds(
                "Nlb",
                "AddServersToServerGroup",
                Map.of(
                    "ServerGroupId", "g",
                    "Servers", "[{\"ServerId\":\"i\",\"ServerType\":\"Ecs\",\"Port\":9092}]")))
        .isEmpty();
    assertThat(
            kinds("Nlb", "AddServersToServerGroup", Map.of("ServerGroupId", "g", "Servers", "i-1")))
        .containsExactly(Kind.TYPE);
  }

  @Test
  void aRequiredPartOfAListElementIsMissing() {
    assertThat(
            kinds(
                "Nlb",
                "AddServersToServerGroup",
                Map.of("ServerGroupId", "g", "Servers.1.ServerId", "i", "Servers.1.Port", "1")))
        .containsExactly(Kind.MISSING);
  }

  @Test
  void valuesHaveTheTypeAndRangeOfTheModel() {
    assertThat(kinds("Vpc", "DescribeVpcs", Map.of("RegionId", "r", "PageSize", "ten")))
        .containsExactly(Kind.TYPE);
    assertThat(kinds("Vpc", "DescribeVpcs", Map.of("RegionId", "r", "IsDefault", "no")))
        .containsExactly(Kind.TYPE);
    assertThat(kinds("Ecs", "DescribeInstances", Map.of("RegionId", "r", "InstanceIds", "i-1")))
        .containsExactly(Kind.TYPE);
    assertThat(kinds("Nlb", "ListLoadBalancers", Map.of("MaxResults", "101")))
        .containsExactly(Kind.RANGE);
  }

  @Test
  void aParameterThatTheSandboxIgnoresIsNotModeled() {
    assertThat(kinds("Ecs", "DescribeInstances", Map.of("RegionId", "r", "RdmaIpAddresses", "[]")))
        .containsExactly(Kind.NOT_MODELED);
    assertThat(kinds("Vpc", "CreateVpc", Map.of("RegionId", "r", "EnableIpv6", "true")))
        .containsExactly(Kind.NOT_MODELED);
    assertThat(kinds("Vpc", "CreateVpc", Map.of("RegionId", "r", "EnableIpv6", "false"))).isEmpty();
  }

  @Test
  void everyModeledParameterIsOneOfTheOfficialModel() {
    for (String product : new String[] {"Sts", "Vpc", "Ecs", "Nlb", "Privatelink"}) {
      for (ActionModel action : ProductModel.of(product).actions().values()) {
        assertThat(action.parameters().keySet())
            .as(product + " " + action.name())
            .containsAll(action.modeled().keySet());
      }
    }
  }

  @Test
  void everyLimitIsAboutAnOfficialParameterAndHoldsAtItsEnds() {
    int limits = 0;
    for (String product : new String[] {"Vpc", "Ecs", "Nlb", "Privatelink"}) {
      for (ActionModel action : ProductModel.of(product).actions().values()) {
        for (Limit limit : action.limits()) {
          limits++;
          assertThat(action.parameters().keySet())
              .as("%s of %s", limit.path(), action.name())
              .anyMatch(path -> path.startsWith(limit.path()));
          RequestCheck check = new RequestCheck(action);
          assertThat(check.exceeded(request(limit, limit.range().min()))).isEmpty();
          assertThat(check.exceeded(request(limit, limit.range().max()))).isEmpty();
          assertThat(check.exceeded(request(limit, limit.range().max() + 1))).contains(limit);
          if (limit.range().min() > 1) {
            assertThat(check.exceeded(request(limit, limit.range().min() - 1))).contains(limit);
          }
        }
      }
    }
    assertThat(limits).isGreaterThan(35);
  }

  @Test
  void everyLimitNamesTheSourceOfItsRangeAndOfItsCode() throws Exception {
    for (String product : new String[] {"vpc", "ecs", "nlb", "privatelink"}) {
      try (InputStream table =
          ProductModel.class.getResourceAsStream("limits/" + product + ".txt")) {
        String range = "\\w+ \\S+ (number|length|count) \\d+\\.\\.\\d+";
        String source = " # (sdk( \\S+\\[]\\.\\w+)?|metadata)";
        String code = "( \\S+( \\d+)?" + source + ", listed( for \\w+)?|" + source + ")";
        assertThat(new String(table.readAllBytes(), StandardCharsets.UTF_8).lines())
            .filteredOn(line -> !line.startsWith("#"))
            .isNotEmpty()
            .allMatch(line -> line.matches(range + code));
      }
    }
  }

  /** A request whose parameter has this number, length, or number of elements. */
  private static Map<String, String> request(Limit limit, long size) {
    Map<String, String> request = new TreeMap<>();
    switch (limit.measure()) {
      case NUMBER -> request.put(limit.path().replace("[]", ".1"), Long.toString(size));
      case LENGTH -> request.put(limit.path().replace("[]", ".1"), "x".repeat((int) size));
      case COUNT -> {
        for (int i = 1; i <= size; i++) {
          request.put(limit.path().replace("[]", "." + i), "x");
        }
      }
    }
    return request;
  }

  @Test
  void aFieldOfAResponseWithAnotherNameOrTypeDiffers() {
    BodyCheck check =
        new BodyCheck(ProductModel.of("Vpc").action("CreateVpc").orElseThrow().fields());
    assertThat(check.differences(Map.of("VpcId", "v"))).isEmpty();
    assertThat(check.differences(Map.of("VpcID", "v")))
        .extracting(Difference::kind)
        .containsExactly(Kind.UNKNOWN);
    assertThat(check.differences(Map.of("VpcId", 1)))
        .extracting(Difference::kind)
        .containsExactly(Kind.TYPE);
  }

  private static List<Kind> kinds(String product, String action, Map<String, String> parameters) {
    return new RequestCheck(ProductModel.of(product).action(action).orElseThrow())
        .differences(parameters).stream().map(Difference::kind).toList();
  }
}
