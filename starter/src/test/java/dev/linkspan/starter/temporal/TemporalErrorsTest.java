package dev.linkspan.starter.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.linkspan.starter.cli.CommandFailure;
import dev.linkspan.starter.cli.ExitCode;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.converter.EncodedValues;
import io.temporal.common.converter.Values;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TerminatedFailure;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TemporalErrorsTest {
  private static final String TRACE =
      "java.lang.IllegalStateException: out of luck\n\tat dev.linkspan.A.b(A.java:1)\n\tat c.D.e(D.java:2)";
  private static final WorkflowExecution EXECUTION =
      WorkflowExecution.newBuilder().setWorkflowId("private-link-asks").build();

  /** Every exception that the Temporal SDK can throw, with a stack trace as its message. */
  static Stream<Throwable> exceptionsOfTheSdk() {
    return new ClassFileImporter()
            .importPackages(
                "io.temporal.client",
                "io.temporal.failure",
                "io.temporal.worker",
                "io.temporal.common.converter",
                "io.temporal.workflow",
                "io.temporal.payload.codec")
            .stream()
            .filter(c -> c.isAssignableTo(RuntimeException.class))
            .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
            .sorted(Comparator.comparing(JavaClass::getName))
            .map(c -> instance(c.reflect()));
  }

  private static Throwable instance(Class<?> type) {
    Constructor<?> constructor =
        Arrays.stream(type.getDeclaredConstructors())
            .max(Comparator.comparing(Constructor::getParameterCount))
            .orElseThrow();
    constructor.setAccessible(true);
    Object[] arguments =
        Arrays.stream(constructor.getParameterTypes()).map(TemporalErrorsTest::value).toArray();
    try {
      return (Throwable) constructor.newInstance(arguments);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("no instance of " + type, e);
    }
  }

  private static Object value(Class<?> type) {
    if (type == String.class) {
      return TRACE;
    }
    if (type == WorkflowExecution.class) {
      return EXECUTION;
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == long.class) {
      return 1L;
    }
    if (type == int.class) {
      return 1;
    }
    if (type == Values.class) {
      return new EncodedValues(TRACE);
    }
    if (type.isAssignableFrom(IllegalStateException.class)) {
      return new IllegalStateException(TRACE);
    }
    return type.isEnum() ? type.getEnumConstants()[0] : null;
  }

  @ParameterizedTest
  @MethodSource("exceptionsOfTheSdk")
  void c45_everyExceptionOfTheSdkBecomesAMessageWithoutAStackTrace(Throwable thrown) {
    assertReadable(TemporalErrors.explain(thrown));
    assertReadable(TemporalErrors.explain(new CompletionException(thrown)));
  }

  @ParameterizedTest
  @EnumSource(Status.Code.class)
  void c45_everyStatusOfTheServerBecomesAMessageWithoutAStackTrace(Status.Code code) {
    Status status = code.toStatus().withDescription(TRACE);

    assertReadable(TemporalErrors.explain(new StatusException(status)));
    assertReadable(TemporalErrors.explain(new StatusRuntimeException(status)));
    assertReadable(
        TemporalErrors.explain(
            new WorkflowServiceException(
                EXECUTION, "PrivateLinkSetup", new StatusRuntimeException(status))));
    assertReadable(
        TemporalErrors.explain(
            new WorkflowQueryException(
                EXECUTION, "PrivateLinkSetup", new StatusRuntimeException(status))));
    assertReadable(TemporalErrors.explain(code.toStatus().asRuntimeException()));
  }

  private static void assertReadable(Optional<CommandFailure> explained) {
    assertThat(explained).isPresent();
    assertThat(explained.get().getMessage())
        .isNotBlank()
        .doesNotContain("\tat ", "null", "io.temporal", "A.java")
        .matches("(?s).*[.`a-z]");
    assertThat(explained.get().getMessage().lines().count()).isLessThanOrEqualTo(4);
  }

  @Test
  void c45_aClosedWorkflowIsNamedWithTheWayItEnded() {
    for (EventType event :
        List.of(
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
            EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT)) {
      var failed =
          new WorkflowFailedException(
              EXECUTION,
              "PrivateLinkSetup",
              event,
              1,
              RetryState.RETRY_STATE_UNSPECIFIED,
              new TerminatedFailure("by hand", null));

      assertThat(TemporalErrors.explain(failed).orElseThrow().getMessage())
          .startsWith("The workflow private-link-asks ")
          .contains("by hand");
    }
  }

  @Test
  void theReasonOfARejectedUpdateIsTheWholeMessage() {
    var rejected =
        new WorkflowUpdateException(
            EXECUTION,
            "update-1",
            "decide",
            ApplicationFailure.newNonRetryableFailure("nobody may not decide", "Refused"));

    assertThat(TemporalErrors.explain(rejected).orElseThrow().getMessage())
        .isEqualTo("nobody may not decide");
  }

  @Test
  void aCallThatIsTooSlowMeansThatNoWorkerResponds() {
    assertThat(TemporalErrors.explain(new TimeoutException()).orElseThrow().exitCode())
        .isEqualTo(ExitCode.NO_WORKER);
  }

  @Test
  void aCallThatTheServerBrokeOffMeansThatTemporalCannotBeReached() {
    Throwable status = Status.CANCELLED.withDescription("RST_STREAM").asRuntimeException();
    Throwable ofTheSdk = new CancellationException("The gRPC request was cancelled");

    for (Throwable brokenOff : List.of(status, ofTheSdk)) {
      Throwable thrown = new WorkflowServiceException(EXECUTION, "PrivateLinkSetup", brokenOff);
      CommandFailure explained = TemporalErrors.explain(thrown).orElseThrow();
      assertThat(explained.exitCode()).isEqualTo(ExitCode.TEMPORAL_UNREACHABLE);
      assertThat(explained.getMessage()).startsWith("Temporal broke off the call: ");
    }
  }

  @Test
  void anExceptionOfLinkspanItselfIsNotExplained() {
    assertThat(TemporalErrors.explain(new IllegalArgumentException("defect"))).isEmpty();
  }

  @Test
  void aBusyServerIsToldFromOneThatRefuses() {
    Throwable busy =
        new WorkflowServiceException(
            EXECUTION,
            "PrivateLinkSetup",
            Status.RESOURCE_EXHAUSTED.withDescription("Workflow is busy.").asRuntimeException());

    assertThat(TemporalErrors.saysBusy(busy)).isTrue();
    assertThat(TemporalErrors.saysBusy(Status.PERMISSION_DENIED.asRuntimeException())).isFalse();
    assertThat(TemporalErrors.saysBusy(new IllegalStateException("busy"))).isFalse();
  }
}
