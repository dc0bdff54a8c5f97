package dev.linkspan.workflows.plan;

/**
 * One resource.
 *
 * @param kind e.g. {@code VPC}, {@code server group}
 * @param name its key in the plan
 * @param id the provider's id
 */
public record Resource(String kind, String name, String id) {
  public static final String INSTANCE = "instance";
  public static final String SERVER_GROUP = "server group";
  public static final String LISTENER = "listener";
}
