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
 * Removes what was made for a cluster, and nothing else: what others have put into its VPC is in
 * the way of the rest.
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
   * @throws IOException where something cannot be removed; says what the cloud said
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
      awaitGone(EcsProduct.INSTANCE, id);
    }
    for (String id : record.texts("securityGroupIds")) {
      begin(
          EcsProduct.SECURITY_GROUP,
          id,
          () -> console.ecs(region, "DeleteSecurityGroup", "SecurityGroupId", id));
    }
    for (String id : record.texts("vSwitchIds")) {
      begin(VpcProduct.VSWITCH, id, () -> console.vpc(region, "DeleteVSwitch", "VSwitchId", id));
      awaitGone(VpcProduct.VSWITCH, id);
    }
    String vpcId = record.text("vpcId");
    begin(VpcProduct.VPC, vpcId, () -> console.vpc(region, "DeleteVpc", "VpcId", vpcId));
    awaitGone(VpcProduct.VPC, vpcId);
  }

  private interface Deletion {
    Object begin();
  }

  /** Asks until it is not refused, or is gone: much is refused only while something changes. */
  private void begin(String type, String id, Deletion deletion)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (isThere(type, id)) {
      try {
        deletion.begin();
        return;
      } catch (ApiError e) {
        boolean leaving = e.code().endsWith(".NotFound");
        if (leaving) {
          return;
        }
        if (System.nanoTime() > deadline) {
          throw new IOException(id + " is not deleted: " + e.code() + ", " + e.getMessage(), e);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
  }

  private void awaitGone(String type, String id) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (isThere(type, id)) {
      if (System.nanoTime() > deadline) {
        throw new IOException(id + " does not go away");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private boolean isThere(String type, String id) {
    return store.find(type, id).isPresent();
  }
}
