package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.json.JsonObject;
import dev.linkspan.sandbox.state.Resource;
import java.util.List;
import java.util.Map;

/** A backend in a server group, identified by id, type, address and port. */
record Member(
    String serverId,
    String serverType,
    String address,
    int port,
    int weight,
    String description,
    String zoneId,
    String status) {

  static final String ADDING = "Adding";
  static final String AVAILABLE = "Available";
  static final String REMOVING = "Removing";

  static List<Member> of(Resource group) {
    return group.objects("servers").stream()
        .map(JsonObject::new)
        .map(
            o ->
                new Member(
                    o.text("serverId"),
                    o.text("serverType"),
                    o.text("address"),
                    o.integer("port"),
                    o.integer("weight"),
                    o.text("description"),
                    o.text("zoneId"),
                    o.text("status")))
        .toList();
  }

  static Resource into(Resource group, List<Member> members) {
    return group.with("servers", members.stream().map(Member::stored).toList());
  }

  Member withStatus(String newStatus) {
    return new Member(serverId, serverType, address, port, weight, description, zoneId, newStatus);
  }

  Member with(Parameters changes) {
    return new Member(
        serverId,
        serverType,
        address,
        port,
        changes.integer("Weight", weight),
        changes.text("Description", description),
        zoneId,
        status);
  }

  boolean isNamed(Parameters server) {
    return serverId.equals(server.required("ServerId"))
        && serverType.equals(server.text("ServerType", "Ecs"))
        && port == server.integer("Port", port)
        && address.equals(server.text("ServerIp", address));
  }

  boolean sameKey(Member other) {
    return serverId.equals(other.serverId)
        && serverType.equals(other.serverType)
        && address.equals(other.address)
        && port == other.port;
  }

  Map<String, Object> stored() {
    return Fields.of(
        "serverId",
        serverId,
        "serverType",
        serverType,
        "address",
        address,
        "port",
        port,
        "weight",
        weight,
        "description",
        description,
        "zoneId",
        zoneId,
        "status",
        status);
  }

  Map<String, Object> view(String groupId) {
    return Fields.of(
        "ServerGroupId",
        groupId,
        "ServerId",
        serverId,
        "ServerType",
        serverType,
        "ServerIp",
        address,
        "Port",
        port,
        "Weight",
        weight,
        "Description",
        description,
        "ZoneId",
        zoneId,
        "Status",
        status);
  }
}
