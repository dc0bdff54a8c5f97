package dev.linkspan.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyuncs.ecs.model.v20140526.DescribeInstancesRequest;
import dev.linkspan.activities.alibabacloud.AlibabaCloud;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.https.CloudCallListener;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudCallsTest {
  @TempDir Path folder;

  @Test
  void eachCallIsReportedOnceWithItsActionAndOutcome() throws Exception {
    List<String> calls = new CopyOnWriteArrayList<>();
    CloudCallListener listener =
        (cloud, action, outcome, time) -> {
          assertThat(time).isPositive();
          calls.add(cloud + " " + action + " " + outcome);
        };
    try (LocalCloud sandbox = new LocalCloud(folder);
        AlibabaCloud client = sandbox.client(listener)) {
      describe(client);
      sandbox.refuse("DescribeInstances", 1, 403, "Forbidden.RAM");
      assertThatThrownBy(() -> describe(client)).isInstanceOf(ApplicationFailure.class);
      OwnerClient.run(
          client,
          LocalActivities.OWNER,
          owner -> owner.nlb("ListLoadBalancers", Map.of(), Map.class));
    }

    assertThat(calls)
        .containsExactly(
            "alibaba-cloud ecs:DescribeInstances ok",
            "alibaba-cloud ecs:DescribeInstances permission",
            "alibaba-cloud nlb:ListLoadBalancers ok");
  }

  private static void describe(AlibabaCloud client) {
    OwnerClient.run(
        client, LocalActivities.OWNER, owner -> owner.once(new DescribeInstancesRequest()));
  }
}
