package dev.linkspan.workflows.kafka;

import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.listeners.ExternalListener;
import dev.linkspan.workflows.plan.BrokerService;
import java.util.Optional;

/**
 * One broker of a rollout.
 *
 * @param wanted the listener that it must get; empty for a plain restart
 */
public record RollingBroker(
    int nodeId, Node node, BrokerService service, Optional<ExternalListener> wanted) {}
