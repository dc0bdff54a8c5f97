package dev.linkspan.activities.network;

import dev.linkspan.activities.execution.Answer;
import dev.linkspan.workflows.plan.Plan.InboundRule;
import java.util.List;
import java.util.Optional;

/**
 * The state of the network of a finished link. States are the API's own words.
 *
 * @param vpc its state; empty where it is gone
 * @param vSwitches those of the plan that exist
 * @param securityGroups of a new cluster, those of the plan that exist
 * @param instances of the link that exist
 * @param keyPair whether it exists; true for an existing cluster, which has none of the plan
 */
public record NetworkStatus(
    Answer<Optional<String>> vpc,
    Answer<List<VSwitch>> vSwitches,
    Answer<List<SecurityGroup>> securityGroups,
    Answer<List<Machine>> instances,
    Answer<Boolean> keyPair) {

  /**
   * A vSwitch.
   *
   * @param name its key in the plan; its id where the setup did not create it
   * @param status {@code Available} is good
   */
  public record VSwitch(String name, String id, String status) {}

  /**
   * A security group of the plan.
   *
   * @param name its key in the plan
   * @param missing rules of the plan that it does not have
   * @param denied rules of the plan whose traffic does not get through
   * @param drops rules that deny traffic, in words
   * @param others rules that let more in than the plan says, in words
   */
  public record SecurityGroup(
      String name,
      String id,
      List<InboundRule> missing,
      List<InboundRule> denied,
      List<String> drops,
      List<String> others) {}

  /**
   * An instance.
   *
   * @param name its key in the plan
   * @param status {@code Running} is good
   * @param privateAddresses none where the API returns none
   * @param publicAddress empty where it has none
   * @param closed for an existing cluster, the vSwitches of the load balancer from which its
   *     external port cannot be reached; each with what to add
   */
  public record Machine(
      String name,
      String id,
      String status,
      String type,
      String keyPair,
      List<String> securityGroups,
      List<String> privateAddresses,
      Optional<String> publicAddress,
      Answer<List<String>> closed) {}
}
