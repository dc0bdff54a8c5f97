package dev.linkspan.activities.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.ssh.TestKeys;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The normal case of distributed systems, for every action of both clouds that changes something,
 * one action at a time: it is done, and nobody hears of it. Each time there is exactly one of
 * everything when the link is ready, and nothing when it was destroyed.
 */
class LostReplyTest {
  private static final String[] ACTIONS = {
    "AddServersToServerGroup",
    "AddUserToVpcEndpointService",
    "AttachDomains",
    "AuthorizeSecurityGroup",
    "CreateChangefeed",
    "CreateListener",
    "CreateLoadBalancer",
    "CreatePrivateLinkConnection",
    "CreateSecurityGroup",
    "CreateServerGroup",
    "CreateVSwitch",
    "CreateVpc",
    "CreateVpcEndpointService",
    "DeleteChangefeed",
    "DeleteInstances",
    "DeleteKeyPairs",
    "DeleteListener",
    "DeleteLoadBalancer",
    "DeletePrivateLinkConnection",
    "DeleteSecurityGroup",
    "DeleteServerGroup",
    "DeleteVSwitch",
    "DeleteVpc",
    "DeleteVpcEndpointService",
    "DetachDomains",
    "DetachResourceFromVpcEndpointService",
    "DisableVpcEndpointConnection",
    "EnableVpcEndpointConnection",
    "ImportKeyPair",
    "RemoveServersFromServerGroup",
    "RemoveUserFromVpcEndpointService",
    "RunInstances",
    "UpdateLoadBalancerProtection",
  };

  @TempDir Path folder;

  private SingleFaultModel live(String action, Fault fault, Path key) {
    SingleFaultModel faults = new SingleFaultModel(action, fault);
    String name = fault + " " + action;
    SimulationRun.Outcome outcome =
        new SimulationRun(name, Scenario.OF_EVERY_ACTION, key, time -> faults).go();
    assertThat(outcome.wasReady()).isTrue();
    return faults;
  }

  private Path key() throws Exception {
    return new TestKeys(folder).keys().privateKey("any");
  }

  @Test
  void theListOfActionsIsWhole() throws Exception {
    Set<String> written = live("none", Fault.NONE, key()).written();
    // A question, whatever its name.
    written.remove("CheckProductOpen");
    assertThat(written).containsExactlyInAnyOrder(ACTIONS);
  }

  @ParameterizedTest
  @EnumSource(names = {"REPLY_LOST", "CRASH_AFTER"})
  void everyActionIsDoneOnceThoughNobodyHearsOfIt(Fault fault) throws Exception {
    Path key = key();
    Map<String, Throwable> failed =
        ParallelRuns.failures(
            List.of(ACTIONS),
            action -> assertThat(live(action, fault, key).met()).as(action).isPositive());
    if (!failed.isEmpty()) {
      throw new AssertionError(failed.keySet() + " failed", failed.values().iterator().next());
    }
  }
}
