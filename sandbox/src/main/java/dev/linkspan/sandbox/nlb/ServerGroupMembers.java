package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.ListResponse;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations on the members of server groups. */
final class ServerGroupMembers {
  private static final int MAX_PER_CALL = 200;
  private static final int MAX_WEIGHT = 100;

  private final Store store;
  private final ServerGroups groups;
  private final NetworkLookup network;

  ServerGroupMembers(Store store, ServerGroups groups) {
    this.store = store;
    this.groups = groups;
    this.network = new NetworkLookup(store);
  }

  Map<String, Object> add(Call call) {
    Resource group = groups.available(call);
    List<Member> members = new ArrayList<>(Member.of(group));
    List<Member> fresh = new ArrayList<>();
    for (Parameters server : servers(call)) {
      Member member = member(call, group, server);
      if (fresh.stream().anyMatch(member::sameKey)) {
        throw new ApiError(400, "DuplicatedParam.Server", "A server is given twice.");
      }
      if (members.stream().anyMatch(member::sameKey)) {
        throw new ApiError(400, "ResourceInUse.IP", "The server is in the group already.");
      }
      fresh.add(member);
    }
    members.addAll(fresh);
    return groups.configured(Member.into(group, members));
  }

  private static List<Parameters> servers(Call call) {
    List<Parameters> servers = call.parameters().list("Servers");
    if (servers.isEmpty() || servers.size() > MAX_PER_CALL) {
      throw NlbErrors.illegal("Servers");
    }
    return servers;
  }

  private Member member(Call call, Resource group, Parameters server) {
    String type = server.text("ServerType", "Ecs");
    String id = server.required("ServerId");
    int port = server.integer("Port", 0);
    int weight = server.integer("Weight", MAX_WEIGHT);
    if (port < 1 || port > 65_535) {
      throw NlbErrors.illegal("Port");
    }
    if (weight < 0 || weight > MAX_WEIGHT) {
      throw NlbErrors.illegal("Weight");
    }
    boolean byAddress = group.text("type").equals("Ip");
    if (byAddress != type.equals("Ip") || !(byAddress || type.equals("Ecs"))) {
      throw NlbErrors.illegal("ServerType");
    }
    String description = server.text("Description", "");
    if (byAddress) {
      String address = server.text("ServerIp", id);
      return new Member(id, type, address, port, weight, description, "", Member.ADDING);
    }
    Resource instance = network.instance(call, id).orElseThrow(() -> NlbErrors.notFound("Ecs"));
    if (!instance.text("vpcId").equals(group.text("vpcId"))) {
      throw NlbErrors.mismatch("VpcId");
    }
    String address = NetworkLookup.privateAddress(instance);
    if (!server.text("ServerIp", address).equals(address)) {
      throw NlbErrors.illegal("ServerIp");
    }
    String zone = instance.text("zoneId");
    return new Member(id, type, address, port, weight, description, zone, Member.ADDING);
  }

  Map<String, Object> remove(Call call) {
    Resource group = groups.available(call);
    List<Member> members = new ArrayList<>(Member.of(group));
    for (Parameters server : servers(call)) {
      int index = indexOf(members, server);
      members.set(index, members.get(index).withStatus(Member.REMOVING));
    }
    return groups.configured(Member.into(group, members));
  }

  Map<String, Object> update(Call call) {
    Resource group = groups.available(call);
    List<Member> members = new ArrayList<>(Member.of(group));
    for (Parameters server : servers(call)) {
      int index = indexOf(members, server);
      members.set(index, members.get(index).with(server));
    }
    return groups.configured(Member.into(group, members));
  }

  private static int indexOf(List<Member> members, Parameters server) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).isNamed(server)) {
        return i;
      }
    }
    throw NlbErrors.notFound("BackendServer");
  }

  Map<String, Object> list(Call call) {
    Parameters in = call.parameters();
    List<String> ids = in.texts("ServerIds");
    List<String> addresses = in.texts("ServerIps");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Resource group : asked(call)) {
      Member.of(group).stream()
          .filter(member -> ids.isEmpty() || ids.contains(member.serverId()))
          .filter(member -> addresses.isEmpty() || addresses.contains(member.address()))
          .forEach(member -> rows.add(member.view(group.id())));
    }
    return ListResponse.body("Servers", rows, in, 20, 100, row -> row);
  }

  private List<Resource> asked(Call call) {
    return call.parameters()
        .text("ServerGroupId")
        .map(id -> List.of(groups.find(call, id)))
        .orElseGet(
            () ->
                store.all(ServerGroups.TYPE).stream()
                    .filter(group -> group.account().equals(call.account()))
                    .filter(group -> group.region().equals(call.region()))
                    .toList());
  }
}
