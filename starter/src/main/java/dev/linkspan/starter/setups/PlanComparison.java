package dev.linkspan.starter.setups;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linkspan.starter.console.Json;
import dev.linkspan.workflows.plan.Plan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The differences between two plans. */
public final class PlanComparison {
  private PlanComparison() {}

  /** One line for each value that differs, for example {@code network.vpcCidr: a, now b}. */
  public static List<String> differences(Plan running, Plan wanted) {
    List<String> differences = new ArrayList<>();
    compare("", Json.tree(running), Json.tree(wanted), differences);
    return differences;
  }

  private static void compare(String path, JsonNode one, JsonNode other, List<String> lines) {
    if (one.equals(other)) {
      return;
    }
    if (one.isObject() && other.isObject()) {
      Set<String> names = new LinkedHashSet<>();
      one.fieldNames().forEachRemaining(names::add);
      other.fieldNames().forEachRemaining(names::add);
      names.forEach(n -> compare(path + "." + n, one.path(n), other.path(n), lines));
    } else if (one.isArray() && other.isArray() && one.size() == other.size()) {
      for (int i = 0; i < one.size(); i++) {
        compare(path + "[" + i + "]", one.get(i), other.get(i), lines);
      }
    } else {
      lines.add(path.substring(1) + ": " + text(one) + ", now " + text(other));
    }
  }

  private static String text(JsonNode node) {
    if (node.isArray()) {
      return node.size() + " entries";
    }
    return node.isValueNode() ? node.asText() : node.isMissingNode() ? "none" : "a different value";
  }
}
