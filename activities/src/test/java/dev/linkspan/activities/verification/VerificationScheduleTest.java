package dev.linkspan.activities.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkspan.workflows.verification.Verification;
import io.grpc.Status;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionExecutionStartWorkflow;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleInfo;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.common.SearchAttributes;
import io.temporal.common.converter.DefaultDataConverter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerificationScheduleTest {
  private static final String RUN = Verification.scheduleId("demo") + "-run-1";

  private final List<String> calls = new ArrayList<>();
  private boolean exists = true;

  private final WorkflowClient client =
      fake(
          WorkflowClient.class,
          (proxy, method, arguments) ->
              fake(
                  WorkflowStub.class,
                  (stub, called, given) -> {
                    calls.add(called.getName() + " " + arguments[0]);
                    return null;
                  }));

  private final VerificationSchedule schedule =
      new VerificationSchedule(
          fake(
              ScheduleClient.class,
              (proxy, method, arguments) -> fake(ScheduleHandle.class, this::called)));

  @Test
  void theEndOfTheScheduleIsTheEndOfItsVerification() {
    schedule.end("demo", client);

    assertThat(calls).containsExactly("pause", "cancel " + RUN, "getResult " + RUN, "delete");
  }

  @Test
  void aScheduleThatIsGoneNeedsNoEnd() {
    exists = false;

    schedule.end("demo", client);

    assertThat(calls).containsExactly("delete");
  }

  private Object called(Object proxy, Method method, Object[] arguments) {
    if (method.getName().equals("describe") && exists) {
      return description();
    }
    if (!method.getName().equals("describe")) {
      calls.add(method.getName());
    }
    if (!exists) {
      throw new ScheduleException(Status.NOT_FOUND.asRuntimeException());
    }
    return null;
  }

  private static ScheduleDescription description() {
    Schedule found =
        Schedule.newBuilder()
            .setAction(
                ScheduleActionStartWorkflow.newBuilder().setWorkflowType("Verification").build())
            .setSpec(ScheduleSpec.newBuilder().build())
            .setState(ScheduleState.newBuilder().build())
            .build();
    ScheduleInfo info =
        new ScheduleInfo(
            1,
            0,
            0,
            List.of(new ScheduleActionExecutionStartWorkflow(RUN, "first-run")),
            List.of(),
            List.of(),
            Instant.EPOCH,
            Instant.EPOCH);
    return new ScheduleDescription(
        Verification.scheduleId("demo"),
        info,
        found,
        Map.of(),
        SearchAttributes.EMPTY,
        Map.of(),
        DefaultDataConverter.STANDARD_INSTANCE);
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
