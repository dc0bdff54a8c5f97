package dev.linkspan.activities.verification;

import static dev.linkspan.activities.verification.CloudDrift.byAPerson;
import static dev.linkspan.activities.verification.CloudDrift.repaired;
import static dev.linkspan.workflows.verification.Check.Severity.BREAKS;
import static dev.linkspan.workflows.verification.Check.Severity.DRIFT;

import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.verification.Repair.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What drifts at the endpoint service. */
final class EndpointServiceDrifts {
  private static final String STRANGER = "5500000000000099";

  private final BuiltLink link;
  private final HiddenChanges hidden;

  EndpointServiceDrifts(BuiltLink link) {
    this.link = link;
    this.hidden = new HiddenChanges(link.local().cloud());
  }

  Stream<CloudDrift> endpointService() {
    return Stream.of(
        repaired(
            "automatic acceptance on",
            "acceptance at the endpoint service",
            DRIFT,
            Kind.ENDPOINT_SERVICE,
            () ->
                service("UpdateVpcEndpointServiceAttribute", Map.of("AutoAcceptEnabled", "true"))),
        repaired(
            "TiDB Cloud's account off the whitelist",
            "whitelist",
            DRIFT,
            Kind.WHITELIST,
            () ->
                service(
                    "RemoveUserFromVpcEndpointService",
                    Map.of("UserId", link.link().network().whitelistAccount()))),
        byAPerson(
            "stranger on the whitelist",
            "other accounts on the whitelist",
            DRIFT,
            () -> service("AddUserToVpcEndpointService", Map.of("UserId", STRANGER)),
            () -> service("RemoveUserFromVpcEndpointService", Map.of("UserId", STRANGER))),
        repaired(
            "endpoint disconnected",
            "endpoint connection",
            BREAKS,
            Kind.ENDPOINT_CONNECTION,
            () ->
                service(
                    "DisableVpcEndpointConnection",
                    Map.of("EndpointId", link.link().endpointId()))),
        byAPerson(
            "second endpoint connected",
            "other endpoints",
            DRIFT,
            () -> secondEndpoint("Connected", true),
            this::removeSecondEndpoint),
        byAPerson(
            "second endpoint waits",
            "other endpoints",
            DRIFT,
            () -> secondEndpoint("Disconnected", false),
            this::removeSecondEndpoint),
        repaired(
            "zone detached",
            "zones of the endpoint service",
            DRIFT,
            Kind.ENDPOINT_SERVICE,
            this::detachZone));
  }

  private void service(String action, Map<String, String> more) {
    Map<String, String> parameters = new HashMap<>(more);
    parameters.put("ServiceId", link.link().endpointServiceId());
    link.privateLink(action, parameters);
  }

  /** An endpoint of somebody else. */
  private void secondEndpoint(String status, boolean decided) {
    String id = link.link().endpointId();
    Resource endpoint = hidden.resource("vpcendpoint", id);
    Resource connection = hidden.resource("vpcendpointconnection", id);
    link.local().cloud().change(copy(endpoint).withStatus("Active"));
    link.local()
        .cloud()
        .change(
            copy(connection)
                .withStatus(status)
                .with("endpointOwner", STRANGER)
                .with("decided", decided));
  }

  private Resource copy(Resource of) {
    Resource copy = Resource.of(of.type(), "ep-stranger", of.account(), of.region(), "stranger");
    for (Map.Entry<String, Object> attribute : of.attributes().entrySet()) {
      copy = copy.with(attribute.getKey(), attribute.getValue());
    }
    return copy;
  }

  private void removeSecondEndpoint() {
    link.local().cloud().remove("vpcendpointconnection", "ep-stranger");
    link.local().cloud().remove("vpcendpoint", "ep-stranger");
  }

  private void detachZone() {
    String id = link.link().endpointServiceId();
    Resource service = hidden.resource("vpcendpointservice", id);
    List<Map<String, Object>> resources = service.objects("resources");
    link.local()
        .cloud()
        .change(service.with("resources", resources.subList(0, resources.size() - 1)));
  }
}
