package dev.linkspan.probe.audit;

import dev.linkspan.probe.client.ErrorText;
import dev.linkspan.probe.client.KafkaClients;
import dev.linkspan.probe.protocol.AuditReport;
import dev.linkspan.probe.protocol.AuditRequest;
import dev.linkspan.probe.topics.LeaderTopic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a restart loses no message: sends numbered messages at a low, steady rate, reads
 * them, and records both. Runs until the file {@code stop} appears in its folder, the process
 * receives SIGTERM, or its time is over; then it reads what is still unread.
 *
 * <p>{@code audit.json} in the folder contains the current {@link AuditReport}. Other programs
 * write a label to {@code window} at any time; a message counts for the label that was current when
 * it was sent. A process that starts in the folder of a dead one continues its audit.
 */
public final class Audit {
  private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration END_TIMEOUT = DRAIN_TIMEOUT.multipliedBy(3);
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(500);
  private static final Duration BETWEEN_FOLDER_CHECKS = Duration.ofMillis(100);
  private static final int RESERVED_SECONDS = 60;
  private static final String FIRST_WINDOW = "start";

  private final AuditSettings settings;
  private final AuditFolder folder;
  private final Ledger ledger;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile long sendingEnded;
  private final Instant started;
  private long reserved;
  private boolean ended;

  private Audit(AuditSettings settings, AuditFolder folder, Ledger ledger) {
    this.settings = settings;
    this.folder = folder;
    this.ledger = ledger;
    this.started = Instant.parse(ledger.started());
  }

  /**
   * Returns the final report when the audit ends.
   *
   * @throws IllegalStateException if another audit runs in the folder
   * @throws IOException if the folder cannot be used
   * @throws ExecutionException if the topic cannot be created, with the reason as its cause
   */
  public static AuditReport run(AuditRequest request)
      throws IOException, ExecutionException, InterruptedException {
    AuditSettings settings = AuditSettings.of(request);
    try (AuditFolder folder = new AuditFolder(settings.folder())) {
      AuditState state =
          folder
              .state()
              .map(AuditState::continued)
              .orElseGet(
                  () -> AuditState.initial(UUID.randomUUID().toString(), Instant.now().toString()));
      int partitions = partitions(settings, !state.offsets().isEmpty());
      String window = folder.window().orElse(FIRST_WINDOW);
      Audit audit = new Audit(settings, folder, new Ledger(state, partitions, window));
      return audit.run(partitions);
    }
  }

  /** A continued audit does not wait for every broker to lead: one can be down on purpose. */
  private static int partitions(AuditSettings settings, boolean continued)
      throws ExecutionException, InterruptedException {
    try (Admin admin = KafkaClients.admin(settings.bootstrap())) {
      LeaderTopic topic = new LeaderTopic(admin, settings.topic(), settings.brokers()).durable();
      if (!continued) {
        topic.ensure();
      }
      return topic.partitions();
    }
  }

  private AuditReport run(int partitions) throws IOException, InterruptedException {
    stopOnSigterm();
    Consumer<String, String> consumer = KafkaClients.consumer(settings.bootstrap());
    Producer<String, String> producer =
        KafkaClients.producer(settings.bootstrap(), DELIVERY_TIMEOUT);
    MessageReader reader = new MessageReader(consumer, ledger);
    reader.start(settings.topic(), partitions);
    write();
    Thread writer = new Thread(this::keepWriting, "writer");
    writer.setDaemon(true);
    writer.start();
    sendUntilStopped(producer);
    sendingEnded = System.nanoTime();
    producer.close(DRAIN_TIMEOUT);
    reader.drain(DRAIN_TIMEOUT);
    return end();
  }

  /** Keeps the process alive until the final report is written. */
  private void stopOnSigterm() {
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    main.join(END_TIMEOUT.toMillis());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  private void sendUntilStopped(Producer<String, String> producer)
      throws IOException, InterruptedException {
    long interval = TimeUnit.SECONDS.toNanos(1) / settings.messagesPerSecond();
    long end = System.nanoTime() + settings.maxDuration().toNanos();
    long nextMessage = System.nanoTime();
    long nextCheck = nextMessage;
    while (true) {
      long now = System.nanoTime();
      if (now >= nextCheck) {
        readWindow();
        nextCheck = now + BETWEEN_FOLDER_CHECKS.toNanos();
        if (folder.stopRequested() || now >= end) {
          return;
        }
      }
      if (now >= nextMessage) {
        send(producer, now);
        nextMessage = Math.max(nextMessage + interval, now - interval);
      }
      long wait = Math.min(nextMessage, nextCheck) - System.nanoTime();
      if (stop.await(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  /** A label that cannot be read does not stop the audit. */
  private void readWindow() {
    try {
      folder.window().ifPresent(ledger::window);
    } catch (IOException e) {
      ledger.problem("reading the window: " + ErrorText.of(e));
    }
  }

  private void send(Producer<String, String> producer, long now) throws IOException {
    if (ledger.next() >= reserved()) {
      write();
    }
    Ledger.Message message = ledger.send();
    long number = message.number();
    long second = Duration.between(started, Instant.now()).toSeconds();
    var record =
        new ProducerRecord<>(
            settings.topic(), message.partition(), ledger.audit(), String.valueOf(number));
    try {
      var unused = producer.send(record, (metadata, error) -> answered(number, now, second, error));
    } catch (KafkaException e) {
      ledger.failed(number, "sending: " + ErrorText.of(e), second);
    }
  }

  private void answered(long number, long sentAt, long second, @Nullable Exception error) {
    if (error == null) {
      ledger.acked(number, System.nanoTime() - sentAt, second);
    } else {
      ledger.failed(number, "sending: " + ErrorText.of(error), second);
    }
  }

  private synchronized long reserved() {
    return reserved;
  }

  /** The state comes first: a number can be used only after a file reserves it. */
  private synchronized void write() throws IOException {
    if (!ended) {
      AuditState state = ledger.state(RESERVED_SECONDS * settings.messagesPerSecond(), false);
      folder.write(state);
      reserved = state.reserved();
      folder.write(report());
    }
  }

  private void keepWriting() {
    while (!ended()) {
      try {
        Thread.sleep(BETWEEN_WRITES.toMillis());
        write();
      } catch (IOException e) {
        ledger.problem("writing: " + ErrorText.of(e));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private synchronized boolean ended() {
    return ended;
  }

  private synchronized AuditReport end() throws IOException {
    ended = true;
    AuditReport last = report();
    folder.write(ledger.state(0, true));
    folder.write(last);
    return last;
  }

  private AuditReport report() {
    long now = sendingEnded == 0 ? System.nanoTime() : sendingEnded;
    return ledger.report(settings.topic(), Instant.now().toString(), ended, now);
  }
}
