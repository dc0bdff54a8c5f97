package dev.linkspan.worker;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The process that runs Linkspan's workflows and activities. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class WorkerApplication {
  public static void main(String[] arguments) {
    SpringApplication application = new SpringApplication(WorkerApplication.class);
    application.setDefaultProperties(TemporalProfile.of(System.getenv()).properties());
    application.run(arguments);
  }
}
