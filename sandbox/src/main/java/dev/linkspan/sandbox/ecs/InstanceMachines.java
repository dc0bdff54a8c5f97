package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.machines.Machine;
import dev.linkspan.sandbox.machines.Machines;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the machines in the state that the instances' statuses demand: boots the machine of a
 * Running instance, and shuts the machine of a Stopping instance down before the instance becomes
 * Stopped or is removed. The SSH server starts shortly after the instance is Running.
 */
final class InstanceMachines {
  private static final Duration DISAPPEARANCE = Duration.ofMillis(300);

  private final Store store;
  private final Transitions transitions;
  private final Machines machines;
  private final int sshPort;
  private final SecurityGroupAccess securityGroups;

  InstanceMachines(Store store, Transitions transitions, Machines machines, int sshPort) {
    this.store = store;
    this.transitions = transitions;
    this.machines = machines;
    this.sshPort = sshPort;
    this.securityGroups = new SecurityGroupAccess(store);
    transitions.onChange(EcsProduct.INSTANCE, (instance, old) -> reconcile(instance));
  }

  /** Starts to bring the machines back after a restart of the sandbox. */
  void recover() {
    store.all(EcsProduct.INSTANCE).stream()
        .filter(instance -> instance.next().isEmpty())
        .forEach(transitions::notifyAgain);
  }

  private void reconcile(Resource instance) {
    switch (instance.status()) {
      case "Starting" -> {
        if (instance.next().isEmpty()) {
          transition(instance.id(), "Starting", "Running", InstanceChanges.START);
        }
      }
      case "Running" -> boot(instance.id());
      case "Stopping" -> shutDown(instance.id());
      default -> {}
    }
  }

  private void boot(String id) {
    store
        .find(EcsProduct.INSTANCE, id)
        .filter(instance -> instance.is("Running"))
        .ifPresent(instance -> machines.boot(machine(instance)));
  }

  private void shutDown(String id) {
    Optional<Resource> instance = store.find(EcsProduct.INSTANCE, id);
    if (instance.isEmpty() || !instance.get().is("Stopping")) {
      return;
    }
    if (instance.get().flag(InstanceChanges.BEING_DELETED)) {
      machines.release(id);
      transition(id, "Stopping", Resource.GONE, DISAPPEARANCE);
    } else {
      machines.halt(id);
      if (!settleStopped(id)) {
        // The instance was deleted while it was shutting down.
        shutDown(id);
      }
    }
  }

  private boolean settleStopped(String id) {
    return store.inTransaction(
        () -> {
          Optional<Resource> stopped =
              store
                  .find(EcsProduct.INSTANCE, id)
                  .filter(i -> i.is("Stopping") && !i.flag(InstanceChanges.BEING_DELETED));
          stopped.ifPresent(i -> transitions.settle(i, "Stopped"));
          return stopped.isPresent();
        });
  }

  private void transition(String id, String status, String next, Duration duration) {
    store.inTransaction(
        () ->
            store
                .find(EcsProduct.INSTANCE, id)
                .filter(i -> i.is(status))
                .map(i -> transitions.begin(i, status, next, duration)));
  }

  private Machine machine(Resource instance) {
    String id = instance.id();
    List<String> keys =
        store.all(EcsProduct.KEYPAIR).stream()
            .filter(pair -> pair.region().equals(instance.region()))
            .filter(pair -> pair.name().equals(instance.text("keyPairName")))
            .map(pair -> pair.text("publicKey"))
            .toList();
    return new Machine(
        id,
        Stream.concat(Stream.of(instance.name()), instance.tags().values().stream()).toList(),
        instance.text("privateAddress"),
        Optional.of(instance.text("publicAddress")).filter(address -> !address.isEmpty()),
        sshPort,
        keys,
        () -> securityGroups.inbound(id));
  }
}
