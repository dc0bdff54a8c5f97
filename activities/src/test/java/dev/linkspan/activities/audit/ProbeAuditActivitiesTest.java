package dev.linkspan.activities.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linkspan.activities.execution.TestActivities;
import dev.linkspan.activities.probe.BastionProbe;
import dev.linkspan.activities.probe.ProbeJar;
import dev.linkspan.activities.ssh.Shell;
import dev.linkspan.activities.ssh.Ssh;
import dev.linkspan.activities.ssh.TestMachines;
import dev.linkspan.workflows.kafka.ClusterActivities.ClusterAccess;
import dev.linkspan.workflows.kafka.NodeActivities.Node;
import dev.linkspan.workflows.plan.ClusterPlan.Mode;
import dev.linkspan.workflows.plan.Owner;
import dev.linkspan.workflows.plan.Plan.CredentialNames;
import dev.linkspan.workflows.rollout.AuditActivities;
import dev.linkspan.workflows.rollout.AuditActivities.AcknowledgementSeries;
import dev.linkspan.workflows.rollout.AuditActivities.Acknowledgements;
import dev.linkspan.workflows.rollout.AuditActivities.Audit;
import io.temporal.testing.TestActivityEnvironment;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses a program on the bastion that keeps figures like the probe's audit. */
class ProbeAuditActivitiesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Owner OWNER =
      new Owner("test", "id", "r", new CredentialNames("a", "t", TestMachines.KEY));

  /** Ends with the process {@code OWNER}, since nothing else ends it if that one is killed. */
  private static final String JAVA =
      """
      #!/bin/bash
      owner=OWNER
      folder=$(sed 's/.*"folder":"\\([^"]*\\)".*/\\1/')
      cd "$folder"
      echo $$ > pid
      echo x >> starts
      acked=0
      series='{"secondsPerPoint":1,"points":[{"second":3,"slowestAckMillis":7,"acked":20,"failed":1}]}'
      figures() {
        printf '{"sent":%d,"acked":%d,"consumed":%d,"lost":0,"duplicated":0,"failed":0,' \\
          $acked $acked $acked
        printf '"slowestAckMillis":7,"longestPauseMillis":9}'
      }
      report() {
        printf '{"topic":"t","started":"2026-11-24T00:00:00Z","series":%s,"ended":%s,' \\
          "$series" "$1" > audit.json.part
        printf '"interrupted":%d,"total":%s,"windows":{"%s":%s}}' \\
          $(($(wc -l < starts) - 1)) "$(figures)" "$(cat window 2> /dev/null)" "$(figures)" \\
          >> audit.json.part
        mv audit.json.part audit.json
      }
      while [ ! -e stop ]; do
        kill -0 "$owner" 2> /dev/null || exit 1
        report false
        acked=$((acked + 1))
        sleep 0.1
      done
      report true
      """;

  @TempDir static Path folder;
  private static TestMachines machines;
  private static Ssh ssh;
  private static TestActivityEnvironment temporal;
  private static AuditActivities audits;
  private static ClusterAccess access;

  @BeforeAll
  static void boot() throws Exception {
    machines = new TestMachines(folder);
    ssh = new Ssh(machines.keys());
    temporal = TestActivities.environment();
    ProbeJar jar = ProbeJar.of("a jar".getBytes(StandardCharsets.US_ASCII));
    temporal.registerActivitiesImplementations(
        new ProbeAuditActivities(ssh, new BastionProbe(ssh, () -> jar)));
    audits = temporal.newActivityStub(AuditActivities.class);
    String root = run("pwd") + "/.linkspan-test";
    access =
        new ClusterAccess(
            new Node(machines.bastion(), machines.bastionPrivateAddress(), root),
            Mode.COMBINED,
            Map.of(1, "10.0.0.1", 2, "10.0.1.1"),
            List.of(1, 2),
            Map.of(),
            9092,
            39092);
    byte[] java = java(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
    shell().upload(root + "/jdk/bin/java", java, LIMIT);
    run("chmod +x .linkspan-test/jdk/bin/java");
  }

  private static String java(long owner) {
    return JAVA.replace("OWNER", String.valueOf(owner));
  }

  @AfterAll
  static void halt() {
    temporal.close();
    ssh.close();
    machines.close();
  }

  private static Shell shell() {
    return ssh.on(TestMachines.KEY, machines.bastion());
  }

  private static String run(String command) {
    return shell().run(command, LIMIT).stdout().strip();
  }

  @Test
  void theProgramOfThisTestEndsWithTheTest(@TempDir Path own) throws Exception {
    Process owner = new ProcessBuilder("sleep", "600").start();
    Process java = new ProcessBuilder("bash", "-c", java(owner.pid())).start();
    try (OutputStream request = java.getOutputStream()) {
      request.write(("{\"folder\":\"" + own + "\"}").getBytes(StandardCharsets.UTF_8));
    }
    await().until(() -> Files.exists(own.resolve("audit.json")));

    owner.destroyForcibly().waitFor();

    assertThat(java.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anAuditStartsOnceTakesLabelsAndEndsWithItsFigures() {
    audits.start(OWNER, access, "whole");
    audits.start(OWNER, access, "whole");
    audits.window(OWNER, access, "whole", "broker 2");
    await().until(() -> audits.read(OWNER, access, "whole").windows().containsKey("broker 2"));
    Audit ended = audits.stop(OWNER, access, "whole");
    assertThat(audits.stop(OWNER, access, "whole")).isEqualTo(ended);
    // It ends with the audit; until then its heartbeats show the figures.
    audits.watch(OWNER, access, "whole");
    assertThat(ended.all().acked()).isPositive();
    assertThat(ended.all().slowestAck()).isEqualTo(Duration.ofMillis(7));
    assertThat(ended.interrupted()).isZero();
    assertThat(ended.series())
        .contains(
            new AcknowledgementSeries(
                Instant.parse("2026-11-24T00:00:00Z"),
                Duration.ofSeconds(1),
                List.of(new Acknowledgements(3, Duration.ofMillis(7), 20, 1))));
    assertThat(run("cat .linkspan-test/audit-whole/starts")).isEqualTo("x");
    assertThat(run("cat .linkspan-test/audit-whole/request.json"))
        .contains("10.0.0.1:9092", "\"brokers\":[1,2]");
  }

  @Test
  void anAuditOfAnInterruptedRolloutEndsWhenTheNextOneStarts() {
    audits.start(OWNER, access, "cut-off");
    audits.start(OWNER, access, "next");
    await()
        .until(() -> run("cat .linkspan-test/audit-cut-off/audit.json").contains("\"ended\":true"));
    assertThat(audits.read(OWNER, access, "next").all().acked()).isPositive();
    assertThat(audits.stop(OWNER, access, "next").interrupted()).isZero();
  }

  @Test
  void anAuditThatDiedIsRestartedByTheNextRequest() {
    audits.start(OWNER, access, "died");
    run("kill -9 $(cat .linkspan-test/audit-died/pid)");
    await().until(() -> audits.read(OWNER, access, "died").interrupted() == 1);
    assertThat(audits.stop(OWNER, access, "died").interrupted()).isEqualTo(1);
  }
}
