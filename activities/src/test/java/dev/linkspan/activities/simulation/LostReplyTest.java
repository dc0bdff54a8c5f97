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
 * Loses the response of every action of both clouds that changes something, one action at a time:
 * the call has its effect, and the worker does not get the response. Each time, every resource
 * exists exactly once when the link is ready, and none after it was destroyed.
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
    "RemoveUserFromVpcEndpointService",
    "RunInstances",
    "UpdateLoadBalancerProtection",
  };

  @TempDir Path folder;

  private SingleFaultModel run(String action, Fault fault, Path key) {
    SingleFaultModel faults = new SingleFaultModel(action, fault);
    String name = fault + " " + action;
    SimulationRun.Outcome outcome =
        new SimulationRun(name, Scenario.EVERY_ACTION, Mistakes.NONE, key, time -> faults).go();
    assertThat(outcome.wasReady()).isTrue();
    return faults;
  }

  private Path key() throws Exception {
    return new TestKeys(folder).keys().privateKey("any");
  }

  @Test
  void theListOfActionsIsComplete() throws Exception {
    Set<String> writing = run("none", Fault.NONE, key()).writingActions();
    // They change nothing, despite their names.
    writing.removeAll(Set.of("CheckProductOpen", "TestChangefeed"));
    assertThat(writing).containsExactlyInAnyOrder(ACTIONS);
  }

  @ParameterizedTest
  @EnumSource(names = {"REPLY_LOST", "CRASH_AFTER"})
  void everyActionHasItsEffectOnceAlthoughItsResponseIsLost(Fault fault) throws Exception {
    Path key = key();
    Map<String, Throwable> failed =
        ParallelRuns.failures(
            List.of(ACTIONS),
            action -> assertThat(run(action, fault, key).faultyCalls()).as(action).isPositive());
    if (!failed.isEmpty()) {
      throw new AssertionError(failed.keySet() + " failed", failed.values().iterator().next());
    }
  }
}
