package dev.linkspan.activities.simulation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.linkspan.sandbox.http.FormEncoding;
import dev.linkspan.sandbox.http.Reply;
import dev.linkspan.sandbox.http.Request;
import dev.linkspan.sandbox.models.Conformance;
import dev.linkspan.sandbox.rpc.RpcApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** No faults; holds every call against the official models. */
final class RecordingFaultModel implements FaultModel {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, String> PRODUCTS =
      Map.of(
          "2015-04-01", "Sts",
          "2016-04-28", "Vpc",
          "2014-05-26", "Ecs",
          "2022-04-30", "Nlb",
          "2020-04-15", "Privatelink");

  private final Conformance conformance = new Conformance();

  /** What was checked until now. */
  Conformance conformance() {
    return conformance;
  }

  @Override
  public synchronized void onResponse(Request request, Reply.Answer answer) {
    Map<String, Object> response = answer.status() == 200 ? json(answer.body()) : Map.of();
    if (request.path().startsWith("/v1beta1/")) {
      conformance.addRest(
          request.method(),
          request.path(),
          request.queryParameters(),
          request.body().length == 0 ? Map.of() : json(request.body()),
          response);
      return;
    }
    Map<String, String> parameters = new TreeMap<>(request.queryParameters());
    parameters.putAll(FormEncoding.decode(new String(request.body(), StandardCharsets.UTF_8)));
    String product = PRODUCTS.getOrDefault(parameters.get("Version"), "?");
    String action = parameters.getOrDefault("Action", "?");
    parameters.keySet().removeAll(RpcApi.COMMON_PARAMETERS);
    conformance.add(product, action, parameters, response);
  }

  private static Map<String, Object> json(byte[] bytes) {
    try {
      return bytes.length == 0
          ? Map.of()
          : JSON.readValue(bytes, new TypeReference<Map<String, Object>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
