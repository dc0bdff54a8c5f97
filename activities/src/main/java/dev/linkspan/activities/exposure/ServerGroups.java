package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.AlibabaCloudException;
import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.alibabacloud.FindOrCreate;
import dev.linkspan.activities.alibabacloud.FindOrCreate.State;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.OwnerReads;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.activities.exposure.NlbResponses.HealthCheck;
import dev.linkspan.activities.exposure.NlbResponses.Server;
import dev.linkspan.activities.exposure.NlbResponses.ServerGroup;
import dev.linkspan.workflows.exposure.ExposureActivities.Backend;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Server groups of a network load balancer, and their backend servers. */
final class ServerGroups {
  private static final Logger LOG = LoggerFactory.getLogger(ServerGroups.class);
  private static final String KIND = "server group";
  private static final int IDS_PER_CALL = 20;
  private static final int FULL_WEIGHT = 100;
  private static final Duration RELEASE_TIMEOUT = Duration.ofMinutes(5);

  private final OwnerClient client;
  private final Owner owner;

  ServerGroups(OwnerClient client) {
    this.client = client;
    this.owner = client.owner();
  }

  String ensure(String vpcId, String name, HealthCheckPlan health) {
    ServerGroup group =
        new FindOrCreate<>(
                "server group " + name,
                "CreateServerGroup",
                name,
                oldest -> find(name, oldest),
                token -> create(vpcId, name, health, token),
                this::get,
                ServerGroup::serverGroupId,
                ServerGroups::state)
            .run(client);
    if (!isAsPlanned(group, health)) {
      correct(group.serverGroupId(), health);
    }
    return group.serverGroupId();
  }

  private static boolean isAsPlanned(ServerGroup group, HealthCheckPlan plan) {
    HealthCheck check = group.healthCheck();
    return !Boolean.TRUE.equals(group.preserveClientIpEnabled())
        && (check == null || check.equals(planned(plan)));
  }

  private static HealthCheck planned(HealthCheckPlan plan) {
    return new HealthCheck(
        true,
        "TCP",
        0,
        (int) plan.interval().toSeconds(),
        (int) plan.connectTimeout().toSeconds(),
        plan.healthyThreshold(),
        plan.unhealthyThreshold());
  }

  private void correct(String id, HealthCheckPlan plan) {
    Map<String, String> parameters = new HashMap<>(settings(plan));
    parameters.put("ServerGroupId", id);
    client.nlb("UpdateServerGroupAttribute", parameters, NlbResponses.Empty.class);
    client.reads().expecting(KIND, id);
    client.waitForEnd(
        "UpdateServerGroupAttribute",
        "server group " + id + " to be as planned",
        () -> get(id).filter(g -> state(g) == State.READY && isAsPlanned(g, plan)));
    LOG.info("set the health check and the client addresses of server group {} as planned", id);
  }

  private static Map<String, String> settings(HealthCheckPlan plan) {
    String check = "HealthCheckConfig.";
    return Map.of(
        "PreserveClientIpEnabled",
        "false",
        check + "HealthCheckEnabled",
        "true",
        check + "HealthCheckType",
        "TCP",
        check + "HealthCheckConnectPort",
        "0",
        check + "HealthCheckInterval",
        Long.toString(plan.interval().toSeconds()),
        check + "HealthCheckConnectTimeout",
        Long.toString(plan.connectTimeout().toSeconds()),
        check + "HealthyThreshold",
        Integer.toString(plan.healthyThreshold()),
        check + "UnhealthyThreshold",
        Integer.toString(plan.unhealthyThreshold()));
  }

  private String create(String vpcId, String name, HealthCheckPlan health, String token) {
    Map<String, String> parameters = new HashMap<>(Tags.parameters(owner, name));
    parameters.put("ServerGroupName", name);
    parameters.put("ServerGroupType", "Instance");
    parameters.put("VpcId", vpcId);
    parameters.put("Protocol", "TCP");
    parameters.putAll(settings(health));
    parameters.put("ClientToken", token);
    String id =
        client
            .nlb("CreateServerGroup", parameters, NlbResponses.CreatedServerGroup.class)
            .serverGroupId();
    client.reads().none(backendsOf(id));
    return client.reads().expecting(KIND, id);
  }

  private Optional<ServerGroup> find(String name, Duration oldest) {
    List<ServerGroup> listed = client.reads().list(KIND, oldest, () -> list(Tags.ofSetup(owner)));
    return NlbResponses.firstTagged(owner, name, listed, ServerGroup::tags);
  }

  /** Empty where there is no such server group. */
  Optional<ServerGroup> get(String id) {
    return get(id, OwnerReads.CURRENT);
  }

  /** Like {@link #get(String)}, from a read that may be as old as this. */
  Optional<ServerGroup> get(String id, Duration oldest) {
    return client
        .reads()
        .byId(KIND, id, oldest, IDS_PER_CALL, this::list, ServerGroup::serverGroupId);
  }

  /** All of the setup, as they are now. */
  List<ServerGroup> ofSetup() {
    return list(Tags.ofSetup(owner));
  }

  private List<ServerGroup> list(List<String> ids) {
    Map<String, String> filter = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      filter.put("ServerGroupIds." + (i + 1), ids.get(i));
    }
    return list(filter);
  }

  private List<ServerGroup> list(Map<String, String> filter) {
    Map<String, String> parameters = new HashMap<>(filter);
    parameters.put("MaxResults", "100");
    return client.nlbList("ListServerGroups", parameters, NlbResponses.ServerGroups.class).stream()
        .filter(g -> OwnerClient.exists(g.serverGroupStatus()))
        .toList();
  }

  /** Adds and removes backend servers until the group has exactly these. */
  void ensureBackends(String id, List<Backend> backends) {
    if (client.reads().takeNone(backendsOf(id)) && add(id, backends)) {
      client.reads().expecting(KIND, id);
      boolean exactly =
          client.waitForEnd(
              "AddServersToServerGroup",
              "server group " + id + " to be Available",
              () -> get(id).filter(g -> state(g) == State.READY).map(g -> counts(g, backends)));
      if (exactly) {
        LOG.info("server group {} has exactly the backend servers {}", id, backends);
        return;
      }
    }
    client.waitFor(
        "the backend servers of server group " + id,
        () -> hasExactly(id, backends) ? Optional.of(true) : Optional.empty());
    LOG.info("server group {} has exactly the backend servers {}", id, backends);
  }

  private static String backendsOf(String id) {
    return "backend servers of " + id;
  }

  private static State state(ServerGroup group) {
    return "Available".equals(group.serverGroupStatus()) ? State.READY : State.PENDING;
  }

  /** The API has accepted all of these: if there are as many, there are no others. */
  private static boolean counts(ServerGroup group, List<Backend> backends) {
    return group.serverCount() != null && group.serverCount() == backends.size();
  }

  private boolean hasExactly(String id, List<Backend> backends) {
    List<Server> present =
        backends(id).stream().filter(s -> !"Removing".equals(s.status())).toList();
    List<Backend> missing =
        backends.stream().filter(b -> present.stream().noneMatch(s -> is(s, b))).toList();
    List<Server> extra =
        present.stream().filter(s -> backends.stream().noneMatch(b -> is(s, b))).toList();
    if (!missing.isEmpty()) {
      add(id, missing);
    }
    if (!extra.isEmpty()) {
      remove(id, extra);
    }
    List<Server> weighted =
        present.stream().filter(s -> !extra.contains(s) && !hasFullWeight(s)).toList();
    if (!weighted.isEmpty()) {
      giveFullWeight(id, weighted);
    }
    return missing.isEmpty()
        && extra.isEmpty()
        && weighted.isEmpty()
        && present.stream().allMatch(s -> "Available".equals(s.status()));
  }

  private static boolean hasFullWeight(Server server) {
    return server.weight() == null || server.weight() == FULL_WEIGHT;
  }

  private static boolean is(Server server, Backend backend) {
    return backend.instanceId().equals(server.serverId()) && backend.port() == server.port();
  }

  /** The backend servers of a group, in any state. */
  List<Server> backends(String id) {
    return client.nlbList(
        "ListServerGroupServers",
        Map.of("ServerGroupId", id, "MaxResults", "100"),
        NlbResponses.Servers.class);
  }

  /**
   * Without a client token: a backend server that was removed must be addable again.
   *
   * @return whether the API accepted it; false if some are there already
   */
  private boolean add(String id, List<Backend> missing) {
    Map<String, String> parameters = new HashMap<>(Map.of("ServerGroupId", id));
    for (int i = 0; i < missing.size(); i++) {
      String prefix = "Servers." + (i + 1) + ".";
      parameters.put(prefix + "ServerId", missing.get(i).instanceId());
      parameters.put(prefix + "ServerType", "Ecs");
      parameters.put(prefix + "Port", Integer.toString(missing.get(i).port()));
      parameters.put(prefix + "Weight", Integer.toString(FULL_WEIGHT));
    }
    try {
      // The load balancer's API may not see a new instance yet.
      var unused =
          client.retry(
              Set.of(ErrorKind.RESOURCE_BUSY, ErrorKind.NOT_FOUND),
              client.readLag(),
              () -> client.nlb("AddServersToServerGroup", parameters, NlbResponses.Empty.class));
      LOG.info("added {} to server group {}", missing, id);
      return true;
    } catch (AlibabaCloudException e) {
      if (e.is(ErrorKind.NOT_FOUND)) {
        throw gone(id, missing, e);
      }
      // Another attempt may have added them; the next read shows which are there.
      if (!e.is(ErrorKind.ALREADY_EXISTS) && !e.is(ErrorKind.IN_USE)) {
        throw e;
      }
      LOG.info("server group {} may have {} already: {}", id, missing, e.code());
      return false;
    }
  }

  private static RuntimeException gone(
      String id, List<Backend> missing, AlibabaCloudException error) {
    return Failures.needsPerson(
        "server group %s cannot get the instances %s: %s"
            .formatted(
                id,
                missing.stream().map(Backend::instanceId).collect(Collectors.joining(", ")),
                error.getMessage()),
        "See which of them is gone. A new instance has another ID, so a retry doesn't find it:"
            + " destroy the setup and create it again; for an existing cluster, with the new"
            + " instance in the spec.");
  }

  private void giveFullWeight(String id, List<Server> servers) {
    Map<String, String> parameters = parameters(id, servers);
    for (int i = 0; i < servers.size(); i++) {
      parameters.put("Servers." + (i + 1) + ".Weight", Integer.toString(FULL_WEIGHT));
    }
    OwnerClient.unlessNotFound(
        () ->
            client.nlb("UpdateServerGroupServersAttribute", parameters, NlbResponses.Empty.class));
    LOG.info("gave {} of server group {} the full weight", texts(servers), id);
  }

  private static Map<String, String> parameters(String id, List<Server> servers) {
    Map<String, String> parameters = new HashMap<>(Map.of("ServerGroupId", id));
    for (int i = 0; i < servers.size(); i++) {
      String prefix = "Servers." + (i + 1) + ".";
      parameters.put(prefix + "ServerId", servers.get(i).serverId());
      parameters.put(prefix + "ServerType", servers.get(i).serverType());
      parameters.put(prefix + "Port", Integer.toString(servers.get(i).port()));
    }
    return parameters;
  }

  private static List<String> texts(List<Server> servers) {
    return servers.stream().map(s -> s.serverId() + ":" + s.port()).toList();
  }

  private void remove(String id, List<Server> servers) {
    Map<String, String> parameters = parameters(id, servers);
    OwnerClient.unlessNotFound(
        () -> client.nlb("RemoveServersFromServerGroup", parameters, NlbResponses.Empty.class));
    LOG.info("removed {} from server group {}", texts(servers), id);
  }

  void remove(String name) {
    Optional<String> found =
        client.reads().findToRemove(oldest -> find(name, oldest)).map(ServerGroup::serverGroupId);
    if (found.isEmpty()) {
      LOG.info("server group {} is gone already: no resource has its tags", name);
      return;
    }
    String id = found.get();
    client.delete("server group " + id, RELEASE_TIMEOUT, () -> delete(id));
    client.reads().expecting(KIND, id);
    client.waitUntilGone("DeleteServerGroup", "server group " + id, () -> get(id).isEmpty());
  }

  /** Its backend servers go with it; if the API refuses that, they are removed first. */
  private void delete(String id) {
    Map<String, String> group = Map.of("ServerGroupId", id);
    try {
      client.nlb("DeleteServerGroup", group, NlbResponses.Empty.class);
    } catch (AlibabaCloudException e) {
      if (!e.is(ErrorKind.IN_USE) && !e.is(ErrorKind.BAD_REQUEST)) {
        throw e;
      }
      List<Server> servers = OwnerClient.unlessNotFound(() -> backends(id)).orElse(List.of());
      if (servers.isEmpty()) {
        throw e;
      }
      remove(id, servers);
      client.nlb("DeleteServerGroup", group, NlbResponses.Empty.class);
    }
  }
}
