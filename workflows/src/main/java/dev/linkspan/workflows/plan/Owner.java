package dev.linkspan.workflows.plan;

import dev.linkspan.workflows.plan.Plan.CredentialNames;

/**
 * On whose behalf an activity acts. Every resource carries the tags {@code linkspan:setup} = {@code
 * setup} and {@code linkspan:resource} = the resource's key; every client token is a hash of {@code
 * setupId}, action and key.
 *
 * @param setup the setup's name
 * @param setupId stable for the setup's whole life, over continue-as-new and reset: its first run
 *     id
 */
public record Owner(String setup, String setupId, String region, CredentialNames credentials) {
  public static final String SETUP_TAG = "linkspan:setup";
  public static final String RESOURCE_TAG = "linkspan:resource";

  /** The id of the workflow that owns the setup with this name. */
  public static String setupWorkflowId(String setup) {
    return "private-link-" + setup;
  }

  /** The name of the setup that the workflow with this id owns. */
  public static String setupName(String setupWorkflowId) {
    return setupWorkflowId.substring(setupWorkflowId("").length());
  }

  /** The owner of what this plan makes. */
  public static Owner of(Plan plan, String setupId) {
    return new Owner(plan.name(), setupId, plan.region(), plan.credentials());
  }
}
