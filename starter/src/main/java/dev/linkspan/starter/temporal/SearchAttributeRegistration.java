package dev.linkspan.starter.temporal;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

import dev.linkspan.setup.SearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A setup cannot start in a namespace that does not know its search attributes. */
public final class SearchAttributeRegistration {
  private static final long SECONDS_PER_CALL = 10;

  private SearchAttributeRegistration() {}

  /** The names that the namespace lacks. */
  public static List<String> missing(Temporal temporal) {
    var known =
        operator(temporal)
            .blockingStub()
            .withDeadlineAfter(SECONDS_PER_CALL, TimeUnit.SECONDS)
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder().setNamespace(temporal.namespace()).build())
            .getCustomAttributesMap();
    return Stream.of(SearchAttributes.PHASE, SearchAttributes.REGION, SearchAttributes.HEALTH)
        .map(key -> key.getName())
        .filter(name -> !known.containsKey(name))
        .toList();
  }

  /** Registers what is missing; registering at the same moment as somebody else is fine. */
  public static void register(Temporal temporal) {
    for (String name : missing(temporal)) {
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
        if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
          throw e;
        }
      }
    }
  }

  private static OperatorServiceStubs operator(Temporal temporal) {
    return OperatorServiceStubs.newServiceStubs(
        OperatorServiceStubsOptions.newBuilder()
            .setChannel(temporal.service().getRawChannel())
            .validateAndBuildWithDefaults());
  }
}
