package dev.linkspan.sandbox.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Holds many calls against the official models, and counts by action which parameters and fields
 * were checked, and which differ.
 */
public final class Conformance {
  private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

  /**
   * What was checked of an action.
   *
   * @param parameters paths of the parameters that were sent
   * @param fields paths of the fields of successful responses
   */
  public record Checked(Set<String> parameters, Set<String> fields, Set<String> differences) {
    private Checked() {
      this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }
  }

  private final Map<String, Checked> actions = new TreeMap<>();

  /**
   * Adds a call of Alibaba Cloud.
   *
   * @param parameters business parameters by wire name
   * @param body body of the response; empty if the call was refused
   */
  public void add(
      String product, String action, Map<String, String> parameters, Map<String, ?> body) {
    Checked checked = checked(product + " " + action);
    Optional<ActionModel> model = ProductModel.of(product).action(action);
    if (model.isEmpty()) {
      checked.differences.add("there is no such action in the official model");
      return;
    }
    RequestCheck request = new RequestCheck(model.get());
    checked.parameters.addAll(request.paths(parameters));
    // A parameter that the sandbox does not model is no fault of the caller.
    request.differences(parameters).stream()
        .filter(difference -> difference.kind() != Difference.Kind.NOT_MODELED)
        .forEach(difference -> checked.differences.add(difference.toString()));
    addBody(model.get(), body, checked);
  }

  /**
   * Adds a call of TiDB Cloud. The action follows from method and path.
   *
   * @param body body of the request; empty if there is none
   * @param response body of the response; empty if the call was refused
   */
  public void addRest(
      String method,
      String path,
      Map<String, String> query,
      Map<String, ?> body,
      Map<String, ?> response) {
    String call = method.toUpperCase(Locale.ROOT) + " " + path;
    Optional<ActionModel> model =
        ProductModel.of("TidbCloud").actions().values().stream()
            .filter(action -> matches(action.route(), call))
            .findFirst();
    Checked checked = checked("TidbCloud " + model.map(ActionModel::name).orElse(call));
    if (model.isEmpty()) {
      checked.differences.add("there is no such method and path in the official model");
      return;
    }
    Map<String, FieldModel> parameters = model.get().parameters();
    query.keySet().stream()
        .filter(name -> !parameters.containsKey(name))
        .forEach(name -> checked.differences.add(name + ": is not in the model"));
    BodyCheck check = new BodyCheck(parameters);
    checked.parameters.addAll(query.keySet());
    checked.parameters.addAll(check.paths(body));
    check.differences(body).forEach(d -> checked.differences.add(d.toString()));
    parameters.values().stream()
        .filter(field -> field.required() && !check.paths(body).contains(field.path()))
        .forEach(field -> checked.differences.add(field.path() + ": is required"));
    addBody(model.get(), response, checked);
  }

  private static boolean matches(String route, String call) {
    return call.matches("\\Q" + VARIABLE.matcher(route).replaceAll("\\\\E[^/:]+\\\\Q") + "\\E");
  }

  private static void addBody(ActionModel model, Map<String, ?> body, Checked checked) {
    BodyCheck check = new BodyCheck(model.fields());
    checked.fields.addAll(check.paths(body));
    check.differences(body).forEach(difference -> checked.differences.add(difference.toString()));
  }

  private Checked checked(String action) {
    return actions.computeIfAbsent(action, name -> new Checked());
  }

  /** What was checked, by product and action, such as {@code Vpc CreateVpc}. */
  public Map<String, Checked> actions() {
    return actions;
  }

  /** Returns all differences, each with its action. */
  public List<String> differences() {
    List<String> all = new ArrayList<>();
    actions.forEach(
        (name, checked) -> checked.differences.forEach(text -> all.add(name + ": " + text)));
    return all;
  }

  /** Returns a line for each action: parameters checked, fields checked, and differences. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    actions.forEach(
        (name, checked) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-55s %3d parameters, %3d fields, %d differences %s%n",
                    name,
                    checked.parameters.size(),
                    checked.fields.size(),
                    checked.differences.size(),
                    checked.differences.isEmpty() ? "" : checked.differences)));
    return text.toString();
  }
}
