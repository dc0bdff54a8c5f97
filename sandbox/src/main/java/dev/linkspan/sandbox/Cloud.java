package dev.linkspan.sandbox;

import dev.linkspan.sandbox.breakpoints.Breakpoints;
import dev.linkspan.sandbox.breakpoints.CallSubjects;
import dev.linkspan.sandbox.control.CallLog;
import dev.linkspan.sandbox.control.Faults;
import dev.linkspan.sandbox.ecs.EcsProduct;
import dev.linkspan.sandbox.ecs.PublicAddresses;
import dev.linkspan.sandbox.http.Routes;
import dev.linkspan.sandbox.machines.Machines;
import dev.linkspan.sandbox.rpc.RpcApi;
import dev.linkspan.sandbox.signature.Credentials;
import dev.linkspan.sandbox.signature.Signatures;
import dev.linkspan.sandbox.signature.UsedNonces;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.state.Transitions;
import dev.linkspan.sandbox.sts.StsProduct;
import dev.linkspan.sandbox.vpc.Addresses;
import dev.linkspan.sandbox.vpc.VpcProduct;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The core of the sandbox: the store, the RPC endpoint, and the products STS, VPC and ECS. {@link
 * LinkedProducts} adds the other products.
 */
public final class Cloud implements AutoCloseable {
  private final Store store;
  private final Transitions transitions;
  private final CallLog calls;
  private final Faults faults = new Faults();
  private final Breakpoints breakpoints;
  private final CallSubjects subjects;
  private final Routes routes = new Routes();
  private final RpcApi api;
  private final EcsProduct ecs;

  /** Creates a cloud without breakpoints. */
  public Cloud(
      Path folder,
      Credentials credentials,
      Machines machines,
      int sshPort,
      String publicBase,
      double pace) {
    this(folder, credentials, machines, sshPort, publicBase, pace, new Breakpoints());
  }

  /**
   * @param folder folder for the state and the log of calls
   * @param breakpoints breakpoints for calls to the APIs
   */
  public Cloud(
      Path folder,
      Credentials credentials,
      Machines machines,
      int sshPort,
      String publicBase,
      double pace,
      Breakpoints breakpoints) {
    this.breakpoints = breakpoints;
    store = new Store(folder.resolve("state.json"));
    subjects = new CallSubjects(store);
    transitions = new Transitions(store, pace);
    calls = new CallLog(folder.resolve("calls.jsonl"));
    api =
        new RpcApi(
            new Signatures(credentials, Clock.systemUTC(), UsedNonces.in(folder.resolve("nonces"))),
            store,
            faults,
            calls,
            breakpoints);
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

  /** Resumes the work of the previous run. Call this method after all products are added. */
  public void recover() {
    ecs.recover();
    transitions.start();
  }

  /** The resources of both clouds. */
  public Store store() {
    return store;
  }

  /** Changes of status that take time. */
  public Transitions transitions() {
    return transitions;
  }

  /** The log of calls. */
  public CallLog calls() {
    return calls;
  }

  /** Faults to inject into calls. */
  public Faults faults() {
    return faults;
  }

  /** Breakpoints for calls. */
  public Breakpoints breakpoints() {
    return breakpoints;
  }

  /** Decides which resources a call is about. */
  public CallSubjects subjects() {
    return subjects;
  }

  /** The handlers by path. */
  public Routes routes() {
    return routes;
  }

  /** The RPC endpoint that the products are added to. */
  public RpcApi api() {
    return api;
  }

  /** Instances, security groups and key pairs. */
  public EcsProduct ecs() {
    return ecs;
  }

  @Override
  public void close() {
    transitions.close();
  }
}
