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

/** Lists that miss a new resource for a while. */
final class DelayedLists {
  private static final JsonMapper JSON = new JsonMapper();

  /** The lists that lag, each with the field that identifies an entry. */
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
  private final Consumer<Resource> onCreation;
  private final Set<String> known = new HashSet<>();
  private final Map<String, Long> visibleFrom = new HashMap<>();

  /**
   * Creates the lists.
   *
   * @param onCreation gets every new resource
   */
  DelayedLists(Store store, VirtualTime time, FaultModel faults, Consumer<Resource> onCreation) {
    this.store = store;
    this.time = time;
    this.faults = faults;
    this.onCreation = onCreation;
  }

  /** Registers the resources that are new since the last call. */
  synchronized void registerNew() {
    for (Resource resource : store.all()) {
      if (known.add(resource.type() + resource.id())) {
        Duration lag = faults.listLag(CloudCall.name(resource));
        long from = time.nanoTime() + lag.toNanos();
        visibleFrom.put(resource.id(), from);
        if (resource.type().equals("keypair")) {
          visibleFrom.put(resource.name(), from);
        }
        onCreation.accept(resource);
      }
    }
  }

  /** Registers the existing resources without a lag. */
  synchronized void registerExisting() {
    store.all().forEach(resource -> known.add(resource.type() + resource.id()));
  }

  /** The response without the resources that this list does not show yet. */
  synchronized Reply.Answer filter(CloudCall call, Reply.Answer answer) throws IOException {
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
      if (node instanceof ArrayNode && visibleFrom.getOrDefault(id, 0L) > time.nanoTime()) {
        each.remove();
        hidden++;
      } else {
        hidden += hide(child, field);
      }
    }
    return hidden;
  }
}
