package dev.linkspan.sandbox.tidbcloud;

import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.settings.Settings;
import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Proposes, attaches and detaches the managed domains of connections. */
final class AttachedDomains {
  private static final String ATTACHED = "attachedDomains";
  private static final String PROPOSED = "proposedNames";

  private final Store store;
  private final Settings settings;

  AttachedDomains(Store store, Settings settings) {
    this.store = store;
    this.settings = settings;
  }

  static List<Map<String, Object>> of(Resource connection) {
    return connection.objects(ATTACHED);
  }

  Map<String, Object> attach(Resource connection, Map<String, Object> body) {
    if (!(body.get("attachDomain") instanceof Map<?, ?> wanted)) {
      throw TidbCloudError.invalid("attachDomain is required");
    }
    String type = wanted.get("type") instanceof String text ? text : "";
    String name = wanted.get("uniqueName") instanceof String text ? text : "";
    if (type.equals("CONFLUENT")) {
      throw TidbCloudError.invalid("CONFLUENT domains need an AWS_ENDPOINT_SERVICE connection");
    }
    if (!type.equals("TIDBCLOUD_MANAGED")) {
      throw TidbCloudError.invalid("unknown attachDomain.type \"" + type + "\"");
    }
    if (!connection.is(Connections.ACTIVE) && !settings.flag(Setting.ATTACH_BEFORE_ACTIVE)) {
      throw TidbCloudError.failedPrecondition(
          "private link connection is " + connection.status() + ", not ACTIVE");
    }
    return Boolean.TRUE.equals(body.get("validateOnly"))
        ? propose(connection, name)
        : attach(connection, name);
  }

  private Map<String, Object> propose(Resource connection, String name) {
    if (!name.isEmpty()) {
      requireAttachable(connection, name);
      return view(connection, name, settings.text(Setting.MANAGED_DOMAINS));
    }
    List<String> proposed = new ArrayList<>(connection.texts(PROPOSED));
    if (proposed.isEmpty() || settings.flag(Setting.FRESH_UNIQUE_NAMES)) {
      proposed.add(UniqueName.of(UUID.randomUUID()));
      store.put(connection.with(PROPOSED, proposed));
    }
    return view(
        connection, proposed.get(proposed.size() - 1), settings.text(Setting.MANAGED_DOMAINS));
  }

  private Map<String, Object> attach(Resource connection, String name) {
    if (name.isEmpty()) {
      throw TidbCloudError.invalid("attachDomain.uniqueName is required");
    }
    requireAttachable(connection, name);
    Map<String, Object> domain = Fields.of("attachDomainId", store.newId("ad"));
    String chosen = settings.text(Setting.ATTACHED_DOMAINS);
    String forms = chosen.isEmpty() ? settings.text(Setting.MANAGED_DOMAINS) : chosen;
    domain.putAll(view(connection, name, forms));
    domain.put("createdBy", "sandbox");
    domain.put("createTime", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    List<Map<String, Object>> all = new ArrayList<>(of(connection));
    all.add(domain);
    store.put(connection.with(ATTACHED, all));
    return domain;
  }

  private void requireAttachable(Resource connection, String name) {
    if (!UniqueName.FORM.matcher(name).matches()) {
      throw TidbCloudError.invalid("uniqueName \"" + name + "\" is malformed");
    }
    if (!settings.flag(Setting.ACCEPT_FOREIGN_NAMES)
        && !connection.texts(PROPOSED).contains(name)) {
      throw TidbCloudError.invalid("uniqueName \"" + name + "\" was not proposed by a dry run");
    }
    boolean attached =
        store.all(Connections.TYPE).stream()
            .flatMap(any -> of(any).stream())
            .anyMatch(domain -> name.equals(domain.get("uniqueName")));
    if (attached) {
      throw TidbCloudError.conflict("uniqueName \"" + name + "\" is attached already");
    }
  }

  private static Map<String, Object> view(Resource connection, String name, String forms) {
    return Fields.of(
        "clusterId",
        connection.text("clusterId"),
        "privateLinkConnectionId",
        connection.id(),
        "type",
        "TIDBCLOUD_MANAGED",
        "uniqueName",
        name,
        "domains",
        names(connection, name, forms).stream()
            .map(domain -> Fields.of("name", domain, "state", "ACTIVE", "message", ""))
            .toList());
  }

  /** Fills in the placeholders of the forms. */
  private static List<String> names(Resource connection, String name, String forms) {
    List<String> zones = connection.texts("zones");
    return Arrays.stream(forms.split(",", -1))
        .map(form -> form.strip().replace("{unique}", name))
        .map(form -> form.replace("{region}", connection.region()))
        .flatMap(
            form ->
                form.contains("{zone}")
                    ? zones.stream().map(zone -> form.replace("{zone}", zone))
                    : Stream.of(form))
        .toList();
  }

  /** The names of the attached domains. */
  static List<String> namesOf(Resource connection) {
    return of(connection).stream()
        .map(JsonObject::new)
        .flatMap(attached -> attached.objects("domains").stream())
        .map(domain -> domain.text("name"))
        .toList();
  }

  Map<String, Object> detach(Resource connection, Map<String, Object> body) {
    String id = body.get("attachDomainId") instanceof String text ? text : "";
    List<Map<String, Object>> left = new ArrayList<>();
    Map<String, Object> detached = null;
    for (Map<String, Object> domain : of(connection)) {
      if (id.equals(domain.get("attachDomainId"))) {
        detached = domain;
      } else {
        left.add(domain);
      }
    }
    if (detached == null) {
      throw TidbCloudError.notFound("attached domain", id);
    }
    store.put(connection.with(ATTACHED, left));
    return detached;
  }
}
