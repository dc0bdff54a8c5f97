package dev.linkspan.activities.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.activities.cluster.ProbeClusterActivities;
import dev.linkspan.activities.execution.LiveDetails;
import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.execution.Waiting;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.ShellWords;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.UnreachableException;
import dev.linkspan.probe.protocol.AuditFigures;
import dev.linkspan.probe.protocol.AuditReport;
import dev.linkspan.probe.protocol.AuditRequest;
import dev.linkspan.probe.protocol.AuditSeries;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.rollout.AuditActivities;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probe's audit, which runs detached on the bastion in a folder of its own. Each call finds it
 * there, and restarts it if it died: it continues with the figures in its folder.
 */
public final class ProbeAuditActivities implements AuditActivities {
  private static final Logger LOG = LoggerFactory.getLogger(ProbeAuditActivities.class);
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration FIRST_MESSAGES = Duration.ofMinutes(3);
  private static final Duration KEEP_RUNNING = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);
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
    Folder folder = new Folder(owner, access, name);
    folder.endOthers();
    AuditReport report =
        folder
            .await(FIRST_MESSAGES, ProbeAuditActivities::flowing)
            .filter(ProbeAuditActivities::flowing)
            .orElseThrow(() -> folder.without("messages going in and out"));
    LOG.info("audit {} runs: messages flow, {}", name, evidence(report));
  }

  @Override
  public void window(Owner owner, ClusterAccess access, String name, String label) {
    Folder folder = new Folder(owner, access, name);
    folder.write("window", label);
    var unused = folder.keepRunning();
    LOG.info("audit {} counts for \"{}\" from now on", name, label);
  }

  @Override
  public Audit read(Owner owner, ClusterAccess access, String name) {
    Folder folder = new Folder(owner, access, name);
    var unused = folder.keepRunning();
    AuditReport report = folder.report().orElseThrow(() -> folder.without("figures"));
    LOG.info("audit {}: {}", name, evidence(report));
    return audit(report);
  }

  @Override
  public void watch(Owner owner, ClusterAccess access, String name) {
    Folder folder = new Folder(owner, access, name);
    Poll.every(BETWEEN_REPORTS).until(() -> showFigures(folder));
  }

  /** Shows the figures so far; returns whether they are the last ones. */
  private static boolean showFigures(Folder folder) {
    try {
      Optional<AuditReport> report = folder.report();
      report.ifPresent(read -> LiveDetails.show(figures(read.total())));
      return report.filter(AuditReport::ended).isPresent();
    } catch (IllegalStateException | UnreachableException e) {
      Waiting.check();
      LOG.debug("figures of audit {} are not read: {}", folder.name, e.toString());
      return false;
    }
  }

  @Override
  public Audit stop(Owner owner, ClusterAccess access, String name) {
    Folder folder = new Folder(owner, access, name);
    folder.write("stop", "");
    AuditReport last =
        folder.await(END, AuditReport::ended).orElseThrow(() -> folder.without("figures"));
    LOG.info("audit {} {}: {}", name, last.ended() ? "ended" : "still runs", evidence(last));
    return audit(last);
  }

  private static String evidence(AuditReport report) {
    AuditFigures total = report.total();
    return "acknowledged "
        + total.acked()
        + ", read "
        + total.consumed()
        + ", lost "
        + total.lost()
        + ", duplicated "
        + total.duplicated()
        + ", failed "
        + total.failed()
        + ", interrupted "
        + report.interrupted();
  }

  /** The audit's folder on the bastion. */
  private final class Folder {
    private final String key;
    private final Node bastion;
    private final Shell shell;
    private final String name;
    private final String path;
    private final AuditRequest request;
    private Optional<Outcome> ended = Optional.empty();

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

    /** Ends other audits: one rollout runs at a time, so they are left over. */
    void endOthers() {
      Script script =
          Script.of(ProbeAuditActivities.class, "end-other-audits.sh")
              .with("root", bastion.root())
              .with("audit", path);
      shell.run(script.text(), SHORT).orThrow("cannot end other audits on " + bastion.name());
    }

    void write(String file, String text) {
      shell.upload(path + "/" + file, text.getBytes(StandardCharsets.UTF_8), SHORT);
    }

    /**
     * Starts the audit's process unless it runs or has finished; returns how it ended if it ended
     * at once.
     */
    Optional<Outcome> keepRunning() {
      if (report().filter(AuditReport::ended).isPresent()) {
        return Optional.empty();
      }
      String file = path + "/request.json";
      // It may have finished since its figures were read: it must not start again.
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
      LOG.info("audit {} does not run on {}: starts it", name, bastion.name());
      probe.put(key, bastion);
      write("request.json", json(request));
      return task.start();
    }

    /** The figures once they are as wanted; the latest ones when the time is over. */
    Optional<AuditReport> await(Duration limit, Predicate<AuditReport> wanted) {
      return Poll.continuously()
          .atMost(limit)
          .until(
              () -> {
                ended = keepRunning();
                return awaitFigures(wanted);
              },
              report -> report.filter(wanted).isPresent());
    }

    private Optional<AuditReport> awaitFigures(Predicate<AuditReport> wanted) {
      return Poll.every(PAUSE)
          .atMost(KEEP_RUNNING)
          .until(this::report, report -> report.filter(wanted).isPresent());
    }

    RuntimeException without(String what) {
      return new IllegalStateException(
          "audit %s on %s has no %s%s"
              .formatted(
                  name,
                  bastion.name(),
                  what,
                  ended.map(outcome -> "; it ended: " + outcome.excerpt()).orElse("")));
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

  private static Audit audit(AuditReport report) {
    Map<String, Figures> windows = new LinkedHashMap<>();
    if (report.windows() != null) {
      report.windows().forEach((label, figures) -> windows.put(label, figures(figures)));
    }
    return new Audit(
        figures(report.total()),
        windows,
        report.interrupted(),
        Optional.ofNullable(report.series()).map(series -> series(report.started(), series)));
  }

  private static AcknowledgementSeries series(String started, AuditSeries series) {
    return new AcknowledgementSeries(
        Instant.parse(started),
        Duration.ofSeconds(series.secondsPerPoint()),
        series.points().stream()
            .map(
                point ->
                    new Acknowledgements(
                        point.second(),
                        Duration.ofMillis(point.slowestAckMillis()),
                        point.acked(),
                        point.failed()))
            .toList());
  }

  private static Figures figures(AuditFigures figures) {
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
