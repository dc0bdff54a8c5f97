package dev.linkspan.activities.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyuncs.vpc.model.v20160428.DescribeVpcsRequest;
import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.alibabacloud.OwnerClient;
import dev.linkspan.activities.exposure.AnsweringApi.Reply;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that a proxy or a gateway sends in place of Alibaba Cloud's API. */
class ForeignAnswersTest {
  @ParameterizedTest
  @CsvSource({
    "404, text/html, <html>Not Found</html>",
    "403, text/html, <html>Blocked by policy</html>",
    "403, text/html, ''",
    "404, application/json, ''",
    "404, application/octet-stream, no route",
    "404, application/json, '{\"message\": \"no Route matched with those values\"}'",
    "403, application/json, '{\"error\": \"blocked by policy\"}'",
    "200, application/json, '{\"status\": \"ok\"}'",
    "502, text/html, <html>Bad Gateway</html>",
    "503, application/json, ''",
    "302, text/html, ''",
    "200, text/html, <html>Log in</html>",
    "200, application/octet-stream, {",
    "200, application/json, '{\"Vpcs\": {\"Vpc\": ['",
    "200, application/json, 'null'",
    "200, application/json, ''"
  })
  void sayNothingAboutAResource(int status, String type, String body) throws IOException {
    try (AnsweringApi api = new AnsweringApi(query -> new Reply(status, type, body))) {
      isAnUnknownOutcome(api, status, client -> new LoadBalancers(client).get("nlb-1"));
      isAnUnknownOutcome(api, status, client -> client.call(DescribeVpcsRequest::new));
      assertThat(api.queries).hasSize(2);
    }
  }

  private static <T> void isAnUnknownOutcome(
      AnsweringApi api, int status, Function<OwnerClient, T> work) {
    assertThatThrownBy(() -> api.in(work))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> {
              assertThat(e.getType()).isEqualTo(ErrorKind.UNKNOWN_OUTCOME.name());
              assertThat(e.getOriginalMessage())
                  .contains("HTTP " + status + " with a body that is not the API's")
                  .doesNotContain("html");
            });
  }

  @Test
  void theApisOwnNotFoundStillMeansThatTheResourceIsGone() throws IOException {
    String error = "{\"Code\": \"ResourceNotFound.loadBalancer\", \"Message\": \"gone\"}";
    try (AnsweringApi api = new AnsweringApi(query -> new Reply(404, "application/json", error))) {
      Optional<NlbResponses.LoadBalancer> found =
          api.in(client -> new LoadBalancers(client).get("nlb-1"));
      assertThat(found).isEmpty();
    }
  }

  @Test
  void tooManyRequestsStayThatWhoeverSaysSo() throws IOException {
    try (AnsweringApi api = new AnsweringApi(query -> new Reply(429, "text/html", "<html>"))) {
      assertThatThrownBy(() -> api.in(client -> new LoadBalancers(client).get("nlb-1")))
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              e -> assertThat(e.getType()).isEqualTo(ErrorKind.THROTTLED.name()));
    }
  }
}
