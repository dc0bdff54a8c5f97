package dev.linkspan.worker;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

import dev.linkspan.workflows.steps.SearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Registers the search attributes where they are missing: a workflow that upserts an unknown one
 * would be stuck until somebody did.
 */
@Component
class SearchAttributeRegistration {
  private static final Logger LOG = LoggerFactory.getLogger(SearchAttributeRegistration.class);

  private final WorkflowServiceStubs service;

  SearchAttributeRegistration(WorkflowServiceStubs service) {
    this.service = service;
  }

  /** Registers what is missing in this namespace; what is there already is left alone. */
  void register(String namespace) {
    var operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(service.getRawChannel())
                .validateAndBuildWithDefaults());
    for (var key :
        List.of(SearchAttributes.PHASE, SearchAttributes.REGION, SearchAttributes.HEALTH)) {
      try {
        operator
            .blockingStub()
            .addSearchAttributes(
                AddSearchAttributesRequest.newBuilder()
                    .setNamespace(namespace)
                    .putSearchAttributes(key.getName(), INDEXED_VALUE_TYPE_KEYWORD)
                    .build());
        LOG.info("search attribute {} registered", key.getName());
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
          throw e;
        }
      }
    }
  }
}
