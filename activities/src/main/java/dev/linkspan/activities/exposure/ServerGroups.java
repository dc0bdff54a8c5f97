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

/** Server groups and their members. */
final class ServerGroups {
  private static final Duration LINGERING = Duration.ofMinutes(5);

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
            .in(client);
    if (Boolean.TRUE.equals(group.preserveClientIpEnabled())) {
      client.nlb(
          "UpdateServerGroupAttribute",
          Map.of("ServerGroupId", group.serverGroupId(), "PreserveClientIpEnabled", "false"),
          NlbResponses.Empty.class);
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
    return NlbResponses.ours(owner, name, list(Tags.parameters(owner, name)), ServerGroup::tags);
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

  void ensureMembers(String id, List<Backend> backends) {
    client.until(
        "the members of server group " + id,
        () -> settled(id, backends) ? Optional.of(true) : Optional.empty());
  }

  private boolean settled(String id, List<Backend> backends) {
    List<Server> present =
        members(id).stream().filter(s -> !"Removing".equals(s.status())).toList();
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

  List<Server> members(String id) {
    return NlbResponses.orEmpty(
        client
            .nlb(
                "ListServerGroupServers",
                Map.of("ServerGroupId", id, "MaxResults", "100"),
                NlbResponses.Servers.class)
            .servers());
  }

  /** No client token: a member that was taken out must be able to come back. */
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
    } catch (AlibabaCloudException e) {
      // Another try of ours was faster; the next look shows who is in.
      if (!e.is(ErrorKind.ALREADY_EXISTS) && !e.is(ErrorKind.IN_USE)) {
        throw e;
      }
    }
  }

  private void remove(String id, List<Server> members) {
    Map<String, String> parameters = new HashMap<>(Map.of("ServerGroupId", id));
    for (int i = 0; i < members.size(); i++) {
      String prefix = "Servers." + (i + 1) + ".";
      parameters.put(prefix + "ServerId", members.get(i).serverId());
      parameters.put(prefix + "ServerType", members.get(i).serverType());
      parameters.put(prefix + "Port", Integer.toString(members.get(i).port()));
    }
    OwnerClient.unlessGone(
        () -> client.nlb("RemoveServersFromServerGroup", parameters, NlbResponses.Empty.class));
  }

  void remove(String name) {
    find(name)
        .ifPresent(
            group -> {
              String id = group.serverGroupId();
              List<Server> members = OwnerClient.unlessGone(() -> members(id)).orElse(List.of());
              if (!members.isEmpty()) {
                remove(id, members);
              }
              client.delete(
                  "server group " + id,
                  LINGERING,
                  () ->
                      client.nlb(
                          "DeleteServerGroup",
                          Map.of("ServerGroupId", id),
                          NlbResponses.Empty.class));
              client.until(
                  "server group " + id + " to be gone",
                  () -> get(id).isEmpty() ? Optional.of(true) : Optional.empty());
            });
  }
}
