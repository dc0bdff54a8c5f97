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
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PAUSE_MILLIS = 100;

  private final Store store;
  private final Owner owner;

  ClusterRemoval(Store store, Owner owner) {
    this.store = store;
    this.owner = owner;
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
          () -> owner.ecs(region, "DeleteInstance", "InstanceId", id, "Force", "true"));
    }
    for (String id : record.texts("instanceIds")) {
      awaitGone(EcsProduct.INSTANCE, id);
    }
    for (String id : record.texts("securityGroupIds")) {
      begin(
          EcsProduct.SECURITY_GROUP,
          id,
          () -> owner.ecs(region, "DeleteSecurityGroup", "SecurityGroupId", id));
    }
    for (String id : record.texts("vSwitchIds")) {
      begin(VpcProduct.VSWITCH, id, () -> owner.vpc(region, "DeleteVSwitch", "VSwitchId", id));
      awaitGone(VpcProduct.VSWITCH, id);
    }
    String vpcId = record.text("vpcId");
    begin(VpcProduct.VPC, vpcId, () -> owner.vpc(region, "DeleteVpc", "VpcId", vpcId));
    awaitGone(VpcProduct.VPC, vpcId);
  }

  private interface Deletion {
    Object begin();
  }

  /** Asks until it is not refused, or is gone: much is refused only while something changes. */
  private void begin(String type, String id, Deletion deletion)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
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
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  private void awaitGone(String type, String id) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (isThere(type, id)) {
      if (System.nanoTime() > deadline) {
        throw new IOException(id + " does not go away");
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private boolean isThere(String type, String id) {
    return store.find(type, id).isPresent();
  }
}
