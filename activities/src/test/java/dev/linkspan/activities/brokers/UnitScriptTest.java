package dev.linkspan.activities.brokers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the scripts find out about a unit, with a function in place of systemctl, and real
 * processes.
 */
class UnitScriptTest {

  /** A process {@code $main} of this name that has started the process {@code $broker}. */
  private static final String STARTED_BY =
      """
      folder=$(mktemp -d)
      trap 'kill -KILL "$broker" "$main" 2> /dev/null; rm -rf "$folder"' EXIT
      cp "$(command -v bash)" "$folder/$name"
      "$folder/$name" -c 'sleep 60 & echo $! > "$0"; wait' "$folder/broker" > /dev/null 2>&1 &
      main=$!
      disown
      until [ -s "$folder/broker" ]; do sleep 0.02; done
      broker=$(cat "$folder/broker")
      """;

  private static String run(String script, String... resources) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String resource : resources) {
      all.append(read(resource));
    }
    Process process =
        new ProcessBuilder(List.of("bash", "-euo", "pipefail", "-c", all + script))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = UnitScriptTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sh,      control-group, '',                                 ''",
    "sh,      process,       '',                                 unreached",
    "sh,      mixed,         '',                                 killed",
    "sh,      mixed,         /opt/kafka/bin/kafka-server-stop.sh, killed",
    "sh,      mixed,         /opt/stop-and-wait,                 ''",
    "sh,      process,       /opt/kafka/bin/kafka-server-stop.sh, ''",
    "sh,      none,          '',                                 unreached",
    "sudo,    control-group, '',                                 ''",
    "sudo,    mixed,         '',                                 ''",
    "su,      control-group, '',                                 killed",
    "su,      control-group, /opt/kafka/bin/kafka-server-stop.sh, killed",
    "runuser, control-group, /opt/stop-and-wait,                 ''",
    "itself,  process,       '',                                 ''",
    "itself,  mixed,         '',                                 ''",
    "itself,  none,          '',                                 unreached",
    "nobody,  process,       '',                                 unreached",
  })
  void theStopOfAUnitIsJudgedByItsMainProcessAndItsKillMode(
      String name, String mode, String stop, String expected) throws Exception {
    String script =
        "name="
            + name
            + "\n"
            + STARTED_BY
            + """
            case $name in itself) main_pid=$broker ;; nobody) main_pid=0 ;; *) main_pid=$main ;; esac
            shown="MainPID=$main_pid"$'\\n'"KillMode=%s"
            [ -z "%2$s" ] || shown+=$'\\n'"ExecStop={ path=%2$s ; argv[]=%2$s }"
            disorderly_stop "$broker" "$shown"
            """
                .formatted(mode, stop);
    assertThat(run(script, "unit.sh")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "bash, ancestor, ''",
    "supervisord, ancestor, supervisord",
    "crond, ancestor, crond",
    "agent, other, agent",
    "agent, none, ''"
  })
  void aProgramThatStartsOthersIsFoundAndAnOrdinaryStarterIsNot(
      String name, String main, String expected) throws Exception {
    String script =
        "name="
            + name
            + "\n"
            + STARTED_BY
            + switch (main) {
              case "ancestor" -> "shared_main \"$broker\" \"$main\"";
              case "other" -> "shared_main $$ \"$main\"";
              default -> "shared_main \"$broker\" 0";
            };
    assertThat(run(script, "/dev/linkspan/activities/ssh/process.sh", "find-broker.sh", "unit.sh"))
        .isEqualTo(expected);
  }

  @Test
  void aProcessThatEndsWhileItsCommandLineIsReadIsReadNoFurther() throws Exception {
    String script =
        """
        read() {
          [ "${#words[@]}" -lt 20 ] || exit 1
          [ "${#words[@]}" -eq 0 ] && word=java
        }
        read_words /dev/null
        echo "${#words[@]}"
        """;
    assertThat(run(script, "/dev/linkspan/activities/ssh/process.sh")).isEqualTo("1");
  }

  @Test
  void theServicesThatStopWithAUnitAreFoundAlsoBehindOthers() throws Exception {
    String script =
        """
        systemctl() {
          case $*:${!#} in
            is-active*:kafka-ui.service) echo inactive ;;
            is-active*:registry.service) echo activating ;;
            is-active*) echo active ;;
            show*connect.service*kafka.service*) echo RequiredBy=registry.service; echo ConsistsOf= ;;
            show*) printf '%s\\n' 'RequiredBy=multi-user.target connect.service' BoundBy=kafka-ui.service ;;
          esac
        }
        stopped_with kafka.service
        """;
    assertThat(run(script, "dependents.sh")).isEqualTo("connect.service\nregistry.service");
    assertThat(run("systemctl() { return 1; }\nstopped_with a\\\\x2db.service", "dependents.sh"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'--groups 4,24', '65533 65532 4 24'", "--clear-groups, 65533 65532"})
  void kafkaIsAskedAsTheUserWithTheGroupsThatTheBrokerHas(String groups, String ids)
      throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    String script =
        """
        CLASSPATH=/x setpriv --reuid 65533 --regid 65532 %s sleep 60 > /dev/null 2>&1 &
        pid=$!
        trap 'kill "$pid"' EXIT
        disown
        until [[ $(readlink "/proc/$pid/exe") == */sleep ]]; do sleep 0.02; done
        %s
        echo "$("${as[@]}" id -u) $("${as[@]}" id -G)"
        """
            .formatted(groups, read("running-kafka.sh"));
    assertThat(run(script, "/dev/linkspan/activities/ssh/process.sh")).isEqualTo(ids);
  }
}
