package dev.linkspan.activities.verification;

import dev.linkspan.workflows.verification.Check;
import dev.linkspan.workflows.verification.VerificationActivities.Link;
import java.util.List;

/**
 * Compares what the clouds say about a link with its plan, in the order of the data's path. No I/O.
 */
final class CloudChecks {
  private CloudChecks() {}

  static List<Check> of(Link link, CloudStatus status) {
    CheckList checks = new CheckList(link.plan().name());
    new ConnectionChecks(link, checks).check(status.connection());
    new EndpointServiceChecks(link, checks).check(status.exposure());
    new LoadBalancerChecks(link, checks).check(status.exposure());
    new ServerGroupChecks(link, checks).check(status.exposure());
    new NetworkChecks(link, checks).check(status.network());
    return checks.all();
  }
}
