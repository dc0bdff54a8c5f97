package dev.linkspan.sandbox.changefeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class RowProducerTest {
  private static final Map<Integer, String> ROWS = Map.of(0, "a", 1, "b");

  /** A producer that sends, or whose rows all expire. */
  private static final class Client extends MockProducer<String, String> {
    private final boolean works;

    Client(boolean works) {
      super(works, null, new StringSerializer(), new StringSerializer());
      this.works = works;
    }

    @Override
    public synchronized void flush() {
      boolean expired = !works;
      while (expired) {
        expired = errorNext(new TimeoutException("expired"));
      }
    }
  }

  private final Client expiring = new Client(false);
  private final Client working = new Client(true);
  private final Deque<Client> clients = new ArrayDeque<>(List.of(expiring, working));
  private final RowProducer producer = new RowProducer(clients::remove);

  @Test
  void afterAFailureTheNextRowsGoThroughANewConnection() throws InterruptedException {
    assertThat(producer.send("t", ROWS)).containsOnlyKeys(0, 1);
    assertThat(expiring.closed()).isTrue();

    assertThat(producer.send("t", ROWS)).isEmpty();
    assertThat(working.history())
        .extracting(ProducerRecord::value)
        .containsExactlyInAnyOrder("a", "b");
    assertThat(working.closed()).isFalse();
  }

  @Test
  void aProducerThatCannotSendIsReplacedToo() throws InterruptedException {
    expiring.sendException = new KafkaException("no metadata");
    assertThatThrownBy(() -> producer.send("t", ROWS)).hasMessage("no metadata");

    assertThat(producer.send("t", ROWS)).isEmpty();
    assertThat(expiring.closed()).isTrue();
  }

  @Test
  void rowsThatGetThroughKeepTheConnection() throws InterruptedException {
    clients.remove();
    producer.send("t", ROWS);
    producer.send("t", ROWS);
    assertThat(working.history()).hasSize(4);

    producer.close();
    assertThat(working.closed()).isTrue();
  }
}
