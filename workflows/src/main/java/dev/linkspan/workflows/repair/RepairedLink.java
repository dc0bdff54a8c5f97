package dev.linkspan.workflows.repair;

import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.plan.Resource;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A link during its repair: what exists, and what the repair has ensured. Workflow code only. */
final class RepairedLink {
  private final List<Resource> resources;
  private final List<Resource> changed = new ArrayList<>();
  private Link link;

  RepairedLink(Link link, List<Resource> resources) {
    this.link = link;
    this.resources = resources;
  }

  Link link() {
    return link;
  }

  /** The resources that the repair has ensured. */
  List<Resource> changedResources() {
    return List.copyOf(changed);
  }

  /** The id of a resource, as the repair ensured it, or else from the inventory. */
  Optional<String> id(String kind, String name) {
    return find(changed, kind, name).or(() -> find(resources, kind, name));
  }

  private static Optional<String> find(List<Resource> all, String kind, String name) {
    return all.stream()
        .filter(resource -> resource.kind().equals(kind) && resource.name().equals(name))
        .map(Resource::id)
        .reduce((earlier, later) -> later);
  }

  void ensured(Resource resource) {
    changed.add(resource);
  }

  void ensured(ListenerMembers listener) {
    link = link.with(listener);
  }

  void ensured(LoadBalancer loadBalancer) {
    link = link.with(loadBalancer);
  }
}
