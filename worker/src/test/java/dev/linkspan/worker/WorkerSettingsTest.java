package dev.linkspan.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.linkspan.workflows.WorkflowTypes;
import dev.linkspan.workflows.setup.StartGuard;
import dev.linkspan.workflows.steps.TaskQueues;
import dev.linkspan.workflows.steps.WorkflowGuard;
import io.temporal.spring.boot.autoconfigure.properties.TemporalProperties;
import io.temporal.spring.boot.autoconfigure.properties.WorkerProperties;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** What application.yml tells the Temporal starter and the logging system. */
class WorkerSettingsTest {
  private final StandardEnvironment environment = new StandardEnvironment();
  private final List<WorkerProperties> workers;

  WorkerSettingsTest() throws IOException {
    new YamlPropertySourceLoader()
        .load("settings", new ClassPathResource("application.yml"))
        .forEach(environment.getPropertySources()::addLast);
    workers =
        Binder.get(environment)
            .bind("spring.temporal", TemporalProperties.class)
            .get()
            .getWorkers();
  }

  @Test
  void oneWorkerPollsEachTaskQueue() {
    assertThat(workers)
        .extracting(WorkerProperties::getTaskQueue)
        .containsExactlyInAnyOrder(TaskQueues.CONTROL, TaskQueues.CLOUD, TaskQueues.NODES);
  }

  @Test
  void allWorkflowsRunOnTheControlQueue() {
    List<Class<?>> classes = new ArrayList<>(worker(TaskQueues.CONTROL).getWorkflowClasses());
    assertThat(classes).containsExactlyInAnyOrderElementsOf(WorkflowTypes.ALL);
  }

  @Test
  void eachActivityBeanRunsOnOneQueue() {
    List<String> beans =
        Stream.of(TaskQueues.CLOUD, TaskQueues.NODES)
            .flatMap(queue -> worker(queue).getActivityBeans().stream())
            .toList();
    assertThat(beans)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ActivityConfiguration.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Bean.class))
                .map(method -> method.getName())
                .filter(name -> name.endsWith("Activities"))
                .toList());
  }

  @Test
  void eachQueueRunsFortyActivitiesAtOnce() {
    assertThat(workers)
        .allSatisfy(
            worker ->
                assertThat(worker.getCapacity().getMaxConcurrentActivityExecutors()).isEqualTo(40));
  }

  @Test
  void docsDescribeEachVariable() throws IOException {
    String page = Files.readString(Path.of("../docs/real-clouds.md"));
    String settings =
        new ClassPathResource("application.yml").getContentAsString(StandardCharsets.UTF_8);
    assertThat(Pattern.compile("\\$\\{([A-Z_]+):").matcher(settings).results())
        .hasSizeGreaterThan(10)
        .allSatisfy(variable -> assertThat(page).contains("`" + variable.group(1)));
  }

  @Test
  void theHealthShowsNoPathOfTheComputer() {
    // Of all health indicators, this one has a path among its details.
    assertThat(environment.getProperty("management.health.diskspace.enabled")).isEqualTo("false");
  }

  @Test
  void theCustomizerSetsWhatPropertiesCannot() {
    WorkerOptions options =
        new WorkerConfiguration()
            .workerOptions()
            .customize(WorkerOptions.newBuilder())
            .validateAndBuildWithDefaults();
    assertThat(options.getDefaultDeadlockDetectionTimeout()).isEqualTo(10_000);
    assertThat(options.getMaxHeartbeatThrottleInterval()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void noWorkflowIsWithoutTheGuard() throws NoSuchMethodException {
    assertThat(WorkerConfiguration.class.getDeclaredMethod("workflowGuard"))
        .matches(method -> method.isAnnotationPresent(Bean.class), "is a bean");
    assertThat(new WorkerConfiguration().workflowGuard()).isInstanceOf(WorkflowGuard.class);
    assertThat(WorkerConfiguration.class.getDeclaredMethod("startGuard"))
        .matches(method -> method.isAnnotationPresent(Bean.class), "is a bean");
    assertThat(new WorkerConfiguration().startGuard()).isInstanceOf(StartGuard.class);
  }

  @Test
  void aLogLineNamesSetupWorkflowStepAndAttempt() {
    LoggingEvent event = event();
    event.setMDCPropertyMap(
        Map.of(
            "setup",
            "demo",
            "WorkflowId",
            "private-link-demo",
            "step",
            "Broker_Stop",
            "attempt",
            "2"));
    assertThat(line(event))
        .contains(
            " INFO  [setup=demo workflow=private-link-demo step=Broker_Stop attempt=2] Gate:"
                + " passed");
  }

  @Test
  void aLogLineOutsideAWorkflowHasTheSameFields() {
    LoggingEvent event = event();
    event.setMDCPropertyMap(Map.of());
    assertThat(line(event)).contains(" INFO  [setup=- workflow=- step=- attempt=-] Gate: passed");
  }

  private static LoggingEvent event() {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName("dev.linkspan.activities.cluster.Gate");
    event.setLevel(Level.INFO);
    event.setMessage("passed");
    event.setTimeStamp(0);
    return event;
  }

  private String line(LoggingEvent event) {
    PatternLayout layout = new PatternLayout();
    layout.setContext(new LoggerContext());
    // Spring Boot's own word for a stack trace, which a plain layout does not know.
    layout.setPattern(
        environment.getRequiredProperty("logging.pattern.console").replace("%wEx", "%ex"));
    layout.start();
    return layout.doLayout(event);
  }

  private WorkerProperties worker(String queue) {
    return workers.stream().filter(w -> w.getTaskQueue().equals(queue)).findFirst().orElseThrow();
  }
}
