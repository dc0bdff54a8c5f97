package dev.linkspan.activities.verification;

import static dev.linkspan.activities.verification.CloudDrift.repaired;
import static dev.linkspan.workflows.verification.Check.Severity.BREAKS;
import static dev.linkspan.workflows.verification.Check.Severity.DRIFT;
import static org.awaitility.Awaitility.await;

import dev.linkspan.workflows.verification.Repair.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What drifts in the server groups, and in their members. */
final class ServerGroupDrifts {
  private final BuiltLink link;

  ServerGroupDrifts(BuiltLink link) {
    this.link = link;
  }

  Stream<CloudDrift> serverGroups() {
    return Stream.of(
        repaired(
            "health check off",
            "broker-server-group-1",
            DRIFT,
            Kind.SERVER_GROUP,
            () -> update("broker-server-group-1", "HealthCheckConfig.HealthCheckEnabled", "false")),
        repaired(
            "health check interval changed",
            "bootstrap-server-group",
            DRIFT,
            Kind.SERVER_GROUP,
            () -> update("bootstrap-server-group", "HealthCheckConfig.HealthCheckInterval", "50")),
        repaired(
            "health check at another port",
            "broker-server-group-3",
            DRIFT,
            Kind.SERVER_GROUP,
            () ->
                update("broker-server-group-3", "HealthCheckConfig.HealthCheckConnectPort", "22")),
        repaired(
            "client addresses preserved",
            "broker-server-group-2",
            DRIFT,
            Kind.SERVER_GROUP,
            () -> update("broker-server-group-2", "PreserveClientIpEnabled", "true")),
        repaired(
            "listener and server group deleted",
            "broker-server-group-3",
            BREAKS,
            Kind.SERVER_GROUP,
            () -> {
              nlb("DeleteListener", "ListenerId", link.listener(9095));
              await().until(() -> link.local().cloud().resources("listener").size() == 3);
              nlb("DeleteServerGroup", "ServerGroupId", link.serverGroup("broker-server-group-3"));
              await().until(() -> link.local().cloud().resources("servergroup").size() == 3);
            }));
  }

  Stream<CloudDrift> members() {
    return Stream.of(
        repaired(
            "broker removed from its group",
            "members of broker-server-group-1",
            BREAKS,
            Kind.BACKENDS,
            () -> member("Remove", "broker-server-group-1", "broker-node1", "39092", "100")),
        repaired(
            "broker removed from the bootstrap group",
            "members of bootstrap-server-group",
            DRIFT,
            Kind.BACKENDS,
            () -> member("Remove", "bootstrap-server-group", "broker-node3", "39092", "100")),
        repaired(
            "another broker in a broker's group",
            "members of broker-server-group-2",
            BREAKS,
            Kind.BACKENDS,
            () -> member("Add", "broker-server-group-2", "broker-node3", "39092", "100")),
        repaired(
            "bastion in the bootstrap group",
            "members of bootstrap-server-group",
            BREAKS,
            Kind.BACKENDS,
            () -> member("Add", "bootstrap-server-group", "bastion-node", "39092", "100")),
        repaired(
            "member at another port",
            "members of broker-server-group-3",
            BREAKS,
            Kind.BACKENDS,
            () -> {
              member("Remove", "broker-server-group-3", "broker-node3", "39092", "100");
              member("Add", "broker-server-group-3", "broker-node3", "9092", "100");
            }),
        repaired(
            "member without weight",
            "members of broker-server-group-1",
            BREAKS,
            Kind.BACKENDS,
            () -> member("Update", "broker-server-group-1", "broker-node1", "39092", "0")),
        repaired(
            "member with another weight",
            "members of bootstrap-server-group",
            DRIFT,
            Kind.BACKENDS,
            () -> member("Update", "bootstrap-server-group", "broker-node1", "39092", "5")));
  }

  private void nlb(String action, String... parameters) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      all.put(parameters[i], parameters[i + 1]);
    }
    link.nlb(action, all);
  }

  private void update(String group, String parameter, String value) {
    nlb("UpdateServerGroupAttribute", "ServerGroupId", link.serverGroup(group), parameter, value);
  }

  private void member(String verb, String group, String instance, String port, String weight) {
    String action =
        switch (verb) {
          case "Add" -> "AddServersToServerGroup";
          case "Remove" -> "RemoveServersFromServerGroup";
          default -> "UpdateServerGroupServersAttribute";
        };
    Map<String, String> parameters =
        new HashMap<>(
            Map.of(
                "ServerGroupId",
                link.serverGroup(group),
                "Servers.1.ServerId",
                link.instance(instance),
                "Servers.1.ServerType",
                "Ecs",
                "Servers.1.Port",
                port));
    if (!verb.equals("Remove")) {
      parameters.put("Servers.1.Weight", weight);
    }
    link.nlb(action, parameters);
  }
}
