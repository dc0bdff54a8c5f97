package dev.linkspan.starter.temporal;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

import dev.linkspan.workflows.steps.SearchAttributes;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Registers the search attributes that setups need in the namespace of a connection. */
public final class SearchAttributeRegistration {
  private static final long SECONDS_PER_CALL = 10;
  private static final Set<Code> HARMLESS =
      EnumSet.of(Code.ALREADY_EXISTS, Code.PERMISSION_DENIED, Code.UNIMPLEMENTED);

  private SearchAttributeRegistration() {}

  /** The names of the search attributes that the namespace does not have. */
  public static List<String> missing(TemporalConnection temporal) {
    var known =
        operator(temporal)
            .blockingStub()
            .withDeadlineAfter(SECONDS_PER_CALL, TimeUnit.SECONDS)
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder().setNamespace(temporal.namespace()).build())
            .getCustomAttributesMap();
    return names().filter(name -> !known.containsKey(name)).toList();
  }

  /**
   * Registers each search attribute. A client without the permission skips this; if an attribute is
   * then missing, the start of a setup fails and names it.
   */
  public static void register(TemporalConnection temporal) {
    names().forEach(name -> register(temporal, name));
  }

  private static Stream<String> names() {
    return Stream.of(SearchAttributes.PHASE, SearchAttributes.REGION, SearchAttributes.HEALTH)
        .map(key -> key.getName());
  }

  private static void register(TemporalConnection temporal, String name) {
    try {
      operator(temporal)
          .blockingStub()
          .withDeadlineAfter(SECONDS_PER_CALL, TimeUnit.SECONDS)
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(temporal.namespace())
                  .putSearchAttributes(name, INDEXED_VALUE_TYPE_KEYWORD)
                  .build());
    } catch (StatusRuntimeException e) {
      if (!HARMLESS.contains(e.getStatus().getCode())) {
        throw e;
      }
    }
  }

  private static OperatorServiceStubs operator(TemporalConnection temporal) {
    return OperatorServiceStubs.newServiceStubs(
        OperatorServiceStubsOptions.newBuilder()
            .setChannel(temporal.service().getRawChannel())
            .validateAndBuildWithDefaults());
  }
}
