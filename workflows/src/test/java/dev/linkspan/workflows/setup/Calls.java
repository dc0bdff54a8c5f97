package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ListenerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancerRequest;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.kafka.NodeActivities.NodeAddress;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import java.lang.reflect.Method;

/** The names of the calls of {@link World}: the method, and the resource if there are several. */
final class Calls {
  private Calls() {}

  static String name(Method method, Object[] arguments) {
    String resource = resource(method.getName(), arguments);
    return resource.isEmpty() ? method.getName() : method.getName() + " " + resource;
  }

  private static String resource(String method, Object[] arguments) {
    if (method.equals("ensureServerGroup")) {
      return (String) arguments[2];
    }
    if (method.equals("awaitAdvertised")
        || method.equals("awaitGate")
        || method.equals("alterListeners")) {
      return "broker " + arguments[2];
    }
    for (Object argument : arguments) {
      String name = nameOf(argument);
      if (!name.isEmpty() && !name.startsWith("vpc-")) {
        return name;
      }
    }
    return "";
  }

  private static String nameOf(Object argument) {
    if (argument instanceof String name) {
      return name;
    } else if (argument instanceof VSwitchPlan vSwitch) {
      return vSwitch.name();
    } else if (argument instanceof SecurityGroupPlan group) {
      return group.name();
    } else if (argument instanceof InstanceRequest request) {
      return request.plan().name();
    } else if (argument instanceof NodeAddress address) {
      return address.name();
    } else if (argument instanceof Node node) {
      return node.name();
    } else if (argument instanceof ListenerRequest request) {
      return request.name();
    } else if (argument instanceof LoadBalancerRequest request) {
      return request.name();
    } else if (argument instanceof DomainRequest request) {
      return request.connectionId();
    }
    return "";
  }
}
