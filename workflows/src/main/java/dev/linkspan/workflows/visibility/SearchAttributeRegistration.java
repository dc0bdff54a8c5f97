package dev.linkspan.workflows.visibility;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_INT;

import dev.linkspan.workflows.steps.SearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Registers the search attributes of setups. A namespace can refuse this: Temporal Cloud has no
 * such call, and the right to make it can be missing. Setups then run without those that are
 * missing.
 */
public final class SearchAttributeRegistration {
  private static final Map<String, IndexedValueType> TYPES =
      SearchAttributes.ALL.stream()
          .collect(
              Collectors.toMap(
                  SearchAttributeKey::getName,
                  SearchAttributeKey::getValueType,
                  (a, b) -> a,
                  TreeMap::new));

  private static final List<String> NAMES = List.copyOf(TYPES.keySet());

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

  /** What servers answer to a client that may not do this here. */
  private static final Set<Status.Code> REFUSALS =
      EnumSet.of(
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.UNIMPLEMENTED,
          Status.Code.INVALID_ARGUMENT,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.RESOURCE_EXHAUSTED);

  private SearchAttributeRegistration() {}

  /**
   * The search attributes of a namespace after the attempt to register them.
   *
   * @param usable names of those that setups can use
   * @param added names of those that the attempt registered
   * @param warning why others are missing, what this means, and what to do; empty if none is
   *     missing
   */
  public record Outcome(Set<String> usable, List<String> added, Optional<String> warning) {}

  /**
   * Registers those that are missing.
   *
   * @throws StatusRuntimeException if the server cannot be reached
   */
  public static Outcome register(WorkflowServiceStubs service, String namespace) {
    var operator = operator(service);
    Set<String> usable;
    try {
      usable = new LinkedHashSet<>(registered(operator, namespace));
    } catch (StatusRuntimeException e) {
      rethrowUnlessRefused(e);
      return new Outcome(Set.of(), List.of(), Optional.of(warning(namespace, NAMES, refusal(e))));
    }
    List<String> added = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    String refusal = "";
    for (String name : NAMES) {
      if (usable.contains(name)) {
        continue;
      }
      try {
        add(operator, namespace, name);
        added.add(name);
        usable.add(name);
      } catch (StatusRuntimeException e) {
        rethrowUnlessRefused(e);
        missing.add(name);
        refusal = refusal(e, name);
      }
    }
    return new Outcome(
        Set.copyOf(usable),
        List.copyOf(added),
        missing.isEmpty() ? Optional.empty() : Optional.of(warning(namespace, missing, refusal)));
  }

  /**
   * The names of those that the namespace does not have.
   *
   * @throws StatusRuntimeException if the server does not tell
   */
  public static List<String> missing(WorkflowServiceStubs service, String namespace) {
    Set<String> registered = registered(operator(service), namespace);
    return NAMES.stream().filter(name -> !registered.contains(name)).toList();
  }

  private static Set<String> registered(OperatorServiceStubs operator, String namespace) {
    Map<String, IndexedValueType> known =
        operator
            .blockingStub()
            .withDeadlineAfter(CALL_TIMEOUT)
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
            .getCustomAttributesMap();
    Set<String> registered = new LinkedHashSet<>(NAMES);
    registered.removeIf(name -> known.get(name) != TYPES.get(name));
    return registered;
  }

  private static void add(OperatorServiceStubs operator, String namespace, String name) {
    try {
      operator
          .blockingStub()
          .withDeadlineAfter(CALL_TIMEOUT)
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putSearchAttributes(name, TYPES.get(name))
                  .build());
    } catch (StatusRuntimeException e) {
      // Another process registers it at the same time, or it exists with another type.
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS
          || !registered(operator, namespace).contains(name)) {
        throw e;
      }
    }
  }

  private static void rethrowUnlessRefused(StatusRuntimeException e) {
    if (!REFUSALS.contains(e.getStatus().getCode())
        && e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
      throw e;
    }
  }

  private static String refusal(StatusRuntimeException e, String name) {
    return e.getStatus().getCode() == Status.Code.ALREADY_EXISTS
        ? "it exists with a type other than "
            + (TYPES.get(name) == INDEXED_VALUE_TYPE_INT ? "Int" : "Keyword")
        : refusal(e);
  }

  private static String refusal(StatusRuntimeException e) {
    return e.getStatus().getCode().name();
  }

  private static String warning(String namespace, List<String> missing, String refusal) {
    return "Cannot register the search attributes "
        + String.join(", ", missing)
        + " in namespace "
        + namespace
        + " ("
        + refusal
        + "). Setups run without them, and `linkspan list` asks each setup for its state. To have"
        + " them, register them with their types: see deploy/temporal-namespace.sh.";
  }

  private static OperatorServiceStubs operator(WorkflowServiceStubs service) {
    return OperatorServiceStubs.newServiceStubs(
        OperatorServiceStubsOptions.newBuilder()
            .setChannel(service.getRawChannel())
            .validateAndBuildWithDefaults());
  }
}
