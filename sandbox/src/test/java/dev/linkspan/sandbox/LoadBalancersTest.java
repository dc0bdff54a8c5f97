package dev.linkspan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.aliyun.nlb20220430.models.CreateServerGroupRequest;
import com.aliyun.nlb20220430.models.DeleteListenerRequest;
import com.aliyun.nlb20220430.models.DeleteServerGroupRequest;
import com.aliyun.nlb20220430.models.GetJobStatusRequest;
import com.aliyun.nlb20220430.models.ListServerGroupsRequest;
import com.aliyun.nlb20220430.models.ListServerGroupsRequest.ListServerGroupsRequestTag;
import com.aliyuncs.exceptions.ClientException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Load balancers with the newer SDK, and with the generic request of the older one. */
@ResourceLock(LinkedCloud.ADDRESSES)
class LoadBalancersTest {
  @TempDir Path folder;
  private NlbClient nlb;

  @BeforeEach
  void open() throws Exception {
    nlb = NlbClient.anew(folder);
  }

  @AfterEach
  void close() {
    nlb.close();
  }

  @Test
  void usedProtectedAndTakenResourcesAreRefused() throws Exception {
    String group = nlb.group("g");
    String balancer = nlb.balancer();
    String listener = nlb.listener(balancer, group, 39_092);
    NlbClient.refused("Conflict.Port", () -> nlb.listen(balancer, group, 39_092));
    NlbClient.refused(
        "ResourceInUse.ServerGroup",
        () -> nlb.sdk().deleteServerGroup(new DeleteServerGroupRequest().setServerGroupId(group)));
    nlb.protect(balancer, true);
    NlbClient.refused("OperationDenied.DeletionProtectionEnabled", () -> nlb.delete(balancer));
    nlb.protect(balancer, false);
    NlbClient.refused("OperationDenied.ListenerExists", () -> nlb.delete(balancer));
    nlb.sdk().deleteListener(new DeleteListenerRequest().setListenerId(listener));
    await().until(() -> nlb.cloud().cloud.store().all("listener").isEmpty());
    nlb.delete(balancer);
    await().until(() -> nlb.cloud().cloud.store().all("loadbalancer").isEmpty());
    NlbClient.refused("ResourceNotFound.loadBalancer", () -> nlb.attributes(balancer));
    nlb.sdk().deleteServerGroup(new DeleteServerGroupRequest().setServerGroupId(group));
    await().until(() -> nlb.cloud().cloud.store().all("servergroup").isEmpty());
  }

  @Test
  void aLoadBalancerWhoseCreationFailedCanOnlyBeDeleted() throws Exception {
    String balancer = nlb.balancer();
    nlb.cloud().ready("loadbalancer", balancer, "CreateFailed");
    NlbClient.refused("IncorrectStatus.loadbalancer", () -> nlb.protect(balancer, true));
    nlb.delete(balancer);
    await().until(() -> nlb.cloud().cloud.store().all("loadbalancer").isEmpty());
  }

  @Test
  void aServerIsAddedOnce() throws Exception {
    String group = nlb.group("g");
    nlb.add(group, 9092);
    NlbClient.refused("ResourceInUse.IP", () -> nlb.addOnce(group, 9092));
  }

  @Test
  void aChangingResourceRefusesOtherChanges() throws Exception {
    nlb.close();
    nlb = new NlbClient(new LinkedCloud(folder, 10_000));
    String group =
        nlb.sdk().createServerGroup(NlbClient.groupRequest("g")).getBody().getServerGroupId();
    NlbClient.refused("IncorrectStatus.serverGroup", () -> nlb.addOnce(group, 9092));
    String balancer =
        nlb.sdk().createLoadBalancer(NlbClient.balancerRequest()).getBody().getLoadbalancerId();
    NlbClient.refused("IncorrectStatus.loadbalancer", () -> nlb.listen(balancer, group, 9092));
    NlbClient.refused("ResourceInCreating.loadbalancer", () -> nlb.delete(balancer));
    nlb.cloud().ready("loadbalancer", balancer, "Active");
    nlb.listen(balancer, group, 9092);
    NlbClient.refused("Conflict.Lock", () -> nlb.listen(balancer, group, 9093));
    NlbClient.refused("Conflict.Lock", () -> nlb.protect(balancer, true));
  }

  @Test
  void theSameTokenCreatesOneGroupAndOtherParametersAreRefused() throws Exception {
    CreateServerGroupRequest request = NlbClient.groupRequest("g").setClientToken("t-1");
    String first = nlb.sdk().createServerGroup(request).getBody().getServerGroupId();
    String second = nlb.sdk().createServerGroup(request).getBody().getServerGroupId();
    assertThat(second).isEqualTo(first);
    NlbClient.refused(
        "IdempotenceSignatureMismatch",
        () -> nlb.sdk().createServerGroup(NlbClient.groupRequest("other").setClientToken("t-1")));
  }

  @Test
  void groupsAreListedByTagAndInPages() throws Exception {
    for (int i = 0; i < 3; i++) {
      nlb.sdk().createServerGroup(NlbClient.groupRequest("g" + i));
    }
    ListServerGroupsRequest tagged =
        new ListServerGroupsRequest()
            .setRegionId(LinkedCloud.REGION)
            .setTag(List.of(new ListServerGroupsRequestTag().setKey("name").setValue("g1")));
    assertThat(nlb.sdk().listServerGroups(tagged).getBody().getServerGroups())
        .extracting(group -> group.getServerGroupName())
        .containsExactly("g1");
    Map<String, Object> page =
        nlb.cloud()
            .nlbCommon("ListServerGroups", Map.of("MaxResults", "2", "VpcId", LinkedCloud.VPC));
    assertThat(page).containsEntry("TotalCount", 3);
    assertThat((List<?>) page.get("ServerGroups")).hasSize(2);
    Map<String, Object> rest =
        nlb.cloud()
            .nlbCommon(
                "ListServerGroups",
                Map.of("MaxResults", "2", "NextToken", (String) page.get("NextToken")));
    assertThat((List<?>) rest.get("ServerGroups")).hasSize(1);
    assertThat(rest).containsEntry("NextToken", "");
  }

  @Test
  void theGenericRequestGetsTheRealCodes() {
    assertThatThrownBy(
            () ->
                nlb.cloud()
                    .nlbCommon(
                        "CreateServerGroup", Map.of("ServerGroupName", "g", "VpcId", "vpc-none")))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.getErrCode()).isEqualTo("IllegalParam.ServerGroupName"));
    assertThatThrownBy(() -> nlb.cloud().nlbCommon("CreateServerGroup", Map.of()))
        .isInstanceOfSatisfying(
            ClientException.class,
            e -> assertThat(e.getErrCode()).isEqualTo("MissingParam.ServerGroupName"));
  }

  @Test
  void jobsEndAndUnknownJobsAreNotFound() throws Exception {
    String job = nlb.sdk().createServerGroup(NlbClient.groupRequest("g")).getBody().getJobId();
    await()
        .until(
            () ->
                nlb.sdk()
                    .getJobStatus(new GetJobStatusRequest().setJobId(job))
                    .getBody()
                    .getStatus()
                    .equals("Succeeded"));
    NlbClient.refused(
        "ResourceNotFound.JobId",
        () -> nlb.sdk().getJobStatus(new GetJobStatusRequest().setJobId("nonsense")));
  }
}
