package dev.linkspan.sandbox.control;

import dev.linkspan.sandbox.breakpoints.CallGate;
import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Applies breakpoints and faults to the calls of a REST API, and logs the calls. */
public final class CallInterceptor implements Handler {
  private final String product;
  private final Function<Request, String> action;
  private final BiFunction<String, String, Object> errorBody;
  private final Handler handler;
  private final Faults faults;
  private final CallLog calls;
  private final BiFunction<String, List<String>, CallGate> gates;

  /**
   * @param action returns the name of a call for the log and for faults, such as {@code
   *     CreateConnection}
   * @param gates returns the gate for a call with this name and these values
   * @param errorBody creates the body of an injected error from code and message
   */
  public CallInterceptor(
      String product,
      Function<Request, String> action,
      BiFunction<String, String, Object> errorBody,
      Handler handler,
      Faults faults,
      CallLog calls,
      BiFunction<String, List<String>, CallGate> gates) {
    this.product = product;
    this.action = action;
    this.errorBody = errorBody;
    this.handler = handler;
    this.faults = faults;
    this.calls = calls;
    this.gates = gates;
  }

  @Override
  public Reply handle(Request request) {
    String name = action.apply(request);
    CallGate gate = gates.apply(name, values(request));
    if (!gate.mayTakeEffect()) {
      return new Reply.ConnectionClosed();
    }
    Optional<Fault> fault = faults.take(name);
    if (fault.orElse(null) instanceof Fault.ErrorResponse refusal) {
      log(request, name, refusal.status(), refusal.code());
      return Reply.json(refusal.status(), errorBody.apply(refusal.code(), refusal.message()));
    }
    if (fault.orElse(null) instanceof Fault.Delay delay) {
      delay.sleep();
    }
    Reply reply = handler.handle(request);
    if (fault.orElse(null) instanceof Fault.LostReply || !gate.mayAnswer()) {
      log(request, name, 0, "");
      return new Reply.ConnectionClosed();
    }
    log(request, name, reply instanceof Reply.Answer answer ? answer.status() : 200, "");
    return reply;
  }

  private static List<String> values(Request request) {
    List<String> values = new ArrayList<>(Arrays.asList(request.path().split("[/:]", -1)));
    values.add(new String(request.body(), StandardCharsets.UTF_8));
    return values;
  }

  private void log(Request request, String name, int status, String code) {
    calls.add(product, name, Map.of("path", request.path()), status, code);
  }
}
