package dev.linkspan.activities.brokers;

import dev.linkspan.activities.ssh.KeyValues;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges what systemd does when it stops the unit that a broker's process belongs to: the stop must
 * reach this process, let it end in its own time, and end no other broker. Pure.
 *
 * @param node name of the machine
 * @param pid of the broker's process
 */
record UnitStop(String node, String unit, long pid) {
  /** What a person does about a unit that has other programs, too. */
  static final String BY_COMMANDS =
      "a stop of this unit would end what else that program has started, or wouldn't end the broker:"
          + " write the commands that stop and start only the broker as stop and start in the spec,"
          + " instead of service (of supervisord: supervisorctl stop and start, with stopwaitsecs=330,"
          + " since it kills what is left after that time)";

  /** What {@code survey.sh} reported, in sentences that say what to do; empty if all is well. */
  List<String> problems(KeyValues found) {
    List<String> problems = new ArrayList<>();
    found
        .find("unit-shared")
        .ifPresent(
            program ->
                problems.add("%s: %s runs %s: %s".formatted(node, unit, program, BY_COMMANDS)));
    found.find("unit-stop").ifPresent(how -> problems.add(disorderly(how)));
    found
        .find("stops-kafka")
        .map(other -> other.split(" ", 2))
        .ifPresent(
            other ->
                problems.add(
                    ("%s: a stop of %s also stops %s, which runs another Kafka (process %s): take the"
                            + " Requires=, BindsTo=, or PartOf= with %2$s out of that unit, then run"
                            + " systemctl daemon-reload")
                        .formatted(node, unit, other[0], other[1])));
    return problems;
  }

  /** Whether the stop deletes one of the data folders; the broker may run or not. */
  static List<String> dataProblems(
      String node, String unit, List<String> folders, KeyValues found) {
    if (found.find("private-tmp").filter("yes"::equals).isEmpty()) {
      return List.of();
    }
    return folders.stream()
        .filter(folder -> folder.matches("/(var/)?tmp(/.*)?"))
        .map(
            folder ->
                ("%s: the data folder %s is in the private folder of %s (PrivateTmp=), which systemd"
                        + " deletes when the unit stops, so a restart loses the broker's data: move it"
                        + " out of there, and correct log.dirs")
                    .formatted(node, folder, unit))
        .toList();
  }

  private String disorderly(String how) {
    String process = "process %d, the broker".formatted(pid);
    return how.equals("unreached")
        ? ("%s: a stop of %s asks only its main process to end, and leaves %s, running (KillMode=): start"
                + " Kafka with exec, or set KillMode=control-group and run systemctl daemon-reload")
            .formatted(node, unit, process)
        : ("%s: a stop of %s kills %s, at once or after two seconds, because Kafka is not its main process"
                + " but was started by another one (su, runuser, or with KillMode=mixed): set User= in"
                + " the unit instead of su, or start Kafka with exec; then run systemctl daemon-reload"
                + " and restart the broker")
            .formatted(node, unit, process);
  }
}
