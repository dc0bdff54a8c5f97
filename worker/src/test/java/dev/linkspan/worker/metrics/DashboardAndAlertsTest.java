package dev.linkspan.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linkspan.workflows.verification.Health;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * The files for Prometheus and Grafana use only metrics that the worker has, and use all of them.
 */
class DashboardAndAlertsTest {
  private static final Path FOLDER = Path.of("../deploy/metrics");
  private static final Pattern METRIC = Pattern.compile("\\blinkspan_[a-z_]+");
  private static final Set<String> SEVERITIES = Set.of("critical", "warning");

  /** Everything that a worker reports when each kind of state occurs. */
  private static Set<String> reported() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    List<Fleet.Reading> readings =
        List.of(
            new Fleet.Reading(
                List.of(Statuses.ready("a", Health.HEALTHY), Statuses.waiting("b", Instant.EPOCH)),
                0));
    try (FleetMetrics metrics =
        new FleetMetrics(() -> readings.get(0), registry, () -> Instant.EPOCH)) {
      metrics.read();
    }
    new CloudCallMetrics(registry).called("tidb-cloud", "GET /clusters", "ok", Duration.ZERO);
    return metrics(registry.scrape().lines().filter(line -> !line.startsWith("#")).toList());
  }

  private static Set<String> metrics(List<String> texts) {
    Set<String> names = new TreeSet<>();
    for (String text : texts) {
      Matcher matcher = METRIC.matcher(text);
      while (matcher.find()) {
        names.add(matcher.group());
      }
    }
    return names;
  }

  private static List<String> dashboard() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(FOLDER.resolve("grafana-dashboard.json").toFile());
    List<String> expressions = new ArrayList<>();
    dashboard.findValues("expr").forEach(expression -> expressions.add(expression.asText()));
    return expressions;
  }

  private static List<Map<String, Object>> rules() throws IOException {
    Map<String, Object> file = new Yaml().load(Files.readString(FOLDER.resolve("alerts.yml")));
    return list(file.get("groups")).stream()
        .flatMap(group -> list(group.get("rules")).stream())
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Object value) {
    return (List<Map<String, Object>>) value;
  }

  @Test
  void everyExpressionUsesMetricsThatExist() throws IOException {
    Set<String> reported = reported();

    assertThat(reported).containsAll(metrics(dashboard()));
    assertThat(reported)
        .containsAll(metrics(rules().stream().map(rule -> rule.get("expr").toString()).toList()));
  }

  @Test
  void theDashboardShowsEveryMetric() throws IOException {
    Set<String> shown = metrics(dashboard());
    shown.addAll(metrics(rules().stream().map(rule -> rule.get("expr").toString()).toList()));

    assertThat(reported())
        .filteredOn(metric -> !shown.contains(metric))
        .containsExactlyInAnyOrder(
            "linkspan_cloud_calls_seconds_max",
            "linkspan_fleet_setups",
            "linkspan_rollout_aborted");
  }

  @Test
  void everyPanelHasItsOwnIdAndPlace() throws IOException {
    JsonNode panels =
        new ObjectMapper()
            .readTree(FOLDER.resolve("grafana-dashboard.json").toFile())
            .get("panels");

    assertThat(panels.findValues("id")).doesNotHaveDuplicates();
    assertThat(panels.findValues("gridPos"))
        .doesNotHaveDuplicates()
        .allMatch(at -> at.get("x").asInt() + at.get("w").asInt() <= 24);
  }

  @Test
  void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
    List<Map<String, Object>> rules = rules();

    assertThat(rules).extracting(rule -> rule.get("alert")).doesNotHaveDuplicates();
    for (Map<String, Object> rule : rules) {
      assertThat(rule.keySet()).isSubsetOf("alert", "expr", "for", "labels", "annotations");
      assertThat(SEVERITIES).contains(((Map<?, ?>) rule.get("labels")).get("severity").toString());
      assertThat(((Map<?, ?>) rule.get("annotations")).keySet().toString())
          .isEqualTo("[summary, description]");
    }
  }

  @Test
  void everyAlertIsTestedForPromtool() throws IOException {
    String tests = Files.readString(FOLDER.resolve("alerts-test.yml"));

    assertThat(rules())
        .allSatisfy(rule -> assertThat(tests).contains("alertname: " + rule.get("alert") + "\n"));
  }
}
