package dev.linkspan.workflows.setup;

import dev.linkspan.workflows.connection.ConnectionActivities.Dataflow;
import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointVerification;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneAddress;
import dev.linkspan.workflows.network.NetworkActivities.Account;
import dev.linkspan.workflows.network.NetworkActivities.AdoptedNetwork;
import dev.linkspan.workflows.network.NetworkActivities.FoundInstance;
import dev.linkspan.workflows.network.NetworkActivities.Instance;
import dev.linkspan.workflows.network.NetworkActivities.InstanceRequest;
import dev.linkspan.workflows.network.NetworkActivities.NetworkFacts;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.SecurityGroupPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import dev.linkspan.workflows.plan.Recurrence;
import dev.linkspan.workflows.steps.Failures;
import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The answers of the simulated clouds. */
final class Answers {
  static final String UNIQUE_NAME = "abc123";
  static final String TIDB_ACCOUNT = "5500000000000001";

  private final List<Duration> listWaits = new ArrayList<>();
  private int instances;

  /** A test may change these fields. */
  String connectionId = "plc-1";

  String endpointId = "ep-1";
  EndpointVerification verification = new EndpointVerification(true, "ep-1 is TiDB's");

  String endpointServiceId = "epsrv-1";

  /** The id that the last teardown knew of the connection. */
  volatile Optional<String> removedConnection = Optional.empty();

  /** When the schedule runs. */
  volatile Optional<Recurrence> scheduled = Optional.empty();

  /** What is attached; empty for the domains that the setup asked for. */
  Optional<BrokerDomains> attachedDomains = Optional.empty();

  BrokerDomains domains = BrokerDomains.ofGuide(UNIQUE_NAME);

  /** The public address of a machine that has one. */
  String publicAddress = "192.0.2.1";

  /** The id of a listener that is ensured; empty for one that follows from its request. */
  Optional<String> listenerId = Optional.empty();

  /** Who last ensured a listener. */
  volatile Optional<Owner> listenerOwner = Optional.empty();

  private final Map<Check, String> findings = new ConcurrentHashMap<>();

  List<Check> bastionChecks = List.of(Check.passed(Optional.of(1), "broker 1", "10 of 10"));

  /** The clouds are checked with this result until the call that repairs it. */
  void finding(Check check, String repairedBy) {
    findings.put(check, repairedBy);
  }

  /** The same, whatever is called. */
  void lastingFinding(Check check) {
    findings.put(check, "nothing");
  }

  /** This method was called. */
  void called(String method) {
    findings.values().removeIf(method::equals);
  }

  private List<Check> cloudChecks() {
    List<Check> checks =
        new ArrayList<>(List.of(Check.passed(Optional.empty(), "checkClouds", "fine")));
    findings.keySet().stream().sorted(Comparator.comparing(Check::key)).forEach(checks::add);
    return checks;
  }

  Object to(String method, Object[] arguments) {
    return switch (method) {
      case "preflight" ->
          arguments.length == 2
              ? new Account("1600000000000001", "arn")
              : new Dataflow(TIDB_ACCOUNT, List.of("ap-southeast-1a"));
      case "removeConnection" -> removedConnection((Optional<?>) arguments[2]);
      case "awaitLists" -> addListWait((Duration) arguments[1]);
      case "ensureVpc" -> "vpc-1";
      case "ensureVSwitch" -> "vsw-" + ((VSwitchPlan) arguments[2]).name();
      case "ensureSecurityGroup" -> "sg-" + ((SecurityGroupPlan) arguments[2]).name();
      case "ensureInstance" -> instance((InstanceRequest) arguments[1]);
      case "ensureServerGroup" -> arguments[2];
      case "ensureListener" -> listener((Owner) arguments[0], arguments[1]);
      case "ensureLoadBalancer" ->
          new LoadBalancer(
              "nlb-1", "nlb-1.example", List.of(new ZoneAddress("ap-southeast-1a", "10.0.0.200")));
      case "ensureEndpointService" ->
          new EndpointService(endpointServiceId, "com.aliyuncs.privatelink.ap-southeast-1.epsrv-1");
      case "ensureConnection" -> connectionId;
      case "awaitEndpoint" ->
          new EndpointRequest(
              "epsrv-1",
              endpointId,
              TIDB_ACCOUNT,
              List.of("ap-southeast-1a"),
              Instant.parse("2026-11-24T03:00:00Z"));
      case "verifyEndpoint" -> verification;
      case "previewDomains" -> domains;
      case "attachDomains" -> attachedDomains(((DomainRequest) arguments[2]));
      case "checkClouds" -> cloudChecks();
      case "checkBrokers", "checkChangefeed", "checkSchedule" ->
          List.of(Check.passed(Optional.empty(), method, "fine"));
      case "checkFromBastion" -> bastionChecks;
      case "ensureSchedule" -> scheduled((Link) arguments[1]);
      case "ensureKeyPair" -> arguments[1];
      case "surveyNetwork" -> networkFacts((AdoptedNetwork) arguments[1]);
      default -> null;
    };
  }

  private Object scheduled(Link link) {
    scheduled = Optional.of(link.plan().verification().recurrence());
    return null;
  }

  private String listener(Owner owner, Object request) {
    listenerOwner = Optional.of(owner);
    return listenerId.orElse("lsn-" + request.hashCode());
  }

  private Object removedConnection(Optional<?> known) {
    removedConnection = known.map(String::valueOf);
    return null;
  }

  private BrokerDomains attachedDomains(DomainRequest request) {
    BrokerDomains attached = attachedDomains.orElse(request.planned());
    request
        .mismatch(attached)
        .ifPresent(
            problem -> {
              domains = attached;
              throw Failures.needsPerson(problem, "retry");
            });
    return attached;
  }

  private synchronized Object addListWait(Duration sinceLastCreation) {
    listWaits.add(sinceLastCreation);
    return null;
  }

  /** For each wait for the lists, the time since the last creation. */
  synchronized List<Duration> listWaits() {
    return List.copyOf(listWaits);
  }

  private synchronized Instance instance(InstanceRequest request) {
    instances++;
    Optional<String> publicAddress =
        request.plan().publicBandwidthMbps() > 0
            ? Optional.of(this.publicAddress)
            : Optional.empty();
    return new Instance(
        request.plan().name(), "i-" + request.plan().name(), "10.0.0." + instances, publicAddress);
  }

  private static NetworkFacts networkFacts(AdoptedNetwork network) {
    return new NetworkFacts(
        "10.0.0.0/16",
        network.addresses().stream()
            .map(address -> new FoundInstance(address, "i-" + address, "ap-southeast-1a"))
            .toList(),
        List.of());
  }
}
