package dev.linkspan.activities.exposure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.activities.exposure.AnsweringApi.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reads that show an old state for a moment after a change. */
class StaleStatesTest {
  private static final Reply REFUSED =
      new Reply(
          400,
          "application/json",
          "{\"RequestId\": \"R-1\", \"Code\": \"EndpointConnectionOperationDenied\"}");

  private static Reply endpoint(String status) {
    return Reply.json(
        """
        {"Connections": [{"EndpointId": "ep-1", "EndpointOwnerId": 5500,
          "ConnectionStatus": "%s", "ModifiedTime": "2026-01-01T00:00:00Z"}]}
        """
            .formatted(status));
  }

  @Test
  void aChangeThatTheStateDoesNotAllowIsFollowedByARead() throws IOException {
    List<String> states = new ArrayList<>(List.of("Connected", "Connected"));
    try (AnsweringApi api =
        new AnsweringApi(
            query ->
                query.contains("Action=Disable")
                    ? REFUSED
                    : endpoint(states.isEmpty() ? "Disconnected" : states.remove(0)))) {
      api.in(
          client -> {
            new EndpointConnections(client).disconnect("epsrv-1", "ep-1");
            return true;
          });
      assertThat(api.queries).filteredOn(q -> q.contains("Action=Disable")).hasSize(2);
      assertThat(api.queries).filteredOn(q -> q.contains("Action=List")).hasSize(3);
    }
  }
}
