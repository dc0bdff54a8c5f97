package dev.linkspan.activities.connection;

import static dev.linkspan.activities.sandbox.LocalActivities.OWNER;
import static dev.linkspan.activities.sandbox.LocalActivities.cause;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.sandbox.settings.Settings.Setting;
import dev.linkspan.workflows.connection.ConnectionActivities.DomainRequest;
import dev.linkspan.workflows.exposure.ExposureActivities.EndpointService;
import dev.linkspan.workflows.plan.BrokerDomains;
import dev.linkspan.workflows.steps.Failures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedDomainsTest extends LocalConnection {
  private String activeConnection() {
    EndpointService service = service();
    String id = ensure(service.serviceName());
    connection.enable(OWNER, PLAN, id, request(service, id, TIDB_ACCOUNT));
    return id;
  }

  @ParameterizedTest
  @CsvSource({
    "*.{unique}.{region}.alicloud.plc.tidbcloud.com,"
        + " b2.U.ap-southeast-1.alicloud.plc.tidbcloud.com",
    "*.{unique}.alicloud.tidbcloud.com, b2.U.alicloud.tidbcloud.com",
    "*.{zone}.{unique}.alicloud.plc.tidbcloud.com, b2.ap-southeast-1b.U.alicloud.plc.tidbcloud.com"
  })
  void brokersNamesFollowFromDomainsOfEveryForm(String form, String second) {
    cloud.setting(Setting.MANAGED_DOMAINS, form);
    String id = activeConnection();
    BrokerDomains planned = connection.previewDomains(OWNER, PLAN, id);
    assertThat(BROKERS.get(1).advertisedHost(planned))
        .isEqualTo(second.replace("U", planned.uniqueName()));
    assertThat(connection.attachDomains(OWNER, PLAN, new DomainRequest(id, planned, BROKERS)))
        .isEqualTo(planned);
  }

  @Test
  void attachedDomainsThatDoNotCoverTheNamesParkWithBothAndARetryTakesThem() {
    cloud.setting(Setting.ATTACHED_DOMAINS, "*.{unique}.alicloud.tidbcloud.com");
    String id = activeConnection();
    BrokerDomains planned = connection.previewDomains(OWNER, PLAN, id);
    assertThatThrownBy(
            () -> connection.attachDomains(OWNER, PLAN, new DomainRequest(id, planned, BROKERS)))
        .satisfies(e -> assertThat(cause(e).getType()).isEqualTo(Failures.NEEDS_PERSON))
        .satisfies(
            e ->
                assertThat(cause(e).getOriginalMessage())
                    .contains(BROKERS.get(1).advertisedHost(planned))
                    .contains("*." + planned.uniqueName() + ".alicloud.tidbcloud.com"));

    BrokerDomains attached = connection.previewDomains(OWNER, PLAN, id);

    assertThat(attached).isNotEqualTo(planned);
    assertThat(connection.attachDomains(OWNER, PLAN, new DomainRequest(id, attached, BROKERS)))
        .isEqualTo(attached);
  }

  @Test
  void domainsWithoutAWildcardParkBeforeAnythingIsAttached() {
    cloud.setting(Setting.MANAGED_DOMAINS, "{unique}.alicloud.plc.tidbcloud.com");
    String id = activeConnection();
    BrokerDomains planned = connection.previewDomains(OWNER, PLAN, id);
    assertThatThrownBy(
            () -> connection.attachDomains(OWNER, PLAN, new DomainRequest(id, planned, BROKERS)))
        .satisfies(e -> assertThat(cause(e).getOriginalMessage()).contains("wildcard"));
    assertThat(cloud.calls("AttachDomains")).isEqualTo(1);
  }
}
