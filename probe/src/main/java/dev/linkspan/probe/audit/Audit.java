package dev.linkspan.probe.audit;

import dev.linkspan.probe.Clients;
import dev.linkspan.probe.LeaderTopic;
import dev.linkspan.probe.Problems;
import dev.linkspan.probe.protocol.AuditReport;
import dev.linkspan.probe.protocol.AuditRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Proves that a restart loses nothing: sends numbered messages at a small steady rate, reads them
 * back and keeps books of both, until the file {@code stop} appears in its folder, SIGTERM comes,
 * or its time is over. Ends by reading what was acknowledged.
 *
 * <p>{@code audit.json} in the folder holds the running {@link AuditReport}. Others write a label
 * into {@code window} at any time; a message counts for the label that was there when it was sent.
 * A process in the folder of a dead one goes on with its books.
 */
public final class Audit {
  private static final Duration DELIVERY = Duration.ofMinutes(2);
  private static final Duration DRAIN = Duration.ofSeconds(30);
  private static final Duration END = DRAIN.multipliedBy(3);
  private static final long WRITE_MILLIS = 500;
  private static final long LOOK_NANOS = 100_000_000L;
  private static final int RESERVE_SECONDS = 60;
  private static final String FIRST_WINDOW = "start";

  private final AuditSettings settings;
  private final AuditFolder folder;
  private final Ledger ledger;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile long quiet;
  private long reserved;
  private boolean ended;

  private Audit(AuditSettings settings, AuditFolder folder, Ledger ledger) {
    this.settings = settings;
    this.folder = folder;
    this.ledger = ledger;
  }

  /** Runs to its end; the answer is the final report. */
  public static AuditReport run(AuditRequest request) throws Exception {
    AuditSettings settings = AuditSettings.of(request);
    try (AuditFolder folder = new AuditFolder(settings.folder())) {
      Ledger.Books books =
          folder
              .books()
              .map(Ledger.Books::takenOver)
              .orElseGet(
                  () -> Ledger.Books.blank(UUID.randomUUID().toString(), Instant.now().toString()));
      int partitions = partitions(settings, !books.offsets().isEmpty());
      String window = folder.window().orElse(FIRST_WINDOW);
      Audit audit = new Audit(settings, folder, new Ledger(books, partitions, window));
      return audit.run(partitions);
    }
  }

  /** Who takes over cannot wait for every broker to lead: one may be down, which is the point. */
  private static int partitions(AuditSettings settings, boolean takesOver) throws Exception {
    try (Admin admin = Clients.admin(settings.bootstrap())) {
      LeaderTopic topic = new LeaderTopic(admin, settings.topic(), settings.brokers()).durable();
      if (!takesOver) {
        topic.ensure();
      }
      return topic.partitions();
    }
  }

  private AuditReport run(int partitions) throws Exception {
    endInOrderOnSigterm();
    Consumer<String, String> consumer = Clients.consumer(settings.bootstrap());
    Producer<String, String> producer = Clients.producer(settings.bootstrap(), DELIVERY);
    Arrivals arrivals = new Arrivals(consumer, ledger);
    arrivals.start(settings.topic(), partitions);
    write();
    Thread writer = new Thread(this::keepWriting, "writer");
    writer.setDaemon(true);
    writer.start();
    send(producer);
    quiet = System.nanoTime();
    producer.close(DRAIN);
    arrivals.drain(DRAIN);
    return end();
  }

  /** The process is kept alive until the books are closed. */
  private void endInOrderOnSigterm() {
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    main.join(END.toMillis());
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  private void send(Producer<String, String> producer) throws Exception {
    long interval = TimeUnit.SECONDS.toNanos(1) / settings.messagesPerSecond();
    long end = System.nanoTime() + settings.maxDuration().toNanos();
    long due = System.nanoTime();
    long nextLook = due;
    while (true) {
      long now = System.nanoTime();
      if (now >= nextLook) {
        lookAtWindow();
        nextLook = now + LOOK_NANOS;
        if (folder.stopped() || now >= end) {
          return;
        }
      }
      if (now >= due) {
        send(producer, now);
        due = Math.max(due + interval, now - interval);
      }
      long wait = Math.min(due, nextLook) - System.nanoTime();
      if (stop.await(Math.max(0, wait), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  /** A label that cannot be read is no reason to stop proving. */
  private void lookAtWindow() {
    try {
      folder.window().ifPresent(ledger::window);
    } catch (IOException e) {
      ledger.problem("reading the window: " + Problems.describe(e));
    }
  }

  private void send(Producer<String, String> producer, long now) throws IOException {
    if (ledger.next() >= reserved()) {
      write();
    }
    Ledger.Ticket ticket = ledger.send();
    long number = ticket.number();
    var message =
        new ProducerRecord<>(
            settings.topic(), ticket.partition(), ledger.audit(), String.valueOf(number));
    try {
      var unused = producer.send(message, (metadata, problem) -> answered(number, now, problem));
    } catch (KafkaException e) {
      ledger.failed(number, "sending: " + Problems.describe(e));
    }
  }

  private void answered(long number, long sent, Exception problem) {
    if (problem == null) {
      ledger.acked(number, System.nanoTime() - sent);
    } else {
      ledger.failed(number, "sending: " + Problems.describe(problem));
    }
  }

  private synchronized long reserved() {
    return reserved;
  }

  /** The books first: numbers may be used only when a file says that they may have been. */
  private synchronized void write() throws IOException {
    if (!ended) {
      Ledger.Books books = ledger.books(RESERVE_SECONDS * settings.messagesPerSecond(), false);
      folder.write(books);
      reserved = books.reserved();
      folder.write(report());
    }
  }

  private void keepWriting() {
    while (!ended()) {
      try {
        Thread.sleep(WRITE_MILLIS);
        write();
      } catch (IOException e) {
        ledger.problem("writing: " + Problems.describe(e));
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
    folder.write(ledger.books(0, true));
    folder.write(last);
    return last;
  }

  private AuditReport report() {
    long now = quiet == 0 ? System.nanoTime() : quiet;
    return ledger.report(settings.topic(), Instant.now().toString(), ended, now);
  }
}
