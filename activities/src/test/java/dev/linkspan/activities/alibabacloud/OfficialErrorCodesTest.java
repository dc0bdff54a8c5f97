package dev.linkspan.activities.alibabacloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The official error codes of every action that Linkspan calls: {@code error-codes.csv}. */
class OfficialErrorCodesTest {
  private record Row(ErrorKind kind, String code, int status, List<String> actions) {

    /** Whether its code stands for this one. */
    boolean stands(String other) {
      return other.matches(Pattern.quote(code).replace("%s", "\\E.*\\Q"));
    }
  }

  private static List<Row> rows() throws IOException {
    return lines("error-codes.csv").stream().skip(1).map(OfficialErrorCodesTest::row).toList();
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream table = OfficialErrorCodesTest.class.getResourceAsStream(resource)) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  private static Row row(String line) {
    String[] fields = line.split(",", -1);
    return new Row(
        ErrorKind.valueOf(fields[0]),
        fields[1],
        Integer.parseInt(fields[2]),
        List.of(fields[3].split(" ", -1)));
  }

  @Test
  void everyOfficialCodeHasTheKindThatTheTableSays() throws IOException {
    List<String> differences = new ArrayList<>();
    for (Row row : rows()) {
      ErrorKind actual = ErrorKind.of(row.code(), row.status());
      if (actual != row.kind()) {
        differences.add(row + " is " + actual);
      }
    }
    assertThat(differences).isEmpty();
    assertThat(rows()).hasSizeGreaterThan(700);
  }

  @Test
  void onlyFamiliesThatMeanItAreAMissingPermission() throws IOException {
    Set<String> permission =
        Set.copyOf(
            rows().stream()
                .filter(row -> row.kind() == ErrorKind.PERMISSION)
                .map(Row::code)
                .toList());
    assertThat(permission)
        .containsExactlyInAnyOrder(
            "Forbbiden",
            "Forbidden",
            "Forbidden.%s",
            "Forbidden.NoPermission",
            "InvalidUser.PassRoleForbidden",
            "NoPermission.Price",
            "NoPermission.SystemTag",
            "OperationDenied.ServiceLinkedRoleNotExist");
  }

  @Test
  void noErrorAboutTheAccountOrTheRegionMeansThatAResourceIsGone() throws IOException {
    Set<ErrorKind> kinds = EnumSet.noneOf(ErrorKind.class);
    for (Row row : rows()) {
      if (row.code().matches("(?i).*(account|payment|balance(?!r)|region).*")) {
        kinds.add(row.kind());
      }
    }
    assertThat(kinds).doesNotContain(ErrorKind.NOT_FOUND);
  }

  /** The codes with which the sandbox refuses what exceeds a documented limit. */
  @Test
  void theSandboxRefusesWithOfficialCodes() throws IOException {
    List<String> differences = new ArrayList<>();
    for (String product : List.of("vpc", "ecs", "nlb", "privatelink")) {
      String table = "/dev/linkspan/sandbox/models/limits/" + product + ".txt";
      for (String line : lines(table)) {
        String[] words = line.replaceFirst(" #.*", "").split(" ", -1);
        if (line.endsWith(", listed")) {
          String action = product + ":" + words[0];
          int status = words.length > 5 ? Integer.parseInt(words[5]) : 400;
          List<Row> official = rows().stream().filter(r -> r.actions().contains(action)).toList();
          if (!official.isEmpty()
              && official.stream().noneMatch(r -> r.status() == status && r.stands(words[4]))) {
            differences.add(action + " " + words[4] + " " + status);
          }
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void aZoneThatIsNotOpenIsNotAnInactiveProduct() {
    assertThat(ErrorKind.of("Zone.NotOpen", 403)).isEqualTo(ErrorKind.REGION);
    assertThat(ErrorKind.of("NeedOpenProduct", 400)).isEqualTo(ErrorKind.NOT_ACTIVATED);
  }
}
