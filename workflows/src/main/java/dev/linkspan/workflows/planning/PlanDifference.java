package dev.linkspan.workflows.planning;

import dev.linkspan.workflows.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What another plan means for everything that a setup has. Pure. It says what differs, not whether
 * a running setup can take it on: {@code PlanChange} decides that.
 *
 * @param resources those that differ and those that do not, in the order of creation; what goes
 *     away comes last
 */
public record PlanDifference(List<ResourceDifference> resources) {

  /** What happens to a resource. */
  public enum Action {
    ADD("+", "to add"),
    CHANGE("~", "to change"),
    /** It has to be removed and created again, since what differs cannot be changed. */
    REPLACE("±", "to replace"),
    REMOVE("-", "to remove"),
    UNTOUCHED(" ", "untouched");

    private final String sign;
    private final String words;

    Action(String sign, String words) {
      this.sign = sign;
      this.words = words;
    }
  }

  /**
   * @param attributes what differs, for example {@code CIDR: 10.0.0.0/16 -> 10.1.0.0/16}
   */
  public record ResourceDifference(
      Action action, String kind, String name, List<String> attributes) {}

  /**
   * The difference between a setup and a plan.
   *
   * @param standing the plan of the setup; empty if there is none
   */
  public static PlanDifference between(Optional<Plan> standing, Plan wanted) {
    List<PlannedResource> before = standing.map(PlannedResource::of).orElse(List.of());
    List<PlannedResource> after = PlannedResource.of(wanted);
    List<ResourceDifference> differences = new ArrayList<>();
    for (PlannedResource resource : after) {
      differences.add(
          before.stream()
              .filter(resource::isSame)
              .findFirst()
              .map(old -> difference(old, resource))
              .orElseGet(() -> whole(Action.ADD, resource)));
    }
    before.stream()
        .filter(old -> after.stream().noneMatch(old::isSame))
        .forEach(old -> differences.add(whole(Action.REMOVE, old)));
    return new PlanDifference(List.copyOf(differences));
  }

  /** Whether anything differs. */
  public boolean changes() {
    return count(Action.UNTOUCHED) < resources.size();
  }

  /** For example {@code 1 to add, 2 to change, 21 untouched}. */
  public String counts() {
    return Stream.of(Action.values())
        .filter(action -> count(action) > 0)
        .map(action -> count(action) + " " + action.words)
        .collect(Collectors.joining(", "));
  }

  /** One line for each resource that differs, and one for each attribute of it that does. */
  public List<String> lines() {
    Table table = new Table("  ");
    for (ResourceDifference resource : resources) {
      if (resource.action() != Action.UNTOUCHED) {
        table.row(resource.action().sign, resource.kind(), resource.name());
        resource.attributes().forEach(line -> table.row("", "", "  " + line));
      }
    }
    return table.text().lines().toList();
  }

  private long count(Action action) {
    return resources.stream().filter(resource -> resource.action() == action).count();
  }

  private static ResourceDifference difference(PlannedResource old, PlannedResource wanted) {
    List<String> fixed = attributes(old.fixed(), wanted.fixed());
    List<String> changed = attributes(old.changeable(), wanted.changeable());
    Action action =
        !fixed.isEmpty() ? Action.REPLACE : changed.isEmpty() ? Action.UNTOUCHED : Action.CHANGE;
    return new ResourceDifference(
        action,
        wanted.kind(),
        wanted.name(),
        Stream.concat(fixed.stream(), changed.stream()).toList());
  }

  private static List<String> attributes(Map<String, String> old, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(old.get(entry.getKey())))
        .map(entry -> entry.getKey() + ": " + old.get(entry.getKey()) + " -> " + entry.getValue())
        .toList();
  }

  private static ResourceDifference whole(Action action, PlannedResource resource) {
    return new ResourceDifference(action, resource.kind(), resource.name(), List.of());
  }
}
