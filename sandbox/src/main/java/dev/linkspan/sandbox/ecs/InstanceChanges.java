package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.MissingParameter;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.control.InstancePower;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts, stops, changes and deletes instances. The machines follow the statuses. */
final class InstanceChanges implements InstancePower {
  /** Attribute of an instance that is removed as soon as its machine is down. */
  static final String BEING_DELETED = "leaving";

  static final Duration START = Duration.ofMillis(700);

  private final Store store;
  private final Transitions transitions;

  InstanceChanges(Store store, Transitions transitions) {
    this.store = store;
    this.transitions = transitions;
  }

  Map<String, Object> start(Call call) {
    Resource instance = named(call);
    refuseUnless(instance, "Stopped");
    transitions.begin(instance, "Starting", "Running", START);
    return Map.of();
  }

  Map<String, Object> stop(Call call) {
    Resource instance = named(call);
    refuseUnless(instance, "Running");
    transitions.settle(instance, "Stopping");
    return Map.of();
  }

  Map<String, Object> modify(Call call) {
    Parameters p = call.parameters();
    Resource instance = named(call);
    InstanceRun.checkName(p.text("InstanceName", ""));
    List<String> groups = p.texts("SecurityGroupIds");
    for (String group : groups) {
      if (EcsResources.find(store, call, EcsProduct.SECURITY_GROUP, group).isEmpty()) {
        throw SecurityGroups.notFound();
      }
    }
    store.put(
        instance
            .withName(p.text("InstanceName", instance.name()))
            .with("description", p.text("Description", instance.text("description")))
            .with("hostName", p.text("HostName", instance.text("hostName")))
            .with(
                "securityGroupIds", groups.isEmpty() ? instance.texts("securityGroupIds") : groups)
            .with(
                "deletionProtection",
                p.flag("DeletionProtection", instance.flag("deletionProtection"))));
    return Map.of();
  }

  Map<String, Object> deleteOne(Call call) {
    delete(named(call), call.parameters().flag("Force", false));
    return Map.of();
  }

  Map<String, Object> deleteSome(Call call) {
    call.parameters().required("RegionId");
    List<String> ids = call.parameters().texts("InstanceId");
    if (ids.isEmpty()) {
      throw new MissingParameter("InstanceId.1");
    }
    List<Resource> instances = new ArrayList<>();
    for (String id : ids) {
      instances.add(
          EcsResources.find(store, call, EcsProduct.INSTANCE, id)
              .filter(instance -> !instance.flag(BEING_DELETED))
              .orElseThrow(
                  () ->
                      EcsErrors.error(
                          404,
                          "InvalidInstanceIds.NotFound",
                          "Some of the specified InstanceId.N do not exist.")));
    }
    instances.forEach(instance -> delete(instance, call.parameters().flag("Force", false)));
    return Map.of();
  }

  private void delete(Resource instance, boolean force) {
    if (instance.flag("deletionProtection")) {
      throw EcsErrors.error(
          403,
          "InvalidOperation.DeletionProtection",
          "The operation is not allowed due to deletion protection.");
    }
    if (instance.is("Pending") || instance.is("Starting")) {
      throw EcsErrors.error(
          403,
          "IncorrectInstanceStatus.Initializing",
          "The specified instance status does not support this operation.");
    }
    if (!force) {
      refuseUnless(instance, "Stopped");
    }
    transitions.settle(instance.with(BEING_DELETED, true), "Stopping");
  }

  private Resource named(Call call) {
    return EcsResources.find(
            store, call, EcsProduct.INSTANCE, call.parameters().required("InstanceId"))
        .filter(instance -> !instance.flag(BEING_DELETED))
        .orElseThrow(InstanceQueries::notFound);
  }

  private static void refuseUnless(Resource instance, String status) {
    if (!instance.is(status)) {
      throw EcsErrors.error(
          403,
          "IncorrectInstanceStatus",
          "The current status of the resource does not support this operation: "
              + instance.status());
    }
  }

  @Override
  public boolean off(String instanceId) {
    return store.inTransaction(
        () -> {
          Optional<Resource> instance = store.find(EcsProduct.INSTANCE, instanceId);
          instance
              .filter(i -> i.is("Running") || i.is("Starting"))
              .ifPresent(i -> transitions.settle(i, "Stopping"));
          return instance.isPresent();
        });
  }

  @Override
  public boolean on(String instanceId) {
    return store.inTransaction(
        () -> {
          Optional<Resource> instance = store.find(EcsProduct.INSTANCE, instanceId);
          instance
              .filter(i -> i.is("Stopped"))
              .ifPresent(i -> transitions.begin(i, "Starting", "Running", START));
          return instance.isPresent();
        });
  }
}
