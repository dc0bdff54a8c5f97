package dev.linkspan.activities.nodes;

import dev.linkspan.activities.execution.Poll;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.ssh.DetachedTask;
import dev.linkspan.activities.ssh.Outcome;
import dev.linkspan.activities.ssh.Script;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.ShellWords;
import dev.linkspan.workflows.kafka.NodeActivities.Archives;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.steps.Failures;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the archives from the internet to the bastion, and from the bastion to the brokers. */
final class ArchiveStaging {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveStaging.class);
  private static final Duration BUDGET = Duration.ofMinutes(25);
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final Duration STARTED = Duration.ofSeconds(20);
  private static final int NO_DOWNLOADER = 60;
  private static final int WRONG_CHECKSUM = 61;
  private static final int REFUSED_BY_SERVER = 62;
  private static final int NO_TAR = 63;
  private static final int CANNOT_DOWNLOAD = 64;

  private ArchiveStaging() {}

  /** Downloads both archives to the bastion and unpacks the JDK there. */
  static void stage(Shell bastionShell, Node bastion, Archives archives) {
    Script script =
        with(Script.of(ArchiveStaging.class, "archives.sh", "stage.sh"), archives)
            .with("jdk_url", archives.jdk().url())
            .with("kafka_url", archives.kafka().url());
    check(bastionShell.name(), run(bastionShell, bastion, "stage-archives", script));
    LOG.info(
        "{}: downloaded {} and {}, and verified their SHA-512",
        bastionShell.name(),
        archives.jdk().fileName(),
        archives.kafka().fileName());
  }

  /**
   * Serves the bastion's archives to the VPC; returns once a server of this bastion's archives
   * answers, and no other program on its port. A server that outlived its task would keep the port,
   * so the new one ends it first.
   */
  static void serve(Shell bastionShell, Node bastion, int port) {
    String command =
        "exec "
            + BastionProbe.program(bastion, "-Xmx16m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
            + " serve --address "
            + ShellWords.quote(bastion.privateAddress())
            + " --port "
            + port
            + " --directory archives --for 30m";
    checkEnded(
        bastionShell.run(
            endServers(bastion).and(ArchiveStaging.class, "before-serving.sh").text(), SHORT),
        bastionShell);
    DetachedTask task = new DetachedTask(bastionShell, bastion.root(), "serve-archives", command);
    Optional<Outcome> ended = task.start();
    String answers =
        Script.of(ArchiveStaging.class, "await-server.sh")
            .with("root", bastion.root())
            .with("address", bastion.privateAddress())
            .with("port", port)
            .text();
    Poll.continuously()
        .atMost(STARTED)
        .until(
            () -> ended.or(task::poll).isPresent() || bastionShell.run(answers, SHORT).succeeded());
    // Asked again, because a server of an earlier attempt may have taken the port in the meantime.
    // It serves the same archives.
    if (!bastionShell.run(answers, SHORT).succeeded()) {
      throw ended
          .or(task::poll)
          .map(end -> notServing(bastionShell.name(), port, end))
          .orElseGet(
              () ->
                  new IllegalStateException(
                      "the server of the archives on "
                          + bastionShell.name()
                          + " does not answer yet"));
    }
    LOG.info("{}: serves the archives to the VPC on port {}", bastionShell.name(), port);
  }

  private static void checkEnded(Outcome outcome, Shell bastionShell) {
    outcome.orThrow("cannot stop serving the archives on " + bastionShell.name());
  }

  private static Script endServers(Node bastion) {
    return Script.of(DetachedTask.class, "process.sh")
        .and(ArchiveStaging.class, "end-servers.sh")
        .with("root", bastion.root());
  }

  private static RuntimeException notServing(String name, int port, Outcome outcome) {
    if (outcome.stdout().contains("Address already in use")) {
      return Failures.needsPerson(
          "port " + port + " of " + name + " is used by another program",
          "choose another kafka.ports.distribution, or end that program, then retry");
    }
    return new IllegalStateException(
        "serving the archives on " + name + " ended: " + outcome.excerpt());
  }

  /** Ends each process that serves archives on the bastion. */
  static void stopServing(Shell bastionShell, Node bastion) {
    Script script = endServers(bastion).and(ArchiveStaging.class, "stop-serving.sh");
    checkEnded(bastionShell.run(script.text(), SHORT), bastionShell);
    LOG.info("{}: no longer serves the archives", bastionShell.name());
  }

  /**
   * Fetches both archives from the bastion and unpacks them.
   *
   * @return false when the bastion did not answer: it may have stopped serving
   */
  static boolean install(Shell brokerShell, Node broker, Node bastion, Archives archives) {
    String from = "http://" + bastion.privateAddress() + ":" + archives.servingPort();
    Script script =
        with(Script.of(ArchiveStaging.class, "archives.sh", "install.sh"), archives)
            .with("from", from);
    Outcome outcome = run(brokerShell, broker, "install-archives", script);
    if (outcome.exitCode() == CANNOT_DOWNLOAD) {
      LOG.warn("{}: cannot download the archives from {}", brokerShell.name(), from);
      return false;
    }
    check(brokerShell.name(), outcome);
    LOG.info(
        "{}: installed {} and {} from the bastion, and verified their SHA-512",
        brokerShell.name(),
        archives.jdk().fileName(),
        archives.kafka().fileName());
    return true;
  }

  private static Script with(Script script, Archives archives) {
    return script
        .with("jdk_file", archives.jdk().fileName())
        .with("jdk_sha512", archives.jdk().sha512())
        .with("kafka_file", archives.kafka().fileName())
        .with("kafka_sha512", archives.kafka().sha512());
  }

  private static Outcome run(Shell shell, Node node, String name, Script script) {
    return new DetachedTask(shell, node.root(), name, script.text())
        .run(BUDGET)
        .orElseThrow(() -> new IllegalStateException(name + " still runs on " + shell.name()));
  }

  private static void check(String name, Outcome outcome) {
    if (outcome.succeeded()) {
      return;
    }
    String said = outcome.excerpt();
    if (said.contains("No space left on device") || said.contains("curl: (23)")) {
      throw Failures.needsPerson(
          "the disk of " + name + " is full: " + said, "give it more room, then retry");
    }
    switch (outcome.exitCode()) {
      case NO_DOWNLOADER ->
          throw Failures.needsPerson(
              name + " has neither curl nor wget", "install one of them there, then retry");
      case NO_TAR -> throw Failures.needsPerson(name + " has no tar", "install it, then retry");
      case WRONG_CHECKSUM ->
          throw Failures.needsPerson(
              "an archive on " + name + " does not have the checksum of the spec: " + said,
              "check url and sha512 of kafka.archive and kafka.java, destroy this setup and make"
                  + " it again with the right ones; if the mirror was being updated, retry");
      case REFUSED_BY_SERVER ->
          throw Failures.needsPerson(
              "the server of an archive refuses it to " + name + ": " + said,
              "check that the url of the spec exists and can be read from there, then retry");
      default -> throw new IllegalStateException("archives on " + name + ": " + said);
    }
  }
}
