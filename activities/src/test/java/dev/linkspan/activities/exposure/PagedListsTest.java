package dev.linkspan.activities.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.activities.alibabacloud.ErrorKind;
import dev.linkspan.activities.exposure.AnsweringApi.Reply;
import dev.linkspan.activities.exposure.EndpointConnections.EndpointConnection;
import dev.linkspan.workflows.steps.Failures;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Lists of more than one page, and values in them that are rare. */
class PagedListsTest {
  private static String endpoint(String id, String status) {
    return """
        {"EndpointId": "%s", "EndpointOwnerId": "5500", "ConnectionStatus": "%s",
         "ModifiedTime": "2026-01-01T00:00:00Z", "Unknown": null}
        """
        .formatted(id, status);
  }

  private static Reply endpoints(String next, String... endpoints) {
    return Reply.json(
        "{\"NextToken\": \"%s\", \"Connections\": [%s]}"
            .formatted(next, String.join(",", endpoints)));
  }

  @Test
  void anEndpointOnTheSecondPageIsNotGone() throws IOException {
    try (AnsweringApi api =
        new AnsweringApi(
            query ->
                query.contains("NextToken=second")
                    ? endpoints("", endpoint("ep-1", "Connected"), endpoint("ep-2", "Connected"))
                    : endpoints("second", endpoint("ep-1", "Connected")))) {
      List<EndpointConnection> found =
          api.in(client -> new EndpointConnections(client).list("epsrv-1"));
      assertThat(found).extracting(EndpointConnection::endpointId).containsExactly("ep-1", "ep-2");
    }
  }

  @Test
  void pagesWithoutAnEndAreAnUnknownOutcome() throws IOException {
    try (AnsweringApi api =
        new AnsweringApi(query -> endpoints("again", endpoint("ep-1", "Connected")))) {
      assertThatThrownBy(() -> api.in(client -> new EndpointConnections(client).list("epsrv-1")))
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              e -> assertThat(e.getType()).isEqualTo(ErrorKind.UNKNOWN_OUTCOME.name()));
      assertThat(api.queries).hasSize(2);
    }
  }

  @Test
  void everyoneOnTheWhitelistIsReadWhateverItsForm() throws IOException {
    String users =
        """
        {"Users": [{"UserId": 42}, {"UserId": "*"}],
         "UserARNs": [{"UserARN": "acs:ram:*:77:*"}, {"UserARN": "acs:ram:*:42:*"}]}
        """;
    try (AnsweringApi api = new AnsweringApi(query -> Reply.json(users))) {
      List<String> accounts = api.in(client -> new EndpointServices(client).whitelisted("epsrv-1"));
      assertThat(accounts).containsExactly("*", "42", "77");
    }
  }

  @Test
  void anEndpointThatDisappearsWhileItIsAcceptedIsNotWaitedFor() throws IOException {
    AtomicInteger lists = new AtomicInteger();
    try (AnsweringApi api =
        new AnsweringApi(
            query ->
                query.contains("List") && lists.incrementAndGet() > 1
                    ? endpoints("")
                    : query.contains("List")
                        ? endpoints("", endpoint("ep-1", "Disconnected"))
                        : Reply.json("{\"More\": \"\"}"))) {
      assertThatThrownBy(
              () ->
                  api.in(
                      client -> {
                        EndpointConnections endpoints = new EndpointConnections(client);
                        endpoints.connect(
                            "epsrv-1", endpoints.find("epsrv-1", "ep-1").orElseThrow());
                        return true;
                      }))
          .isInstanceOfSatisfying(
              ApplicationFailure.class,
              e -> {
                assertThat(e.getType()).isEqualTo(Failures.NEEDS_PERSON);
                assertThat(e.getOriginalMessage()).isEqualTo("the approved endpoint ep-1 is gone");
              });
      assertThat(lists).hasValue(2);
    }
  }
}
