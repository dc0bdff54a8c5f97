package dev.linkspan.activities.brokers;

import dev.linkspan.activities.ssh.KeyValues;
import dev.linkspan.workflows.plan.BrokerService;
import dev.linkspan.workflows.plan.BrokerService.Commands;
import dev.linkspan.workflows.plan.BrokerService.SystemdUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what starts and stops a broker, as the spec has it, with the process that runs with its
 * file: a stop must end this process, and no other one. Pure. Nothing is a problem if systemd does
 * not answer.
 *
 * @param node name of the machine
 * @param path of the broker's file
 * @param pid of the process
 */
record ProcessOwnership(String node, String path, long pid, BrokerService service) {
  private static final Pattern USER_UNIT =
      Pattern.compile(".*/user@([0-9]+)\\.service/(?:.*/)?([^/]+\\.service)(?:/.*)?");
  private static final Pattern SYSTEM_UNIT =
      Pattern.compile("/system\\.slice/(?:.*/)?([^/]+\\.service)(?:/.*)?");

  /** Kafka's own script ends every Kafka of the machine, except with these options (KIP-979). */
  private static final Pattern STOPS_EVERY_KAFKA = Pattern.compile(".*kafka-server-stop.*");

  private static final Pattern STOPS_ONE = Pattern.compile(".*--(node-id|process-role).*");

  /** What {@code survey.sh} reported, in sentences that say what to do; empty if all is well. */
  List<String> problems(KeyValues found) {
    List<String> problems = new ArrayList<>();
    if (path.contains("/cloudera-scm-agent/process/")) {
      problems.add(
          ("%s: Cloudera Manager writes %s anew, in another folder, at each start, so a change of it"
                  + " would be lost: this version cannot link brokers that Cloudera Manager starts")
              .formatted(node, path));
    }
    if (service.control() instanceof SystemdUnit unit) {
      boolean other = found.find("unit-owns").filter("no"::equals).isPresent();
      if (other) {
        problems.add(ofAnotherUnit(unit.unit(), found));
      }
      if (!other && found.find("unit-lacks").isPresent()) {
        problems.add(
            ("%s: systemd does not let anyone start and stop %s by hand, so a restart would fail:"
                    + " systemctl status %2$s shows why (it is masked, its file has an error, or it"
                    + " has RefuseManualStart or RefuseManualStop)")
                .formatted(node, unit.unit()));
      }
      if (!other && found.find("stops-all").isPresent()) {
        stopsOthers("ExecStop of " + unit.unit(), found).ifPresent(problems::add);
      }
      if (!other) {
        new UnitStop(node, unit.unit(), pid).problems(found).forEach(problems::add);
      }
    } else if (service.control() instanceof Commands commands
        && STOPS_EVERY_KAFKA.matcher(commands.stop()).matches()
        && !STOPS_ONE.matcher(commands.stop()).matches()) {
      stopsOthers("the stop command in the spec", found).ifPresent(problems::add);
    }
    return problems;
  }

  private String ofAnotherUnit(String unit, KeyValues found) {
    boolean missing = found.find("unit-load").filter("not-found"::equals).isPresent();
    String process = "process %d, which runs with %s,".formatted(pid, path);
    String group = found.find("unit-group").orElse("");
    Matcher user = USER_UNIT.matcher(group);
    Matcher system = SYSTEM_UNIT.matcher(group);
    String fact =
        "%s: %s %s"
            .formatted(
                node,
                missing ? "there is no unit %s, and".formatted(unit) : process,
                missing ? process : "does not belong to the unit %s of the spec".formatted(unit));
    if (user.matches()) {
      return fact
          + "%s the unit %s of the user with the ID %s, which only this user's systemctl reaches:"
              .formatted(missing ? " belongs to" : " but to", user.group(2), user.group(1))
          + " write the commands that start and stop it as start and stop in the spec, instead of"
          + " service";
    }
    if (system.matches()) {
      return fact
          + "%s %s".formatted(missing ? " belongs to" : " but to", system.group(1))
          + found
              .find("unit-shared")
              .map(program -> ", which runs " + program + ": " + UnitStop.BY_COMMANDS)
              .orElse(": write that unit as service in the spec");
    }
    return fact
        + (missing ? " belongs to no unit" : ", which would not stop it")
        + ": write the commands that start and stop it as start and stop in the spec, instead of service"
        + (missing ? "" : ", or stop it and start it by the unit");
  }

  private Optional<String> stopsOthers(String what, KeyValues found) {
    return found
        .find("others")
        .map(
            others ->
                ("%s: %s runs kafka-server-stop, which stops every Kafka on the machine, and there are"
                        + " others (process %s): stop only this one, with the option --node-id, or"
                        + " with SIGTERM to its process, as systemd does for a unit without ExecStop")
                    .formatted(node, what, others.replace(" ", ", ")));
  }
}
