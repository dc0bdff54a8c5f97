package dev.linkspan.sandbox.control;

import dev.linkspan.sandbox.http.Handler;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Lets the calls to a REST API meet faults, and writes them into the log of calls. */
public final class ObservedHandler implements Handler {
  private final String product;
  private final Function<Request, String> action;
  private final BiFunction<String, String, Object> errorBody;
  private final Handler handler;
  private final Faults faults;
  private final CallLog calls;

  /**
   * @param action names the call, in the log and for faults, e.g. {@code CreateConnection}
   * @param errorBody makes the body of an injected error from code and message
   */
  public ObservedHandler(
      String product,
      Function<Request, String> action,
      BiFunction<String, String, Object> errorBody,
      Handler handler,
      Faults faults,
      CallLog calls) {
    this.product = product;
    this.action = action;
    this.errorBody = errorBody;
    this.handler = handler;
    this.faults = faults;
    this.calls = calls;
  }

  @Override
  public Reply handle(Request request) {
    String name = action.apply(request);
    Optional<Fault> fault = faults.meet(name);
    if (fault.orElse(null) instanceof Fault.Refusal refusal) {
      log(request, name, refusal.status(), refusal.code());
      return Reply.json(refusal.status(), errorBody.apply(refusal.code(), refusal.message()));
    }
    if (fault.orElse(null) instanceof Fault.Delay delay) {
      Pauses.pause(delay.duration());
    }
    Reply reply = handler.handle(request);
    if (fault.orElse(null) instanceof Fault.LostReply) {
      log(request, name, 0, "");
      return new Reply.Lost();
    }
    log(request, name, reply instanceof Reply.Answer answer ? answer.status() : 200, "");
    return reply;
  }

  private void log(Request request, String name, int status, String code) {
    calls.add(product, name, Map.of("path", request.path()), status, code);
  }
}
