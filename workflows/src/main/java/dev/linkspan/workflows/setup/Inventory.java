package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The resources that exist.
 *
 * @param link present once the link is complete
 */
public record Inventory(List<Resource> resources, Optional<Link> link) {
  public static final Inventory EMPTY = new Inventory(List.of(), Optional.empty());

  /** This inventory and one more; the same kind and name replaces the earlier entry. */
  public Inventory with(Resource resource) {
    List<Resource> all = new ArrayList<>(resources);
    all.removeIf(r -> r.kind().equals(resource.kind()) && r.name().equals(resource.name()));
    all.add(resource);
    return new Inventory(List.copyOf(all), link);
  }

  /** This inventory without the resource of this kind and name. */
  public Inventory without(String kind, String name) {
    return new Inventory(
        resources.stream()
            .filter(resource -> !(resource.kind().equals(kind) && resource.name().equals(name)))
            .toList(),
        link);
  }

  /** The id of the resource of this kind and name. */
  public Optional<String> id(String kind, String name) {
    return resources.stream()
        .filter(resource -> resource.kind().equals(kind) && resource.name().equals(name))
        .map(Resource::id)
        .findFirst();
  }

  /** The id of the newest resource of this kind. */
  public Optional<String> id(String kind) {
    return resources.stream()
        .filter(resource -> resource.kind().equals(kind))
        .map(Resource::id)
        .reduce((earlier, later) -> later);
  }

  /** This inventory with the finished link. */
  public Inventory with(Link finished) {
    return new Inventory(resources, Optional.of(finished));
  }
}
