package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.forwarding.HealthCheck;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.state.Resource;
import java.util.List;
import java.util.Map;

/**
 * The health check settings of a server group, with the product's defaults. Times are in seconds.
 */
record HealthSettings(
    boolean enabled,
    String type,
    int port,
    int healthy,
    int unhealthy,
    int connectTimeout,
    int interval) {

  static final HealthSettings DEFAULT = new HealthSettings(true, "TCP", 0, 2, 2, 5, 5);

  static HealthSettings of(Resource group) {
    List<Map<String, Object>> stored = group.objects("healthCheck");
    if (stored.isEmpty()) {
      return DEFAULT;
    }
    JsonObject map = new JsonObject(stored.get(0));
    return new HealthSettings(
        Boolean.TRUE.equals(map.value("HealthCheckEnabled")),
        map.text("HealthCheckType"),
        map.integer("HealthCheckConnectPort"),
        map.integer("HealthyThreshold"),
        map.integer("UnhealthyThreshold"),
        map.integer("HealthCheckConnectTimeout"),
        map.integer("HealthCheckInterval"));
  }

  /** Returns these settings with the changes that the caller sent. */
  HealthSettings with(Parameters sent) {
    HealthSettings changed =
        new HealthSettings(
            sent.flag("HealthCheckEnabled", enabled),
            sent.text("HealthCheckType", type),
            sent.integer("HealthCheckConnectPort", port),
            sent.integer("HealthyThreshold", healthy),
            sent.integer("UnhealthyThreshold", unhealthy),
            sent.integer("HealthCheckConnectTimeout", connectTimeout),
            sent.integer("HealthCheckInterval", interval));
    changed.check();
    return changed;
  }

  private void check() {
    require(List.of("TCP", "HTTP", "UDP").contains(type), "HealthCheckType");
    require(port >= 0 && port <= 65_535, "HealthCheckConnectPort");
    require(healthy >= 2 && healthy <= 10, "HealthyThreshold");
    require(unhealthy >= 2 && unhealthy <= 10, "UnhealthyThreshold");
    require(connectTimeout >= 1 && connectTimeout <= 300, "HealthCheckConnectTimeout");
    require(interval >= 1 && interval <= 50, "HealthCheckInterval");
  }

  private static void require(boolean good, String parameter) {
    if (!good) {
      throw NlbErrors.illegal(parameter);
    }
  }

  HealthCheck toHealthCheck() {
    return new HealthCheck(interval, connectTimeout, healthy, unhealthy);
  }

  /** Returns the settings as the API shows them and as they are stored. */
  Map<String, Object> view() {
    return Fields.of(
        "HealthCheckEnabled",
        enabled,
        "HealthCheckType",
        type,
        "HealthCheckConnectPort",
        port,
        "HealthyThreshold",
        healthy,
        "UnhealthyThreshold",
        unhealthy,
        "HealthCheckConnectTimeout",
        connectTimeout,
        "HealthCheckInterval",
        interval);
  }
}
