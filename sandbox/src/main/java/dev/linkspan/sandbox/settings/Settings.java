package dev.linkspan.sandbox.settings;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings for behavior that the real clouds do not document, kept in the store. On a path of the
 * control API, GET shows all settings and POST changes those in its JSON object.
 */
public final class Settings implements Handler {

  /** A setting with its name on the wire and its default. */
  public enum Setting {
    /** Whether domains can be attached to a connection that is not ACTIVE. */
    ATTACH_BEFORE_ACTIVE("tidbcloud.attachBeforeActive", "false"),
    /** Whether each dry run proposes a new name. */
    FRESH_UNIQUE_NAMES("tidbcloud.freshUniqueNames", "false"),
    /** Whether a unique name can be attached that no dry run of the connection proposed. */
    ACCEPT_FOREIGN_NAMES("tidbcloud.acceptForeignNames", "false"),
    /**
     * Comma-separated forms of the domains that a dry run returns, with the placeholders {unique},
     * {region} and {zone}; a form with {zone} stands for a domain in each zone of the connection.
     */
    MANAGED_DOMAINS("tidbcloud.managedDomains", "*.{unique}.alicloud.plc.tidbcloud.com"),
    /** The same for the domains that are attached; empty for those of the dry run. */
    ATTACHED_DOMAINS("tidbcloud.attachedDomains", ""),
    /** Whether a second connection with the same display name is refused with 409. */
    REFUSE_DUPLICATE_NAMES("tidbcloud.refuseDuplicateNames", "false"),
    /** Whether a deleted connection or changefeed stays in the state DELETED instead of a 404. */
    DELETED_STAYS_VISIBLE("tidbcloud.deletedStaysVisible", "false"),
    /** When a connection names its endpoint: early (at once), pending, or late (once ACTIVE). */
    ENDPOINT_ID("tidbcloud.endpointId", "pending"),
    /** Other names of a connection's states, such as FAILED=REJECTED,CREATING=PREPARING. */
    CONNECTION_STATES("tidbcloud.connectionStates", ""),
    /** Whether lists of connections are always empty. */
    LISTS_HIDE_CONNECTIONS("tidbcloud.listsHideConnections", "false"),
    /** Whether the feature of changefeeds is enabled; calls are refused with 403 otherwise. */
    CHANGEFEEDS_ENABLED("tidbcloud.changefeedsEnabled", "true"),
    /** Whether an eleventh changefeed is a 429 with RESOURCE_EXHAUSTED instead of a 400. */
    QUOTA_EXHAUSTS("tidbcloud.quotaExhausts", "false"),
    /** Requests per minute and API key. */
    REQUESTS_PER_MINUTE("tidbcloud.requestsPerMinute", "100"),
    /** The algorithm that a challenge offers: MD5 or SHA-256. */
    DIGEST_ALGORITHM("tidbcloud.digestAlgorithm", "MD5"),
    /** Comma-separated zones that TiDB Cloud connects from; empty for all zones of the region. */
    ZONES("tidbcloud.zones", ""),
    /** Whether a deleted endpoint service stays, with the status Deleted; else it is not found. */
    DELETED_SERVICES_STAY("privatelink.deletedServicesStay", "false"),
    /** Whether attaching a load balancer to an endpoint service protects it from deletion. */
    ATTACHING_PROTECTS("privatelink.attachingProtectsLoadBalancer", "true");

    private final String wireName;
    private final String defaultValue;

    Setting(String wireName, String defaultValue) {
      this.wireName = wireName;
      this.defaultValue = defaultValue;
    }
  }

  private static final String TYPE = "_setting";

  private final Store store;

  public Settings(Store store) {
    this.store = store;
  }

  public String text(Setting setting) {
    return store
        .find(TYPE, setting.wireName)
        .map(chosen -> chosen.text("value"))
        .orElse(setting.defaultValue);
  }

  public boolean flag(Setting setting) {
    return Boolean.parseBoolean(text(setting));
  }

  /** Returns a number; the default if the value is not a number. */
  public int integer(Setting setting) {
    String value = text(setting);
    return Integer.parseInt(value.matches("\\d{1,9}") ? value : setting.defaultValue);
  }

  /** Changes a setting. */
  public void choose(Setting setting, String value) {
    store.put(Resource.of(TYPE, setting.wireName, "", "", setting.wireName).with("value", value));
  }

  @Override
  public Reply handle(Request request) {
    if (request.method().equals("POST")) {
      try {
        Map<String, String> wanted = new TreeMap<>(Parameters.ofJson(request.body()).asMap());
        for (Setting setting : Setting.values()) {
          if (wanted.containsKey(setting.wireName)) {
            choose(setting, wanted.remove(setting.wireName));
          }
        }
        if (!wanted.isEmpty()) {
          return Reply.json(400, Map.of("error", "unknown settings: " + wanted.keySet()));
        }
      } catch (ApiError | UncheckedIOException e) {
        return Reply.json(400, Map.of("error", String.valueOf(e.getMessage())));
      }
    }
    Map<String, String> all = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      all.put(setting.wireName, text(setting));
    }
    return Reply.json(200, all);
  }
}
