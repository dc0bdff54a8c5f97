package dev.linkspan.activities.brokers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.listeners.ExternalListener;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExternalEntriesTest {
  private static List<String> differences(String bind, String listeners, String advertised) {
    return ExternalEntries.ofRunning(
            listeners, advertised, "INTERNAL:PLAINTEXT, EXTERNAL:PLAINTEXT", "EXTERNAL")
        .differences(new ExternalListener("EXTERNAL", bind, 39092, "b1.x.y", 9093, "PLAINTEXT"));
  }

  @Test
  void entriesAreComparedWithoutTheOtherListenersSpacesAndCase() {
    assertThat(
            differences(
                "10.0.0.1",
                "INTERNAL://10.0.0.1:9092, external://10.0.0.1:39092",
                "INTERNAL://10.0.0.1:9092, EXTERNAL://B1.x.y:9093"))
        .isEmpty();
  }

  @Test
  void aBindingThatTheLoadBalancerReachesIsAsGoodAsThePlannedOne() {
    String told = "EXTERNAL://b1.x.y:9093";
    assertThat(differences("0.0.0.0", "EXTERNAL://10.0.0.1:39092", told)).isEmpty();
    assertThat(differences("10.0.0.1", "EXTERNAL://:39092", told)).isEmpty();
    assertThat(differences("10.0.0.1", "EXTERNAL://10.0.0.2:39092", told))
        .containsExactly("EXTERNAL listening on 10.0.0.2:39092");
    assertThat(differences("0.0.0.0", "EXTERNAL://127.0.0.1:39092", told))
        .containsExactly("EXTERNAL listening on 127.0.0.1:39092");
  }

  @Test
  void withoutAdvertisedListenersTheBoundAddressIsAdvertised() {
    assertThat(differences("10.0.0.1", "EXTERNAL://10.0.0.1:39092", ""))
        .containsExactly("EXTERNAL advertised at 10.0.0.1:39092");
    assertThat(differences("10.0.0.1", "EXTERNAL://10.0.0.1:39092", "INTERNAL://h:1"))
        .containsExactly("EXTERNAL without an advertised address");
  }
}
