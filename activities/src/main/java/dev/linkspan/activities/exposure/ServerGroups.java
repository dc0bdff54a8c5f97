package dev.linkspan.activities.exposure;

import dev.linkspan.activities.alibabacloud.AlibabaCloudException;
import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.alibabacloud.FindOrCreate;
import dev.linkspan.activities.alibabacloud.FindOrCreate.State;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.alibabacloud.Tags;
import dev.linkspan.activities.exposure.NlbResponses.Server;
import dev.linkspan.activities.exposure.NlbResponses.ServerGroup;
import dev.linkspan.workflows.exposure.ExposureActivities.Backend;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.HealthCheckPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Server groups of a network load balancer, and their backend servers. */
final class ServerGroups {
  private static final Logger LOG = LoggerFactory.getLogger(ServerGroups.class);
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
                () -> find(name),
                token -> create(vpcId, name, health, token),
                this::get,
                ServerGroup::serverGroupId,
                g -> "Available".equals(g.serverGroupStatus()) ? State.READY : State.PENDING)
            .run(client);
    if (Boolean.TRUE.equals(group.preserveClientIpEnabled())) {
      client.nlb(
          "UpdateServerGroupAttribute",
          Map.of("ServerGroupId", group.serverGroupId(), "PreserveClientIpEnabled", "false"),
          NlbResponses.Empty.class);
      LOG.info("disabled client address preservation of server group {}", group.serverGroupId());
    }
    return group.serverGroupId();
  }

  private String create(String vpcId, String name, HealthCheckPlan health, String token) {
    Map<String, String> parameters = new HashMap<>(Tags.parameters(owner, name));
    parameters.put("ServerGroupName", name);
    parameters.put("ServerGroupType", "Instance");
    parameters.put("VpcId", vpcId);
    parameters.put("Protocol", "TCP");
    parameters.put("PreserveClientIpEnabled", "false");
    parameters.put("HealthCheckConfig.HealthCheckEnabled", "true");
    parameters.put("HealthCheckConfig.HealthCheckType", "TCP");
    parameters.put(
        "HealthCheckConfig.HealthCheckInterval", Long.toString(health.interval().toSeconds()));
    parameters.put(
        "HealthCheckConfig.HealthCheckConnectTimeout",
        Long.toString(health.connectTimeout().toSeconds()));
    parameters.put(
        "HealthCheckConfig.HealthyThreshold", Integer.toString(health.healthyThreshold()));
    parameters.put(
        "HealthCheckConfig.UnhealthyThreshold", Integer.toString(health.unhealthyThreshold()));
    parameters.put("ClientToken", token);
    return client
        .nlb("CreateServerGroup", parameters, NlbResponses.CreatedServerGroup.class)
        .serverGroupId();
  }

  private Optional<ServerGroup> find(String name) {
    return NlbResponses.firstTagged(
        owner, name, list(Tags.parameters(owner, name)), ServerGroup::tags);
  }

  private Optional<ServerGroup> get(String id) {
    return list(Map.of("ServerGroupIds.1", id)).stream()
        .filter(g -> id.equals(g.serverGroupId()))
        .findFirst();
  }

  private List<ServerGroup> list(Map<String, String> filter) {
    return NlbResponses.orEmpty(
        client.nlb("ListServerGroups", filter, NlbResponses.ServerGroups.class).serverGroups());
  }

  /** Adds and removes backend servers until the group has exactly these. */
  void ensureBackends(String id, List<Backend> backends) {
    client.waitFor(
        "the backend servers of server group " + id,
        () -> hasExactly(id, backends) ? Optional.of(true) : Optional.empty());
    LOG.info("server group {} has exactly the backend servers {}", id, backends);
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
    return missing.isEmpty()
        && extra.isEmpty()
        && present.stream().allMatch(s -> "Available".equals(s.status()));
  }

  private static boolean is(Server server, Backend backend) {
    return backend.instanceId().equals(server.serverId()) && backend.port() == server.port();
  }

  /** The backend servers of a group, in any state. */
  List<Server> backends(String id) {
    return NlbResponses.orEmpty(
        client
            .nlb(
                "ListServerGroupServers",
                Map.of("ServerGroupId", id, "MaxResults", "100"),
                NlbResponses.Servers.class)
            .servers());
  }

  /** Without a client token: a backend server that was removed must be addable again. */
  private void add(String id, List<Backend> missing) {
    Map<String, String> parameters = new HashMap<>(Map.of("ServerGroupId", id));
    for (int i = 0; i < missing.size(); i++) {
      String prefix = "Servers." + (i + 1) + ".";
      parameters.put(prefix + "ServerId", missing.get(i).instanceId());
      parameters.put(prefix + "ServerType", "Ecs");
      parameters.put(prefix + "Port", Integer.toString(missing.get(i).port()));
      parameters.put(prefix + "Weight", "100");
    }
    try {
      client.nlb("AddServersToServerGroup", parameters, NlbResponses.Empty.class);
      LOG.info("added {} to server group {}", missing, id);
    } catch (AlibabaCloudException e) {
      // Another attempt may have added them; the next read shows which are there.
      if (!e.is(ErrorKind.ALREADY_EXISTS) && !e.is(ErrorKind.IN_USE)) {
        throw e;
      }
      LOG.info("server group {} may have {} already: {}", id, missing, e.code());
    }
  }

  private void remove(String id, List<Server> servers) {
    Map<String, String> parameters = new HashMap<>(Map.of("ServerGroupId", id));
    for (int i = 0; i < servers.size(); i++) {
      String prefix = "Servers." + (i + 1) + ".";
      parameters.put(prefix + "ServerId", servers.get(i).serverId());
      parameters.put(prefix + "ServerType", servers.get(i).serverType());
      parameters.put(prefix + "Port", Integer.toString(servers.get(i).port()));
    }
    OwnerClient.unlessNotFound(
        () -> client.nlb("RemoveServersFromServerGroup", parameters, NlbResponses.Empty.class));
    LOG.info(
        "removed {} from server group {}",
        servers.stream().map(s -> s.serverId() + ":" + s.port()).toList(),
        id);
  }

  void remove(String name) {
    Optional<String> found = find(name).map(ServerGroup::serverGroupId);
    if (found.isEmpty()) {
      LOG.info("server group {} is gone already: no resource has its tags", name);
      return;
    }
    String id = found.get();
    List<Server> servers = OwnerClient.unlessNotFound(() -> backends(id)).orElse(List.of());
    if (!servers.isEmpty()) {
      remove(id, servers);
    }
    client.delete(
        "server group " + id,
        RELEASE_TIMEOUT,
        () ->
            client.nlb("DeleteServerGroup", Map.of("ServerGroupId", id), NlbResponses.Empty.class));
    client.waitUntilGone("server group " + id, () -> get(id).isEmpty());
  }
}
