package dev.linkspan.probe.protocol;

import static dev.linkspan.probe.protocol.Json.read;
import static dev.linkspan.probe.protocol.Json.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The JSON of each result, as the probe writes it and the activities read it. */
class ResultJsonTest {
  private static void isWrittenAs(Object result, String json) {
    assertThat(write(result)).isEqualTo(json);
    assertThat(read(json, result.getClass())).isEqualTo(result);
  }

  @Test
  void inspect() {
    isWrittenAs(
        new InspectResult(
            false,
            new InspectResult.Health(
                "c",
                List.of(1, 2),
                2,
                List.of(1),
                List.of("t-0"),
                List.of("t-1"),
                List.of("t-2"),
                Map.of(1, "b1.x:9093"),
                List.of("t-3"),
                Map.of(2, "/data failed"),
                Map.of(1, 7L),
                List.of(1),
                Map.of(2, List.of("t-4")),
                19,
                List.of(new QuorumVoter(1, 2_500, 3)),
                List.of(2),
                List.of("p")),
            List.of("r")),
        """
        {"met":false,"health":{"clusterId":"c","brokers":[1,2],"activeController":2,\
        "laggingVoters":[1],"underReplicated":["t-0"],"leaderless":["t-1"],"atMinIsr":["t-2"],\
        "advertisedExternal":{"1":"b1.x:9093"},"reassigning":["t-3"],\
        "logDirProblems":{"2":"/data failed"},"offsetLag":{"1":7},"dynamicListeners":[1],\
        "blocked":{"2":["t-4"]},"metadataVersion":19,\
        "voters":[{"id":1,"lagMillis":2500,"offsetsBehind":3}],"quorumAllows":[2],\
        "problems":["p"]},"reasons":["r"]}""");
  }

  @Test
  void survey() {
    isWrittenAs(
        new SurveyResult(
            "c",
            ClusterMode.KRAFT,
            "3.7",
            19,
            List.of(
                new SurveyResult.Broker(
                    1,
                    "10.0.0.1",
                    9092,
                    "zone-a",
                    "A://h:1",
                    "A://h:2",
                    "A:PLAINTEXT",
                    Map.of("listeners", "STATIC_BROKER_CONFIG"),
                    "A",
                    List.of("/data"),
                    "broker",
                    false)),
            1,
            List.of(new QuorumVoter(1, 0, 0)),
            Map.of(1, "h:3"),
            2,
            4,
            List.of(new SurveyResult.TopicAtRisk("t", 1, 1, 1, "why")),
            true,
            3,
            List.of("p"),
            new SurveyResult.Acls(
                true,
                "",
                List.of(
                    new SurveyResult.Acl(
                        "User:ANONYMOUS", true, "WRITE", "TOPIC", "t", true, "*")))),
        """
        {"clusterId":"c","mode":"kraft","kafkaVersion":"3.7","metadataVersion":19,"brokers":[{\
        "id":1,"host":"10.0.0.1","port":9092,"rack":"zone-a","listeners":"A://h:1",\
        "advertisedListeners":"A://h:2","protocolMap":"A:PLAINTEXT",\
        "sources":{"listeners":"STATIC_BROKER_CONFIG"},"interBrokerListener":"A",\
        "logDirs":["/data"],"processRoles":"broker","dynamic":false}],\
        "activeController":1,"voters":[{"id":1,"lagMillis":0,"offsetsBehind":0}],\
        "controllers":{"1":"h:3"},"topics":2,"partitions":4,"atRisk":[{"topic":"t","partitions":1,"replicationFactor":1,\
        "minInsync":1,"reason":"why"}],"autoCreate":true,"defaultReplicationFactor":3,\
        "problems":["p"],"acls":{"authorized":true,"problem":"","entries":[{\
        "principal":"User:ANONYMOUS","allows":true,"operation":"WRITE","resource":"TOPIC",\
        "name":"t","prefixed":true,"host":"*"}]}}""");
  }

  @Test
  void anUnknownModeIsEmpty() {
    assertThat(write(ClusterMode.UNKNOWN)).isEqualTo("\"\"");
    assertThat(read("\"\"", ClusterMode.class)).isEqualTo(ClusterMode.UNKNOWN);
  }

  @Test
  void audit() {
    AuditFigures figures = new AuditFigures(9, 8, 7, 1, 2, 3, 1_500, 1_700);
    isWrittenAs(
        new AuditReport(
            "t",
            3,
            "then",
            "now",
            true,
            1,
            "w",
            figures,
            Map.of("w", figures),
            List.of("p"),
            new AuditSeries(2, List.of(new AuditPoint(4, 5, 6, 7)))),
        """
        {"topic":"t","partitions":3,"started":"then","updated":"now","ended":true,\
        "interrupted":1,"window":"w","total":{"sent":9,"acked":8,"consumed":7,"lost":1,\
        "duplicated":2,"failed":3,"slowestAckMillis":1500,"longestPauseMillis":1700},\
        "windows":{"w":{"sent":9,"acked":8,"consumed":7,"lost":1,"duplicated":2,"failed":3,\
        "slowestAckMillis":1500,"longestPauseMillis":1700}},"problems":["p"],\
        "series":{"secondsPerPoint":2,"points":[{"second":4,"slowestAckMillis":5,"acked":6,\
        "failed":7}]}}""");
  }

  @Test
  void alterListeners() {
    isWrittenAs(
        new AlterListenersResult(1, Map.of("listeners", "A://h:1"), Map.of("listeners", "S")),
        "{\"nodeId\":1,\"values\":{\"listeners\":\"A://h:1\"},\"sources\":{\"listeners\":\"S\"}}");
  }

  @Test
  void examine() {
    isWrittenAs(
        new ExamineResult(
            "c",
            List.of(1),
            1,
            List.of(2),
            "t-0",
            "t-1",
            Map.of(2, 3),
            Map.of(1, "/d"),
            List.of(
                new ExamineResult.Running(
                    1, "l", "a", "m", List.of("/d"), Map.of("k", "v"), List.of("k"))),
            Map.of(1, Map.of(1, "h:1")),
            Map.of(2, "why"),
            List.of("p")),
        """
        {"clusterId":"c","brokers":[1],"activeController":1,"laggingVoters":[2],"leaderless":"t-0",\
        "belowMinIsr":"t-1","outOfSync":{"2":3},"failedLogDirs":{"1":"/d"},\
        "running":[{"id":1,"listeners":"l","advertisedListeners":"a","protocolMap":"m",\
        "logDirs":["/d"],"settings":{"k":"v"},"dynamicSettings":["k"]}],"served":{"1":{"1":"h:1"}},"notServed":{"2":"why"},"problems":["p"]}""");
  }

  @Test
  void messages() {
    isWrittenAs(
        new MessagesResult(Map.of(1, 0), Map.of(0, new MessagesResult.Outcome(5, 4, 7, "why"))),
        """
        {"leaders":{"1":0},"outcomes":{"0":{"sent":5,"read":4,"latencyMillis":7,"problem":"why"}}}""");
  }

  @Test
  void metadata() {
    isWrittenAs(
        new MetadataResult(
            Map.of(1, Map.of(2, "h:1")),
            Map.of(3, "p"),
            Map.of("a:1", Map.of(2, "h:1")),
            Map.of("b:1", "p")),
        """
        {"served":{"1":{"2":"h:1"}},"problems":{"3":"p"},"servedAt":{"a:1":{"2":"h:1"}},\
        "problemsAt":{"b:1":"p"}}""");
  }

  @Test
  void elect() {
    isWrittenAs(new ElectResult(Map.of("t-0", "why")), "{\"notElected\":{\"t-0\":\"why\"}}");
  }

  @Test
  void link() {
    isWrittenAs(
        new LinkResult(
            List.of(
                new LinkResult.Hop(null, "h", true, "e"), new LinkResult.Hop(1, "i", false, "f"))),
        """
        {"hops":[{"nodeId":null,"hop":"h","passed":true,"evidence":"e"},\
        {"nodeId":1,"hop":"i","passed":false,"evidence":"f"}]}""");
  }

  @Test
  void offsets() {
    isWrittenAs(
        new OffsetsResult(List.of(new OffsetsResult.Partition(0, -1, -1))),
        "{\"partitions\":[{\"partition\":0,\"leader\":-1,\"end\":-1}]}");
  }

  @Test
  void rows() {
    isWrittenAs(
        new RowsResult(List.of(new RowsResult.Growth(0, 1, 5, 6))),
        "{\"partitions\":[{\"partition\":0,\"leader\":1,\"before\":5,\"after\":6}]}");
  }

  @Test
  void serve() {
    isWrittenAs(new ServeResult(2), "{\"sent\":2}");
  }
}
