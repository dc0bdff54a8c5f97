package dev.linkspan.sandbox.clusters;

import dev.linkspan.sandbox.api.ApiError;
import dev.linkspan.sandbox.ecs.EcsProduct;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.sandbox.state.Store;
import dev.linkspan.sandbox.vpc.VpcProduct;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Removes what was created for a cluster and nothing else. What others have added to its VPC blocks
 * the removal of the VPC.
 */
final class ClusterRemoval {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int POLL_MILLIS = 100;

  private final Store store;
  private final AccountConsole console;

  ClusterRemoval(Store store, AccountConsole console) {
    this.store = store;
    this.console = console;
  }

  /**
   * @throws IOException with the error of the API if a resource cannot be removed
   */
  void remove(Resource record) throws IOException, InterruptedException {
    String region = record.region();
    for (String id : record.texts("instanceIds")) {
      begin(
          EcsProduct.INSTANCE,
          id,
          () -> console.ecs(region, "DeleteInstance", "InstanceId", id, "Force", "true"));
    }
    for (String id : record.texts("instanceIds")) {
      waitUntilRemoved(EcsProduct.INSTANCE, id);
    }
    for (String id : record.texts("securityGroupIds")) {
      begin(
          EcsProduct.SECURITY_GROUP,
          id,
          () -> console.ecs(region, "DeleteSecurityGroup", "SecurityGroupId", id));
    }
    for (String id : record.texts("vSwitchIds")) {
      begin(VpcProduct.VSWITCH, id, () -> console.vpc(region, "DeleteVSwitch", "VSwitchId", id));
      waitUntilRemoved(VpcProduct.VSWITCH, id);
    }
    String vpcId = record.text("vpcId");
    begin(VpcProduct.VPC, vpcId, () -> console.vpc(region, "DeleteVpc", "VpcId", vpcId));
    waitUntilRemoved(VpcProduct.VPC, vpcId);
  }

  private interface Deletion {
    Object begin();
  }

  /**
   * Repeats the request until it is accepted or the resource is gone. Some requests are refused
   * only while something else changes.
   */
  private void begin(String type, String id, Deletion deletion)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (exists(type, id)) {
      try {
        deletion.begin();
        return;
      } catch (ApiError e) {
        boolean leaving = e.code().endsWith(".NotFound");
        if (leaving) {
          return;
        }
        if (System.nanoTime() > deadline) {
          throw new IOException(id + " cannot be deleted: " + e.code() + ", " + e.getMessage(), e);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  private void waitUntilRemoved(String type, String id) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (exists(type, id)) {
      if (System.nanoTime() > deadline) {
        throw new IOException(id + " was not removed in time");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private boolean exists(String type, String id) {
    return store.find(type, id).isPresent();
  }
}
