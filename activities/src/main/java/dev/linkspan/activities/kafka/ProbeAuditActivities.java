package dev.linkspan.activities.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.activities.execution.Heartbeats;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.ShellWords;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.probe.protocol.AuditFigures;
import dev.linkspan.probe.protocol.AuditReport;
import dev.linkspan.probe.protocol.AuditRequest;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.rollout.AuditActivities;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The probe's audit, detached on the bastion in a folder of its own. Whoever asks finds it there,
 * and starts it again where it died: it goes on with its books.
 */
public final class ProbeAuditActivities implements AuditActivities {
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration FIRST_MESSAGES = Duration.ofMinutes(3);
  private static final Duration KEEP_RUNNING = Duration.ofSeconds(3);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration END = Duration.ofSeconds(60);
  private static final String SMALL_JVM = "-Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Ssh ssh;
  private final BastionProbe probe;

  /** Both may be shared with the other activities. */
  public ProbeAuditActivities(Ssh ssh, BastionProbe probe) {
    this.ssh = ssh;
    this.probe = probe;
  }

  @Override
  public void start(Owner owner, ClusterAccess access, String name) {
    Heartbeats.during(
        () -> {
          Folder folder = new Folder(owner, access, name);
          folder.endOthers();
          Optional<AuditReport> seen = folder.await(FIRST_MESSAGES, ProbeAuditActivities::flowing);
          if (seen.filter(ProbeAuditActivities::flowing).isEmpty()) {
            throw folder.without("messages going in and out");
          }
        });
  }

  @Override
  public void window(Owner owner, ClusterAccess access, String name, String label) {
    Heartbeats.during(
        () -> {
          Folder folder = new Folder(owner, access, name);
          folder.write("window", label);
          var unused = folder.keepRunning();
        });
  }

  @Override
  public Audit read(Owner owner, ClusterAccess access, String name) {
    return Heartbeats.during(
        () -> {
          Folder folder = new Folder(owner, access, name);
          var unused = folder.keepRunning();
          return shown(folder.report().orElseThrow(() -> folder.without("figures")));
        });
  }

  @Override
  public Audit stop(Owner owner, ClusterAccess access, String name) {
    return Heartbeats.during(
        () -> {
          Folder folder = new Folder(owner, access, name);
          folder.write("stop", "");
          Optional<AuditReport> last = folder.await(END, AuditReport::ended);
          return shown(last.orElseThrow(() -> folder.without("figures")));
        });
  }

  /** The audit's folder on the bastion. */
  private final class Folder {
    private final String key;
    private final Node bastion;
    private final Shell shell;
    private final String name;
    private final String path;
    private final AuditRequest request;
    private Optional<Outcome> said = Optional.empty();

    Folder(Owner owner, ClusterAccess access, String name) {
      this.key = owner.credentials().sshKey();
      this.bastion = access.bastion();
      this.shell = ssh.on(key, bastion.address());
      this.name = name;
      this.path = bastion.root() + "/audit-" + name;
      this.request =
          new AuditRequest(
              ProbeClusterActivities.bootstrap(access),
              new TreeSet<>(access.brokers().keySet()),
              null,
              null,
              path,
              null);
    }

    /** One rollout at a time: another audit here is of one that was cut off. */
    void endOthers() {
      Script script =
          Script.of(ProbeAuditActivities.class, "end-other-audits.sh")
              .with("root", bastion.root())
              .with("audit", path);
      Outcome outcome = shell.run(script.text(), SHORT);
      if (!outcome.succeeded()) {
        throw new IllegalStateException(
            "cannot end other audits on " + bastion.name() + ": " + outcome.excerpt());
      }
    }

    void write(String file, String text) {
      shell.upload(path + "/" + file, text.getBytes(StandardCharsets.UTF_8), SHORT);
    }

    /**
     * Starts its process where it does not run and should; tells how it ended if it did at once.
     */
    Optional<Outcome> keepRunning() {
      if (report().filter(AuditReport::ended).isPresent()) {
        return Optional.empty();
      }
      String file = path + "/request.json";
      // It may have ended since its figures were read: what ended is not begun again.
      String command =
          "if grep -q '\"ended\" *: *true' %s 2> /dev/null; then exit 0; fi; exec %s audit < %s"
              .formatted(
                  ShellWords.quote(path + "/audit.json"),
                  BastionProbe.program(bastion, SMALL_JVM),
                  ShellWords.quote(file));
      DetachedTask task = new DetachedTask(shell, bastion.root(), "audit-" + name, command);
      if (task.runs()) {
        return Optional.empty();
      }
      probe.put(key, bastion);
      write("request.json", json(request));
      return task.start();
    }

    /** The figures as soon as they are as wanted; those there are when the time is over. */
    Optional<AuditReport> await(Duration limit, Predicate<AuditReport> wanted) {
      long end = System.nanoTime() + limit.toNanos();
      Optional<AuditReport> seen = Optional.empty();
      while (seen.filter(wanted).isEmpty() && System.nanoTime() < end) {
        said = keepRunning();
        seen = awaitFigures(wanted, KEEP_RUNNING);
      }
      return seen;
    }

    private Optional<AuditReport> awaitFigures(Predicate<AuditReport> wanted, Duration limit) {
      long end = System.nanoTime() + limit.toNanos();
      Optional<AuditReport> seen = report();
      while (seen.filter(wanted).isEmpty() && System.nanoTime() < end) {
        Heartbeats.rest(LOOK);
        seen = report();
      }
      return seen;
    }

    RuntimeException without(String what) {
      return new IllegalStateException(
          "audit %s on %s has no %s%s"
              .formatted(
                  name,
                  bastion.name(),
                  what,
                  said.map(ended -> "; it ended: " + ended.excerpt()).orElse("")));
    }

    Optional<AuditReport> report() {
      Outcome outcome =
          shell.run("cat " + ShellWords.quote(path + "/audit.json") + " 2> /dev/null", SHORT);
      try {
        return outcome.succeeded()
            ? Optional.of(JSON.readValue(outcome.stdout(), AuditReport.class))
            : Optional.empty();
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the figures of audit " + name + " cannot be read", e);
      }
    }
  }

  private static String json(AuditRequest request) {
    try {
      return JSON.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static boolean flowing(AuditReport report) {
    return report.total().acked() > 0 && report.total().consumed() > 0;
  }

  private static Audit shown(AuditReport report) {
    Map<String, Figures> windows = new LinkedHashMap<>();
    if (report.windows() != null) {
      report.windows().forEach((label, figures) -> windows.put(label, shown(figures)));
    }
    return new Audit(shown(report.total()), windows, report.interrupted());
  }

  private static Figures shown(AuditFigures figures) {
    return new Figures(
        figures.acked(),
        figures.consumed(),
        figures.lost(),
        figures.duplicated(),
        figures.failed(),
        Duration.ofMillis(figures.slowestAckMillis()),
        Duration.ofMillis(figures.longestPauseMillis()));
  }
}
