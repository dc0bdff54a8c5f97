package dev.linkspan.activities.simulation;

import dev.linkspan.activities.sandbox.SimulatedCloud;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.state.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;

/** The HTTP client of both cloud clients: calls the in-memory clouds, with faults. */
final class FaultyHttp extends CloseableHttpClient {

  /** The worker died. An error, because no code of the activity may handle it. */
  static final class WorkerDied extends Error {
    private static final long serialVersionUID = 1;

    WorkerDied(String when) {
      super("the worker died " + when);
    }
  }

  private final SimulatedCloud cloud;
  private final FaultModel faults;
  private final VirtualTime time;
  private final ActivityPause pause;
  private final DelayedLists lists;
  private final List<String> trace;
  private final CallCounts counts;

  FaultyHttp(
      SimulatedCloud cloud,
      FaultModel faults,
      VirtualTime time,
      ActivityPause pause,
      DelayedLists lists,
      List<String> trace,
      CallCounts counts) {
    this.cloud = cloud;
    this.faults = faults;
    this.time = time;
    this.pause = pause;
    this.lists = lists;
    this.trace = trace;
    this.counts = counts;
  }

  @Override
  protected CloseableHttpResponse doExecute(
      HttpHost target, ClassicHttpRequest asked, HttpContext context) throws IOException {
    Request request = request(asked);
    CloudCall call = CloudCall.of(request, this::byId);
    counts.add(call);
    Fault fault = faults.faultOf(call);
    pause.waitUntilOver();
    time.sleep(faults.latency(call));
    Reply.Answer answer = null;
    if (fault.hasEffect()) {
      answer = (Reply.Answer) cloud.handle(request);
      faults.onResponse(request, answer);
      if (call.writes()) {
        lists.registerNew();
      } else {
        answer = lists.filter(call, answer);
      }
    }
    trace.add(time + " " + call + (answer == null ? "" : " " + answer.status()) + text(fault));
    return response(withFault(fault, call, answer));
  }

  private static String text(Fault fault) {
    return fault == Fault.NONE ? "" : " ! " + fault;
  }

  private static Reply.Answer withFault(Fault fault, CloudCall call, Reply.Answer answer)
      throws IOException {
    return switch (fault) {
      case NONE -> answer;
      case THROTTLED -> refusal(call, call.tidb() ? 429 : 400, "Throttling.User");
      case FAILED, FAILED_AFTER -> refusal(call, 500, "InternalError");
      case CONFLICT ->
          // The response of a busy TiDB Cloud is not documented: this is an internal error.
          call.tidb() ? refusal(call, 503, "Unavailable") : refusal(call, 400, "TaskConflict");
      case FORBIDDEN -> refusal(call, 403, "Forbidden.RAM");
      case RESET, REPLY_LOST -> throw new SocketException("Connection reset");
      case CRASH -> throw new WorkerDied("before " + call.action());
      case CRASH_AFTER -> throw new WorkerDied("after " + call.action());
    };
  }

  private static Reply.Answer refusal(CloudCall call, int status, String code) {
    return call.tidb()
        ? Reply.json(status, Map.of("code", 13, "message", code, "details", List.of()))
        : Reply.json(
            status, Map.of("Code", code, "Message", "fault of the simulation", "RequestId", "R-1"));
  }

  private Optional<Resource> byId(String id) {
    return cloud.store().all().stream().filter(r -> r.id().equals(id)).findFirst();
  }

  private static Request request(ClassicHttpRequest asked) throws IOException {
    String[] target = asked.getRequestUri().split("\\?", 2);
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : asked.getHeaders()) {
      headers.computeIfAbsent(header.getName(), n -> new ArrayList<>()).add(header.getValue());
    }
    byte[] body = {};
    if (asked.getEntity() != null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      asked.getEntity().writeTo(bytes);
      body = bytes.toByteArray();
      if (asked.getEntity().getContentType() != null) {
        headers.put("Content-Type", List.of(asked.getEntity().getContentType()));
      }
    }
    return new Request(
        asked.getMethod(), target[0], target.length > 1 ? target[1] : "", headers, body);
  }

  private static CloseableHttpResponse response(Reply.Answer answer) {
    BasicClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
    answer.headers().forEach(response::setHeader);
    response.setEntity(new ByteArrayEntity(answer.body(), ContentType.APPLICATION_JSON));
    return CloseableHttpResponse.adapt(response);
  }

  @Override
  public void close() {}

  @Override
  public void close(CloseMode mode) {}
}
