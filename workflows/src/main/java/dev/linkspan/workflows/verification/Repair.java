package dev.linkspan.workflows.verification;

/**
 * What puts a finding back as planned: an activity that ensures, run again.
 *
 * @param resource key of the resource in the plan, for example of a server group; the node ID of a
 *     broker; blank where there is one only
 * @param additive whether it only adds what is missing, and so can harm nothing
 */
public record Repair(Kind kind, String resource, boolean additive) {

  /** What is put back. */
  public enum Kind {
    /** The rules of a security group. */
    SECURITY_GROUP,
    /** An instance that is stopped. */
    INSTANCE,
    /** The attributes of a server group, with its health check. */
    SERVER_GROUP,
    /** The members of a server group. */
    BACKENDS,
    /** The attributes of the load balancer. */
    LOAD_BALANCER,
    /** The listener of a server group. */
    LISTENER,
    /** The attributes and zones of the endpoint service. */
    ENDPOINT_SERVICE,
    /** The entry of TiDB Cloud's account on the whitelist. */
    WHITELIST,
    /** The approved endpoint, connected again. */
    ENDPOINT_CONNECTION,
    /** The domains of the TiDB Cloud connection. */
    DOMAINS,
    /** The changefeed, created or resumed. */
    CHANGEFEED,
    /** The brokers' listeners and processes, by a rollout: one broker at a time. */
    BROKERS,
    /** The spec's settings in a broker's file, by a rollout: one broker at a time. */
    SETTINGS,
    /** The text of a unit that Linkspan wrote, by a rollout: one broker at a time. */
    UNIT_FILE,
    /** A broker's unit, enabled so that it starts with the machine. */
    UNIT,
    /** The Temporal Schedule of the verification. */
    SCHEDULE
  }

  /** Adds what is missing. */
  public static Repair adds(Kind kind, String resource) {
    return new Repair(kind, resource, true);
  }

  /** Changes or removes something, so a person has to agree. */
  public static Repair changes(Kind kind, String resource) {
    return new Repair(kind, resource, false);
  }
}
