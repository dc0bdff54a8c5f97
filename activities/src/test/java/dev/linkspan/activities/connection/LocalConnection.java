package dev.linkspan.activities.connection;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;

import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.activities.sandbox.LocalCloud;
import dev.linkspan.workflows.connection.ConnectionActivities;
import dev.linkspan.workflows.connection.ConnectionActivities.AwaitEndpoint;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointServiceRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancer;
import dev.linkspan.workflows.exposure.ExposureActivities.LoadBalancerRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.ZoneVSwitch;
import dev.linkspan.workflows.plan.Plan.BrokerPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedPlan;
import dev.linkspan.workflows.plan.Plan.ChangefeedUse;
import dev.linkspan.workflows.plan.Plan.ConnectionPlan;
import dev.linkspan.workflows.plan.Plan.VSwitchPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The connection activities with sandboxes of both clouds in the same process. */
abstract class LocalConnection {
  static final String TIDB_ACCOUNT = "5500000000000001";
  static final List<String> ZONES = List.of("ap-southeast-1a", "ap-southeast-1b");
  static final ConnectionPlan PLAN = new ConnectionPlan("10001", "demo-kafka");
  static final ChangefeedPlan KEPT =
      new ChangefeedPlan(ChangefeedUse.KEEP, "demo-proof", "rows", "test.*", "3.7.1");
  static final List<BrokerPlan> BROKERS =
      List.of(
          new BrokerPlan(1, "broker-node1", "ap-southeast-1a", true, 9093),
          new BrokerPlan(2, "broker-node2", "ap-southeast-1b", false, 9094));

  LocalActivities local;
  LocalCloud cloud;
  ConnectionActivities connection;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    local = new LocalActivities(folder);
    cloud = local.cloud();
    connection = local.connection();
  }

  @AfterEach
  void stop() {
    local.close();
  }

  final EndpointService service() {
    String vpcId = local.network().ensureVpc(OWNER, "demo-vpc", "127.63.0.0/16");
    List<ZoneVSwitch> zones = new ArrayList<>();
    for (String zone : ZONES) {
      var plan = new VSwitchPlan(zone, zone, "127.63." + zones.size() + ".0/24");
      zones.add(new ZoneVSwitch(zone, local.network().ensureVSwitch(OWNER, vpcId, plan)));
    }
    LoadBalancer balancer =
        local
            .exposure()
            .ensureLoadBalancer(OWNER, new LoadBalancerRequest("demo-nlb", vpcId, zones));
    EndpointService service =
        local
            .exposure()
            .ensureEndpointService(
                OWNER,
                new EndpointServiceRequest(balancer.loadBalancerId(), ZONES, "demo", TIDB_ACCOUNT));
    local.exposure().ensureWhitelisted(OWNER, service.serviceId(), TIDB_ACCOUNT);
    return service;
  }

  final String ensure(String serviceName) {
    return connection.ensureConnection(OWNER, PLAN, serviceName, Optional.empty());
  }

  final EndpointRequest request(EndpointService service, String connectionId, String account) {
    return connection.awaitEndpoint(
        OWNER, new AwaitEndpoint(PLAN, connectionId, service.serviceId(), account));
  }
}
