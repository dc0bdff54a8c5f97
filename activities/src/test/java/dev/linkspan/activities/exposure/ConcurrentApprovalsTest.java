package dev.linkspan.activities.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.sandbox.LocalActivities;
import dev.linkspan.activities.sandbox.LocalCloud;
import dev.linkspan.sandbox.api.Regions;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.plan.Owner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints of many setups that are accepted at the same time in one account. */
class ConcurrentApprovalsTest {
  private static final int SETUPS = 12;
  private static final String ZONE = "ap-southeast-1a";

  private final ExecutorService threads = Executors.newFixedThreadPool(SETUPS);
  private LocalCloud cloud;
  private AlibabaCloud worker;
  private AlibabaCloud otherWorker;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    cloud = new LocalCloud(folder);
    worker = cloud.client();
    otherWorker = cloud.client();
    IntStream.range(0, SETUPS).forEach(this::waitingEndpoint);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    worker.close();
    otherWorker.close();
    cloud.close();
  }

  private void waitingEndpoint(int setup) {
    Map<String, Object> zone =
        Map.of(
            "zoneId", ZONE, "vSwitchId", "vsw", "eniId", "eni", "address", "", "resourceId", "nlb");
    Map<String, Object> resource =
        Map.of(
            "type",
            "nlb",
            "resourceId",
            "nlb",
            "zoneId",
            ZONE,
            "vSwitchId",
            "vsw",
            "vpcId",
            "vpc",
            "address",
            "");
    cloud.change(
        own("vpcendpointservice", "epsrv-" + setup, "Active").with("resources", List.of(resource)));
    cloud.change(own("vpcendpoint", "ep-" + setup, "Active").with("zones", List.of(zone)));
    cloud.change(
        own("vpcendpointconnection", "ep-" + setup, "Disconnected")
            .with("serviceId", "epsrv-" + setup)
            .with("endpointOwner", "5500000000000001")
            .with("endpointVpcId", "vpc")
            .with("modifiedAt", "2026-01-01T00:00:00Z"));
  }

  private static Resource own(String type, String id, String status) {
    return Resource.of(type, id, Regions.OWN_ACCOUNT, Regions.DEFAULT, id).withStatus(status);
  }

  private void approveAll(List<AlibabaCloud> workers) {
    List<CompletableFuture<Void>> approvals =
        IntStream.range(0, SETUPS)
            .mapToObj(
                setup ->
                    CompletableFuture.runAsync(
                        () -> approve(workers.get(setup % workers.size()), setup), threads))
            .toList();
    approvals.forEach(CompletableFuture::join);
    assertThat(cloud.resources("vpcendpointconnection"))
        .extracting(Resource::status)
        .containsOnly("Connected");
  }

  private static void approve(AlibabaCloud worker, int setup) {
    Owner owner =
        new Owner(
            "setup-" + setup,
            "run",
            LocalActivities.OWNER.region(),
            LocalActivities.OWNER.credentials());
    OwnerClient.run(
        worker,
        owner,
        client -> {
          EndpointConnections endpoints = new EndpointConnections(client);
          String service = "epsrv-" + setup;
          endpoints.connect(service, endpoints.find(service, "ep-" + setup).orElseThrow());
        });
  }

  @Test
  void c50_approvalsAtOnceInOneWorkerTakeTurnsAndNoneIsRefused() {
    approveAll(List.of(worker));
    assertThat(cloud.calls("EnableVpcEndpointConnection")).isEqualTo(SETUPS);
  }

  @Test
  void c50_approvalsAtOnceInTwoWorkersAreRefusedAtMostOnceEach() {
    approveAll(List.of(worker, otherWorker));
    assertThat(cloud.calls("EnableVpcEndpointConnection")).isLessThanOrEqualTo(2 * SETUPS);
  }
}
