package dev.linkspan.activities.connection;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static dev.linkspan.activities.sandbox.LocalActivities.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.sandbox.state.Resource;
import dev.linkspan.workflows.connection.ConnectionActivities.EndpointRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.steps.Failures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointAcceptanceTest extends LocalConnection {
  @Test
  void onlyTheApprovedEndpointOfTheExpectedAccountIsConnected() {
    EndpointService service = service();
    String id = ensure(service.serviceName());
    assertThatThrownBy(() -> request(service, id, "42"))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains(TIDB_ACCOUNT));
    EndpointRequest real = request(service, id, TIDB_ACCOUNT);
    var forged =
        new EndpointRequest(real.serviceId(), real.endpointId(), "42", real.zones(), real.since());
    var other =
        new EndpointRequest(real.serviceId(), "ep-other", TIDB_ACCOUNT, real.zones(), real.since());
    for (EndpointRequest wrong : List.of(forged, other)) {
      assertThatThrownBy(() -> connection.enable(OWNER, PLAN, id, wrong))
          .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON));
    }
    assertThat(cloud.calls("EnableVpcEndpointConnection")).isZero();
  }

  @Test
  void aRefusedEndpointStaysDisconnected() {
    EndpointService service = service();
    String id = ensure(service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    connection.reject(OWNER, request);
    assertThat(cloud.calls("EnableVpcEndpointConnection")).isZero();
    theEndpointIsDisconnected();
  }

  @Test
  void aRefusedConnectionFailsInTidbCloudAndANewOneReplacesIt() {
    EndpointService service = service();
    String refused = ensure(service.serviceName());
    EndpointRequest request = request(service, refused, TIDB_ACCOUNT);
    connection.reject(OWNER, request);
    connection.reject(OWNER, request);
    assertThat(cloud.calls("DisableVpcEndpointConnection")).isEqualTo(1);
    await()
        .untilAsserted(
            () ->
                assertThat(cloud.resources("privatelinkconnection"))
                    .extracting(Resource::status)
                    .containsExactly("FAILED"));
    assertThatThrownBy(() -> request(service, refused, TIDB_ACCOUNT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("rejected"))
        .satisfies(e -> assertThat(cause(e).getDetails().get(String.class)).contains("retry"));

    String replacement = ensure(service.serviceName());

    assertThat(replacement).isNotEqualTo(refused);
    assertThat(ensure(service.serviceName())).isEqualTo(replacement);
    assertThat(cloud.resources("privatelinkconnection"))
        .extracting(Resource::id)
        .containsExactly(replacement);
    EndpointRequest again = request(service, replacement, TIDB_ACCOUNT);
    assertThat(again.endpointId()).isNotEqualTo(request.endpointId());
    connection.enable(OWNER, PLAN, replacement, again);
  }

  @Test
  void aConnectedEndpointCanBeRefusedToo() {
    EndpointService service = service();
    String id = ensure(service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    connection.enable(OWNER, PLAN, id, request);

    connection.reject(OWNER, request);

    theEndpointIsDisconnected();
  }

  private void theEndpointIsDisconnected() {
    assertThat(cloud.resources("vpcendpointconnection"))
        .extracting(Resource::status)
        .containsOnly("Disconnected");
  }

  @ParameterizedTest
  @CsvSource({"early, ''", "late, does not name"})
  void anEndpointIsFoundWheneverTidbCloudNamesIt(String named, String warning) {
    cloud.setting(Setting.ENDPOINT_ID, named);
    EndpointService service = service();
    String id = ensure(service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    assertThat(request.warning().orElse("")).contains(warning);
    connection.enable(OWNER, PLAN, id, request);
    assertThat(cloud.resources("privatelinkconnection"))
        .extracting(Resource::status)
        .containsExactly("ACTIVE");
  }

  @Test
  void statesThatAreNotListedAreWaitedForOrFailByTheirName() {
    cloud.setting(
        Setting.CONNECTION_STATES, "CREATING=PREPARING,PENDING_ACCEPTANCE=ON_HOLD,FAILED=REJECTED");
    EndpointService service = service();
    String id = ensure(service.serviceName());
    EndpointRequest request = request(service, id, TIDB_ACCOUNT);
    connection.reject(OWNER, request);
    await().until(() -> cloud.resources("privatelinkconnection").get(0).is("FAILED"));
    assertThatThrownBy(() -> request(service, id, TIDB_ACCOUNT))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON));
    assertThat(ensure(service.serviceName())).isNotEqualTo(id);
  }
}
