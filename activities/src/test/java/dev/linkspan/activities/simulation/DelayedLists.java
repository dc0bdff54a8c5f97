package dev.linkspan.activities.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Lists that show a new resource only after a while. */
final class DelayedLists {
  private static final JsonMapper JSON = new JsonMapper();

  /** The lists that lag, and which field of an entry tells what it is. */
  private static final Map<String, String> LISTS =
      Map.of(
          "DescribeVpcs", "VpcId",
          "DescribeVSwitches", "VSwitchId",
          "DescribeSecurityGroups", "SecurityGroupId",
          "DescribeInstances", "InstanceId",
          "DescribeKeyPairs", "KeyPairName",
          "ListServerGroups", "ServerGroupId",
          "ListLoadBalancers", "LoadBalancerId",
          "ListListeners", "ListenerId",
          "ListVpcEndpointServices", "ServiceId",
          "ListPrivateLinkConnections", "privateLinkConnectionId");

  private final Store store;
  private final VirtualTime time;
  private final FaultModel faults;
  private final Consumer<Resource> onNew;
  private final Set<String> known = new HashSet<>();
  private final Map<String, Long> seenFrom = new HashMap<>();

  /**
   * @param onNew told of every new resource
   */
  DelayedLists(Store store, VirtualTime time, FaultModel faults, Consumer<Resource> onNew) {
    this.store = store;
    this.time = time;
    this.faults = faults;
    this.onNew = onNew;
  }

  /** Notes what has come since the last look. */
  synchronized void lookForNew() {
    for (Resource resource : store.all()) {
      if (known.add(resource.type() + resource.id())) {
        Duration unseen = faults.unseen(CloudCall.name(resource));
        long from = time.nanoTime() + unseen.toNanos();
        seenFrom.put(resource.id(), from);
        if (resource.type().equals("keypair")) {
          seenFrom.put(resource.name(), from);
        }
        onNew.accept(resource);
      }
    }
  }

  /** What is there already is seen by everybody. */
  synchronized void knowAll() {
    store.all().forEach(resource -> known.add(resource.type() + resource.id()));
  }

  /** The answer without what this list does not show yet. */
  synchronized Reply.Answer seenBy(CloudCall call, Reply.Answer answer) throws IOException {
    String field = LISTS.get(call.action());
    if (field == null || answer.status() != 200) {
      return answer;
    }
    JsonNode body = JSON.readTree(answer.body());
    int hidden = hide(body, field);
    if (hidden == 0) {
      return answer;
    }
    if (body.path("TotalCount").isInt()) {
      ((ObjectNode) body).put("TotalCount", body.path("TotalCount").intValue() - hidden);
    }
    return new Reply.Answer(200, answer.headers(), JSON.writeValueAsBytes(body));
  }

  private int hide(JsonNode node, String field) {
    int hidden = 0;
    for (Iterator<JsonNode> each = node.elements(); each.hasNext(); ) {
      JsonNode child = each.next();
      String id = child.path(field).asText("");
      if (node instanceof ArrayNode && seenFrom.getOrDefault(id, 0L) > time.nanoTime()) {
        each.remove();
        hidden++;
      } else {
        hidden += hide(child, field);
      }
    }
    return hidden;
  }
}
