package dev.linkspan.activities.verification;

import static dev.linkspan.activities.verification.CloudDrift.byAPerson;
import static dev.linkspan.activities.verification.CloudDrift.repaired;
import static dev.linkspan.workflows.verification.Check.Severity.BREAKS;
import static dev.linkspan.workflows.verification.Check.Severity.DRIFT;

import dev.linkspan.activities.tidbcloud.Changefeeds;
import dev.linkspan.activities.tidbcloud.PrivateLinkConnections;
import dev.linkspan.activities.tidbcloud.TidbCloud;
import dev.linkspan.workflows.verification.Repair.Kind;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What drifts in TiDB Cloud. */
final class ConnectionDrifts {
  private final BuiltLink link;
  private final HiddenChanges hidden;

  ConnectionDrifts(BuiltLink link) {
    this.link = link;
    this.hidden = new HiddenChanges(link.local().cloud());
  }

  Stream<CloudDrift> tidbCloud() {
    return Stream.of(
        repaired("domains detached", "domains", BREAKS, Kind.DOMAINS, this::detachDomains),
        byAPerson(
            "connection failed",
            "TiDB Cloud connection",
            BREAKS,
            () ->
                hidden.change(
                    "privatelinkconnection",
                    link.link().connectionId(),
                    c -> c.withStatus("FAILED").with("message", "quota")),
            () -> hidden.restore("privatelinkconnection", link.link().connectionId())),
        repaired(
            "changefeed paused",
            "changefeed",
            DRIFT,
            Kind.CHANGEFEED,
            () -> changefeed(id -> post("/changefeeds/" + id + ":stop", Map.of()))),
        repaired(
            "changefeed failed",
            "changefeed",
            BREAKS,
            Kind.CHANGEFEED,
            () -> changefeed(id -> link.setChangefeed(id, "RUNNING_FAILED"))),
        repaired(
            "changefeed deleted",
            "changefeed",
            DRIFT,
            Kind.CHANGEFEED,
            () -> changefeed(id -> changefeeds().delete(id))));
  }

  private void detachDomains() {
    PrivateLinkConnections connections =
        new PrivateLinkConnections(link.local().tidb(), "default", "10001");
    String id = link.link().connectionId();
    connections.detachDomains(
        id, connections.find(id).orElseThrow().managedDomains().orElseThrow().attachDomainId());
  }

  Changefeeds changefeeds() {
    return new Changefeeds(link.local().tidb(), "default", "10001");
  }

  private void changefeed(Consumer<String> change) {
    change.accept(changefeeds().existing().get(0).changefeedId());
  }

  private void post(String path, Map<String, ?> body) {
    link.local().tidb().post("default", TidbCloud.cluster("10001", path), body, Map.class);
  }
}
