package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Listing;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The members of server groups. */
final class ServerGroupMembers {
  private static final int MOST_PER_CALL = 200;
  private static final int GREATEST_WEIGHT = 100;

  private final Store store;
  private final ServerGroups groups;
  private final Network network;

  ServerGroupMembers(Store store, ServerGroups groups) {
    this.store = store;
    this.groups = groups;
    this.network = new Network(store);
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
    if (servers.isEmpty() || servers.size() > MOST_PER_CALL) {
      throw Refusals.illegal("Servers");
    }
    return servers;
  }

  private Member member(Call call, Resource group, Parameters server) {
    String type = server.text("ServerType", "Ecs");
    String id = server.required("ServerId");
    int port = server.integer("Port", 0);
    int weight = server.integer("Weight", GREATEST_WEIGHT);
    if (port < 1 || port > 65_535) {
      throw Refusals.illegal("Port");
    }
    if (weight < 0 || weight > GREATEST_WEIGHT) {
      throw Refusals.illegal("Weight");
    }
    boolean byAddress = group.text("type").equals("Ip");
    if (byAddress != type.equals("Ip") || !(byAddress || type.equals("Ecs"))) {
      throw Refusals.illegal("ServerType");
    }
    String description = server.text("Description", "");
    if (byAddress) {
      String address = server.text("ServerIp", id);
      return new Member(id, type, address, port, weight, description, "", Member.ADDING);
    }
    Resource instance = network.instance(call, id).orElseThrow(() -> Refusals.notFound("Ecs"));
    if (!instance.text("vpcId").equals(group.text("vpcId"))) {
      throw Refusals.mismatch("VpcId");
    }
    String address = Network.privateAddress(instance);
    if (!server.text("ServerIp", address).equals(address)) {
      throw Refusals.illegal("ServerIp");
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
    throw Refusals.notFound("BackendServer");
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
          .forEach(member -> rows.add(member.shown(group.id())));
    }
    return Listing.body("Servers", rows, in, 20, 100, row -> row);
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
