package dev.linkspan.probe.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.probe.client.HostPort;
import dev.linkspan.probe.protocol.InspectRequest;
import dev.linkspan.probe.protocol.InspectRequest.Until;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InspectionTest {
  private static List<String> asked(Map<Integer, String> brokers, Integer nodeId, Integer notFrom) {
    InspectRequest request =
        new InspectRequest(
            brokers, null, 9092, Until.GATE, 0, 1, null, null, null, nodeId, notFrom);
    return Inspection.brokersToAsk(request).stream().map(HostPort::toString).toList();
  }

  @Test
  void theNodeToStopIsNotAskedUnlessItIsTheOnlyOne() {
    Map<Integer, String> three = Map.of(1, "a", 2, "b", 3, "c:9192");
    assertThat(asked(three, 2, null)).containsExactly("a:9092", "c:9192");
    assertThat(asked(three, 2, 3)).containsExactly("a:9092", "b:9092");
    assertThat(asked(Map.of(2, "b"), 2, null)).containsExactly("b:9092");
  }
}
