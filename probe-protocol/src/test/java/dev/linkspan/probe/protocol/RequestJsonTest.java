package dev.linkspan.probe.protocol;

import static dev.linkspan.probe.protocol.Json.read;
import static dev.linkspan.probe.protocol.Json.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkspan.probe.protocol.InspectRequest.Until;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The JSON of each request, as the activities write it and the probe reads it. */
class RequestJsonTest {
  private static final List<String> BOOTSTRAP = List.of("10.0.0.1:9092");

  private static void isWrittenAs(Object request, String json) {
    assertThat(write(request)).isEqualTo(json);
    assertThat(read(json, request.getClass())).isEqualTo(request);
  }

  @Test
  void inspect() {
    Map<Integer, String> brokers = new TreeMap<>(Map.of(1, "10.0.0.1", 2, "10.0.1.1"));
    isWrittenAs(
        new InspectRequest(
            brokers,
            List.of(1, 2),
            9092,
            Until.IN_SYNC,
            20,
            3,
            ClusterMode.ZOOKEEPER,
            Map.of(),
            null,
            null,
            null),
        """
        {"brokers":{"1":"10.0.0.1","2":"10.0.1.1"},"voters":[1,2],"port":9092,"until":"in-sync",\
        "seconds":20,"reads":3,"mode":"zookeeper","controllers":{},"nodeId":null}""");
    isWrittenAs(
        new InspectRequest(
            brokers,
            List.of(),
            9092,
            Until.GATE,
            0,
            1,
            ClusterMode.KRAFT,
            Map.of(7, "10.0.0.7:29092"),
            "TIDB",
            2,
            1),
        """
        {"brokers":{"1":"10.0.0.1","2":"10.0.1.1"},"voters":[],"port":9092,"until":"gate",\
        "seconds":0,"reads":1,"mode":"kraft","controllers":{"7":"10.0.0.7:29092"},\
        "listener":"TIDB","nodeId":2,"notFrom":1}""");
  }

  @Test
  void examine() {
    isWrittenAs(
        new ExamineRequest(
            Map.of(1, "a"), List.of(1), 9092, 39092, ClusterMode.KRAFT, Map.of(), List.of("k")),
        """
        {"brokers":{"1":"a"},"voters":[1],"port":9092,"externalPort":39092,"mode":"kraft",\
        "controllers":{},"settings":["k"]}""");
    assertThat(
            read(
                "{\"brokers\":{\"1\":\"a\"},\"port\":9092,\"externalPort\":39092}",
                ExamineRequest.class))
        .isEqualTo(
            new ExamineRequest(
                Map.of(1, "a"), List.of(), 9092, 39092, ClusterMode.KRAFT, Map.of(), List.of()));
  }

  @Test
  void inspectNeedsBrokersAndPortOnly() {
    InspectRequest request =
        read("{\"brokers\":{\"1\":\"10.0.0.1:1\"},\"port\":9092}", InspectRequest.class);
    assertThat(request)
        .isEqualTo(
            new InspectRequest(
                Map.of(1, "10.0.0.1:1"),
                List.of(),
                9092,
                Until.ONCE,
                0,
                0,
                ClusterMode.KRAFT,
                Map.of(),
                null,
                null,
                null));
    assertThat(Until.values())
        .extracting(Until::json)
        .containsExactly("once", "registered", "in-sync", "gate");
  }

  @Test
  void inspectRefusesUnknownConditionsAndModesAndAGateWithoutANode() {
    assertThatThrownBy(() -> read("{\"until\":\"insync\"}", InspectRequest.class))
        .hasStackTraceContaining("insync");
    assertThatThrownBy(() -> read("{\"mode\":\"raft\"}", InspectRequest.class))
        .hasStackTraceContaining("raft");
    assertThatThrownBy(() -> read("{\"mode\":\"\"}", InspectRequest.class))
        .hasStackTraceContaining("mode must be kraft or zookeeper");
    assertThatThrownBy(() -> read("{\"until\":\"gate\"}", InspectRequest.class))
        .hasStackTraceContaining("gate requires the nodeId");
  }

  @Test
  void survey() {
    isWrittenAs(
        new SurveyRequest(BOOTSTRAP, ClusterMode.KRAFT, Map.of(), null),
        "{\"bootstrap\":[\"10.0.0.1:9092\"],\"mode\":\"kraft\",\"controllers\":{}}");
    assertThat(read("{\"bootstrap\":[\"10.0.0.1:9092\"]}", SurveyRequest.class))
        .isEqualTo(new SurveyRequest(BOOTSTRAP, ClusterMode.UNKNOWN, Map.of(), null));
  }

  @Test
  void audit() {
    isWrittenAs(
        new AuditRequest(BOOTSTRAP, new TreeSet<>(Set.of(1, 2)), null, null, "/opt/audit", null),
        "{\"bootstrap\":[\"10.0.0.1:9092\"],\"brokers\":[1,2],\"folder\":\"/opt/audit\"}");
    isWrittenAs(
        new AuditRequest(BOOTSTRAP, Set.of(1), "t", 20, "audit", 14_400),
        """
        {"bootstrap":["10.0.0.1:9092"],"brokers":[1],"topic":"t","ratePerSecond":20,\
        "folder":"audit","maxSeconds":14400}""");
  }

  @Test
  void alterListeners() {
    isWrittenAs(
        new AlterListenersRequest(BOOTSTRAP, 1, Map.of("listeners", "A://h:1"), List.of(), null),
        """
        {"bootstrap":["10.0.0.1:9092"],"nodeId":1,"set":{"listeners":"A://h:1"},"clear":[]}""");
    assertThat(
            read("{\"bootstrap\":[\"10.0.0.1:9092\"],\"nodeId\":1}", AlterListenersRequest.class))
        .isEqualTo(new AlterListenersRequest(BOOTSTRAP, 1, Map.of(), List.of(), null));
  }

  @Test
  void c8TheListenerForTidbCloudIsNamedOnlyInRequestsThatHaveAnotherName() {
    isWrittenAs(
        new SurveyRequest(BOOTSTRAP, ClusterMode.KRAFT, Map.of(), "TIDB"),
        "{\"bootstrap\":[\"10.0.0.1:9092\"],\"mode\":\"kraft\",\"controllers\":{},\"listener\":\"TIDB\"}");
    isWrittenAs(
        new AlterListenersRequest(BOOTSTRAP, 1, Map.of(), List.of("listeners"), "TIDB"),
        """
        {"bootstrap":["10.0.0.1:9092"],"nodeId":1,"set":{},"clear":["listeners"],"listener":"TIDB"}""");
  }

  @Test
  void messages() {
    isWrittenAs(
        new MessagesRequest(BOOTSTRAP, Set.of(1), "t", 10),
        "{\"bootstrap\":[\"10.0.0.1:9092\"],\"brokers\":[1],\"topic\":\"t\",\"messages\":10}");
  }

  @Test
  void metadata() {
    isWrittenAs(
        new MetadataRequest(Map.of(1, "10.0.0.1"), 39_092, List.of()),
        "{\"brokers\":{\"1\":\"10.0.0.1\"},\"port\":39092}");
    isWrittenAs(
        new MetadataRequest(Map.of(), 0, List.of("10.0.9.1:39093")),
        "{\"brokers\":{},\"port\":0,\"addresses\":[\"10.0.9.1:39093\"]}");
  }

  @Test
  void elect() {
    isWrittenAs(new ElectRequest(BOOTSTRAP), "{\"bootstrap\":[\"10.0.0.1:9092\"]}");
  }

  @Test
  void link() {
    isWrittenAs(
        new LinkRequest(
            List.of(new LinkRequest.Address("zone-a", "10.0.8.1")),
            9092,
            List.of(new LinkRequest.Broker(1, "b1.x", 9093)),
            "t",
            10),
        """
        {"addresses":[{"zone":"zone-a","address":"10.0.8.1"}],"bootstrapPort":9092,\
        "brokers":[{"nodeId":1,"host":"b1.x","port":9093}],"topic":"t","messages":10}""");
  }

  @Test
  void offsets() {
    isWrittenAs(
        new OffsetsRequest(BOOTSTRAP, "t"), "{\"bootstrap\":[\"10.0.0.1:9092\"],\"topic\":\"t\"}");
  }

  @Test
  void rows() {
    isWrittenAs(
        new RowsRequest(BOOTSTRAP, Set.of(1), "t", null, 60),
        "{\"bootstrap\":[\"10.0.0.1:9092\"],\"brokers\":[1],\"topic\":\"t\",\"seconds\":60}");
  }

  @Test
  void unknownFieldsAreIgnored() {
    assertThat(
            read("{\"bootstrap\":[\"10.0.0.1:9092\"],\"added\":{\"later\":1}}", ElectRequest.class))
        .isEqualTo(new ElectRequest(BOOTSTRAP));
  }
}
