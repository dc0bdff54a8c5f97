package dev.linkspan.activities.verification;

import dev.linkspan.workflows.kafka.AclCommands;
import dev.linkspan.workflows.listeners.AccessSettings;
import dev.linkspan.workflows.verification.Check;
import java.util.Optional;

/**
 * An answer with which a broker's authorizer refuses a client without a login: Kafka has one
 * exception for each kind of resource, such as {@code TopicAuthorizationException}. No I/O.
 */
final class AuthorizationRefusal {
  private AuthorizationRefusal() {}

  /** Whether the evidence of a hop is such an answer. */
  static boolean isIn(String evidence) {
    return evidence.contains("AuthorizationException");
  }

  /** The failed check, in words for the owner of the ACLs. */
  static Check check(Optional<Integer> nodeId, String hop, String evidence) {
    return Check.failed(
            nodeId,
            hop,
            "the authorizer refuses "
                + AccessSettings.ANONYMOUS
                + ", as whom Linkspan and every client of the link come: "
                + evidence)
        .expecting("ACLs allow it what the link needs")
        .remedy(
            "Allow it with "
                + String.join("; ", AclCommands.ofLinkspan())
                + ". A changefeed needs "
                + String.join("; ", AclCommands.ofChangefeed())
                + ".");
  }
}
