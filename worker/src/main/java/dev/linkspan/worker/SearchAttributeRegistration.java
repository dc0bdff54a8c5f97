package dev.linkspan.worker;

import static io.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

import dev.linkspan.workflows.steps.SearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Registers the search attributes that the namespace lacks: a workflow that upserts an unknown one
 * is stuck until it is registered. Runs before the Temporal starter starts the workers, which it
 * does once the application is ready; the starter registers no search attributes itself.
 */
@Component
class SearchAttributeRegistration implements ApplicationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SearchAttributeRegistration.class);

  private final WorkflowClient client;

  SearchAttributeRegistration(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    String namespace = client.getOptions().getNamespace();
    var operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(client.getWorkflowServiceStubs().getRawChannel())
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
        LOG.info("registered search attribute {}", key.getName());
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
          throw e;
        }
      }
    }
  }
}
