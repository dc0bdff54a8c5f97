package dev.linkspan.starter.report;

import dev.linkspan.workflows.plan.Plan;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ServerGroupPlan;
import dev.linkspan.workflows.setup.Inventory;
import dev.linkspan.workflows.setup.SetupStatus;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.Report;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The path of a link, hop by hop, with what the newest verification says about each. Pure.
 *
 * @param path from TiDB Cloud to the load balancer
 * @param lanes from the load balancer to the brokers, one for each listener
 * @param surroundings what the path stands on: network, machines, and the Kafka cluster
 */
public record LinkDiagram(String setup, List<Hop> path, List<Lane> lanes, Hop surroundings) {

  /**
   * A listener, with its server group, and what is behind it.
   *
   * @param broker the one broker behind it; empty for the bootstrap listener
   */
  public record Lane(Hop listener, Optional<Hop> broker) {}

  /** The diagram of a setup with this plan; a link that is not finished has no addresses yet. */
  public static LinkDiagram of(Plan planned, SetupStatus status) {
    Optional<Link> link = status.inventory().link();
    Plan plan = link.map(Link::plan).orElse(planned);
    Map<String, List<Check>> checks = new LinkedHashMap<>();
    status
        .lastReport()
        .map(Report::checks)
        .orElse(List.of())
        .forEach(
            check ->
                checks
                    .computeIfAbsent(CheckPlace.of(check, plan), key -> new ArrayList<>())
                    .add(check));
    return new Builder(plan, status.inventory(), checks).diagram();
  }

  /** All hops, in the order of the path. */
  public Stream<Hop> hops() {
    return Stream.of(
            path.stream(),
            lanes.stream()
                .flatMap(l -> Stream.concat(Stream.of(l.listener()), l.broker().stream())),
            Stream.of(surroundings))
        .flatMap(hops -> hops);
  }

  private record Builder(Plan plan, Inventory inventory, Map<String, List<Check>> checks) {
    private static final String LINE = ", ";

    LinkDiagram diagram() {
      return new LinkDiagram(
          plan.name(),
          List.of(
              hop(CheckPlace.TIDB, "TiDB Cloud", tidb()),
              hop(CheckPlace.ENDPOINT, "Endpoint", inventory.id("endpoint").stream().toList()),
              hop(CheckPlace.SERVICE, "Endpoint service", service()),
              hop(CheckPlace.BALANCER, "Load balancer", balancer())),
          plan.exposure().serverGroups().stream().map(this::lane).toList(),
          hop(CheckPlace.SURROUNDINGS, "Network, machines, Kafka cluster", surroundings()));
    }

    private Hop hop(String id, String title, List<String> details) {
      return new Hop(id, title, details, List.copyOf(checks.getOrDefault(id, List.of())));
    }

    private List<String> tidb() {
      List<String> lines = new ArrayList<>(List.of("cluster " + plan.connection().clusterId()));
      inventory.id("TiDB Cloud connection").ifPresent(id -> lines.add("connection " + id));
      return lines;
    }

    private List<String> service() {
      return inventory.link().map(Link::endpointServiceId).stream().toList();
    }

    private List<String> balancer() {
      return inventory
          .link()
          .map(
              link ->
                  link.loadBalancer().addresses().stream()
                      .map(zone -> zone.zone() + "  " + zone.address())
                      .toList())
          .orElseGet(plan::loadBalancerZones);
    }

    private List<String> surroundings() {
      List<String> lines = new ArrayList<>();
      inventory.link().ifPresent(link -> lines.add(link.network().vpcId()));
      lines.add("Kafka cluster " + plan.cluster().clusterId());
      return lines;
    }

    private Lane lane(ServerGroupPlan group) {
      Hop listener =
          hop(
              CheckPlace.listener(group.listenerPort()),
              "Listener " + group.listenerPort(),
              List.of(group.nodeId().isPresent() ? group.name() : group.name() + ", bootstrap"));
      return new Lane(listener, group.nodeId().map(this::broker));
    }

    private Hop broker(int nodeId) {
      List<String> lines = new ArrayList<>();
      plan.brokers().stream()
          .filter(broker -> broker.nodeId() == nodeId)
          .findFirst()
          .ifPresent(broker -> lines.addAll(broker(broker)));
      return hop(CheckPlace.broker(nodeId), "Broker " + nodeId, lines);
    }

    private List<String> broker(BrokerPlan broker) {
      String machine = broker.instance() + LINE + broker.zone();
      return inventory
          .link()
          .flatMap(link -> link.domains().host(broker.nodeId(), broker.zone()))
          .map(host -> List.of(machine, host + ":" + broker.advertisedPort()))
          .orElseGet(() -> List.of(machine));
    }
  }
}
