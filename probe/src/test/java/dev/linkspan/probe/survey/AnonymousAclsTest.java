package dev.linkspan.probe.survey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.protocol.SurveyResult.Acls;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AnonymousAclsTest {
  private static Acls failed(Exception cause) {
    return AnonymousAcls.failed(new ExecutionException(cause));
  }

  @Test
  void c7AClusterWithoutAnAuthorizerHasNoAclsAndOneThatRefusesHasOne() {
    assertThat(failed(new SecurityDisabledException("No Authorizer is configured")))
        .isEqualTo(new Acls(false, "", List.of()));
    assertThat(failed(new ClusterAuthorizationException("Cluster authorization failed.")))
        .isEqualTo(
            new Acls(
                true, "ClusterAuthorizationException: Cluster authorization failed.", List.of()));
    assertThat(failed(new TimeoutException("late")))
        .isEqualTo(new Acls(false, "TimeoutException: late", List.of()));
  }
}
