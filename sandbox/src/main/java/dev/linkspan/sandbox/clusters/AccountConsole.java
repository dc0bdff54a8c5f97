package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.rpc.RpcApi;
import java.util.LinkedHashMap;
import java.util.Map;

/** Performs operations as the owner of the account does in the web console. */
final class AccountConsole {
  private static final String VPC = "2016-04-28";
  private static final String ECS = "2014-05-26";

  private final RpcApi api;

  AccountConsole(RpcApi api) {
    this.api = api;
  }

  JsonObject vpc(String region, String action, String... parameters) {
    return perform(VPC, region, action, parameters);
  }

  JsonObject ecs(String region, String action, String... parameters) {
    return perform(ECS, region, action, parameters);
  }

  private JsonObject perform(String version, String region, String action, String... parameters) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("RegionId", region);
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    return new JsonObject(api.perform(version, action, all));
  }

  /** Returns the only instance id in a response of RunInstances. */
  static String instanceId(JsonObject answer) {
    return answer.object("InstanceIdSets").texts("InstanceIdSet").get(0);
  }
}
