package dev.linkspan.sandbox.nlb;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.json.Fields;
import dev.linkspan.sandbox.state.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Jobs of asynchronous operations. The first twelve digits of a job's id are the time in
 * milliseconds when it ends, so jobs need not be stored.
 */
final class Jobs {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}");

  private Jobs() {}

  /** Returns the id of a job for the current change of the resource. */
  static String of(Resource resource) {
    Instant end = resource.next().map(Resource.Next::at).orElseGet(Instant::now);
    String millis = "%012x".formatted(end.toEpochMilli());
    String random = UUID.randomUUID().toString();
    return millis.substring(0, 8) + "-" + millis.substring(8) + "-7" + random.substring(15);
  }

  static Map<String, Object> status(Call call) {
    return Fields.of("Status", status(call.parameters().required("JobId")));
  }

  static Map<String, Object> list(Call call) {
    List<Map<String, Object>> jobs =
        call.parameters().texts("JobIds").stream()
            .filter(id -> FORM.matcher(id).matches())
            .map(id -> Fields.of("Id", id, "Status", status(id)))
            .toList();
    // In this response the total is text.
    return Fields.of("Jobs", jobs, "TotalCount", Integer.toString(jobs.size()));
  }

  private static String status(String id) {
    if (!FORM.matcher(id).matches()) {
      throw NlbErrors.notFound("JobId");
    }
    long end = Long.parseLong(id.substring(0, 8) + id.substring(9, 13), 16);
    return Instant.now().toEpochMilli() >= end ? "Succeeded" : "Processing";
  }
}
