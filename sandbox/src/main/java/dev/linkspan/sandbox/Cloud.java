package dev.linkspan.sandbox;

import dev.linkspan.sandbox.control.CallLog;
import dev.linkspan.sandbox.control.Faults;
import dev.linkspan.sandbox.ecs.EcsProduct;
import dev.linkspan.sandbox.ecs.PublicAddresses;
import dev.linkspan.sandbox.http.Routes;
import dev.linkspan.sandbox.machines.Machines;
import dev.linkspan.sandbox.points.Points;
import dev.linkspan.sandbox.points.Subjects;
import dev.linkspan.sandbox.rpc.RpcApi;
import dev.linkspan.sandbox.signature.Credentials;
import dev.linkspan.sandbox.signature.Signatures;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.sts.StsProduct;
import dev.linkspan.sandbox.vpc.Addresses;
import dev.linkspan.sandbox.vpc.VpcProduct;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The kernel with the products that need nothing but machines: STS, VPC and ECS. More products are
 * added to {@link #api}, more paths to {@link #routes}.
 */
final class Cloud implements AutoCloseable {
  final Store store;
  final Transitions transitions;
  final CallLog calls;
  final Faults faults = new Faults();
  final Points points;
  final Subjects subjects;
  final Routes routes = new Routes();
  final RpcApi api;
  final EcsProduct ecs;

  /** A cloud whose calls nothing holds up. */
  Cloud(
      Path folder,
      Credentials credentials,
      Machines machines,
      int sshPort,
      String publicBase,
      double pace) {
    this(folder, credentials, machines, sshPort, publicBase, pace, new Points());
  }

  /**
   * @param folder for the state and the log of calls
   * @param points of the calls to the APIs
   */
  Cloud(
      Path folder,
      Credentials credentials,
      Machines machines,
      int sshPort,
      String publicBase,
      double pace,
      Points points) {
    this.points = points;
    store = new Store(folder.resolve("state.json"));
    subjects = new Subjects(store);
    transitions = new Transitions(store, pace);
    calls = new CallLog(folder.resolve("calls.jsonl"));
    api = new RpcApi(new Signatures(credentials, Clock.systemUTC()), store, faults, calls, points);
    Addresses addresses = new Addresses(store);
    ecs =
        new EcsProduct(
            store,
            transitions,
            addresses,
            new PublicAddresses(store, publicBase),
            machines,
            sshPort);
    api.add(new StsProduct());
    api.add(new VpcProduct(store, transitions, addresses));
    api.add(ecs);
    routes.add("/", api);
  }

  /** Goes on where the last run ended. Call it when all products are there. */
  void recover() {
    ecs.recover();
    transitions.start();
  }

  @Override
  public void close() {
    transitions.close();
  }
}
