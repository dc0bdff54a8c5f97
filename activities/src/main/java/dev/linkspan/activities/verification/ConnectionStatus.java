package dev.linkspan.activities.verification;

import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;
import java.util.Optional;

/** What TiDB Cloud says of its side of a finished link; reads, and changes nothing. */
@FunctionalInterface
public interface ConnectionStatus {

  /** Empty where there is no such connection any more. */
  Optional<Connection> connection(Owner owner, Link link);

  /**
   * @param state {@code ACTIVE} is good
   * @param uniqueNames that domains are attached for
   * @param domains each with its state
   */
  record Connection(String state, String message, List<String> uniqueNames, List<String> domains) {}
}
