package dev.linkspan.activities.verification;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.workflows.connection.ConnectionActivities.AwaitEndpoint;
import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.plan.Plan;
import java.util.Optional;

/** TiDB Cloud's connection of the guide's setup in the sandbox, approved and with its domains. */
final class BuiltConnection {
  private final LocalActivities local;
  private final Plan plan;
  private final String id;
  private final EndpointRequest approved;
  private final BrokerDomains domains;

  /**
   * @param account TiDB Cloud's, which the endpoint belongs to
   */
  BuiltConnection(LocalActivities local, Plan plan, EndpointService service, String account) {
    this.local = local;
    this.plan = plan;
    id =
        local
            .connection()
            .ensureConnection(OWNER, plan.connection(), service.serviceName(), Optional.empty());
    approved =
        local
            .connection()
            .awaitEndpoint(
                OWNER, new AwaitEndpoint(plan.connection(), id, service.serviceId(), account));
    enable();
    domains = local.connection().previewDomains(OWNER, plan.connection(), id);
    attachDomains();
  }

  /** TiDB Cloud's account. */
  static String account(LocalActivities local, Plan plan) {
    return local
        .connection()
        .preflight(
            OWNER, plan.connection(), plan.loadBalancerZones(), plan.verification().changefeed())
        .accountId();
  }

  String id() {
    return id;
  }

  String endpointId() {
    return approved.endpointId();
  }

  BrokerDomains domains() {
    return domains;
  }

  void enable() {
    local.connection().enable(OWNER, plan.connection(), id, approved);
  }

  void attachDomains() {
    local
        .connection()
        .attachDomains(OWNER, plan.connection(), new DomainRequest(id, domains, plan.brokers()));
  }
}
