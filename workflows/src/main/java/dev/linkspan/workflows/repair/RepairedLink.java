package dev.linkspan.workflows.repair;

import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ListenerMembers;
import dev.linkspan.workflows.kafka.NodeActivities.Jump;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
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

  /** A machine that was stopped can have another public address. */
  void ensured(Instance machine) {
    Node bastion = link.cluster().bastion();
    boolean moved =
        machine.name().equals(bastion.name())
            && !machine.reachedAt().equals(bastion.address().address());
    if (moved) {
      link = through(machine, bastion.reached(machine.reachedAt(), bastion.address().jump()));
    }
  }

  private Link through(Instance machine, Node bastion) {
    Optional<Jump> jump = Optional.of(Jump.through(bastion));
    return link.with(
        link.network().instances().stream()
            .map(known -> known.name().equals(machine.name()) ? machine : known)
            .toList(),
        link.cluster().from(bastion),
        link.brokers().stream()
            .map(b -> b.on(b.node().reached(b.node().address().address(), jump)))
            .toList(),
        link.listeners());
  }

  void ensured(ListenerMembers listener) {
    link = link.with(listener);
  }

  void ensured(LoadBalancer loadBalancer) {
    link = link.with(loadBalancer);
  }
}
