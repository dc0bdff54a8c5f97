package dev.linkspan.worker;

import dev.linkspan.workflows.visibility.SearchAttributeRegistration;
import io.temporal.client.WorkflowClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Registers the search attributes that the namespace lacks. Runs before the Temporal starter starts
 * the workers, which it does once the application is ready; the starter registers no search
 * attributes itself. The worker also starts where it may not register them.
 */
@Component
class NamespacePreparation implements ApplicationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(NamespacePreparation.class);

  private final WorkflowClient client;

  NamespacePreparation(WorkflowClient client) {
    this.client = client;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    var outcome =
        SearchAttributeRegistration.register(
            client.getWorkflowServiceStubs(), client.getOptions().getNamespace());
    outcome.added().forEach(name -> LOG.info("registered search attribute {}", name));
    outcome.warning().ifPresent(LOG::warn);
  }
}
