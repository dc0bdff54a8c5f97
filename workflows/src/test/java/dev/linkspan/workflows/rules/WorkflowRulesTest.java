package dev.linkspan.workflows.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.workflow.WorkflowInterface;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Rules for workflow code. Java has no sandbox that enforces them: code that breaks them works
 * until a history is replayed.
 */
class WorkflowRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.linkspan");

  @Test
  void readsNoClock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(LocalDate.class, "now")
        .orShould()
        .callMethod(LocalDateTime.class, "now")
        .orShould()
        .callMethod(ZonedDateTime.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  @Test
  void drawsNoRandomNumbers() {
    noClasses()
        .should()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .check(CLASSES);
  }

  @Test
  void readsNoEnvironment() {
    noClasses()
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class, String.class)
        .check(CLASSES);
  }

  @Test
  void startsNoThreadOfItsOwn() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.concurrent..")
        .check(CLASSES);
  }

  @Test
  void doesNoInputOrOutputInWorkflows() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.linkspan.workflows.spec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.nio.file..", "java.net.http..")
        .check(CLASSES);
  }

  @Test
  void usesNeitherSpringNorCloudSdks() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "com.aliyun..",
            "com.aliyuncs..",
            "net.schmizz..",
            "org.apache.kafka..")
        .check(CLASSES);
  }

  @Test
  void namesNoPackageAfterALayer() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..helper..", "..manager..", "..impl..", "..common..")
        .check(CLASSES);
  }

  @Test
  void hasNoCycleBetweenPackages() {
    SlicesRuleDefinition.slices()
        .matching("dev.linkspan.workflows.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void keepsWorkflowClassesFinalAndNamedWorkflow() {
    classes()
        .that()
        .implement(
            DescribedPredicate.describe(
                "a workflow interface", type -> type.isAnnotatedWith(WorkflowInterface.class)))
        .should()
        .haveModifier(JavaModifier.FINAL)
        .andShould()
        .haveSimpleNameEndingWith("Workflow")
        .check(CLASSES);
  }

  @Test
  void keepsStateOutOfStaticFields() {
    fields().that().areStatic().should().beFinal().check(CLASSES);
  }

  /**
   * Interfaces share task queues, so names must be unique; the SDK adds no prefix to explicit
   * names.
   */
  @Test
  void namesEveryActivityAfterItsInterface() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(ActivityInterface.class)
        .and()
        .areNotStatic()
        .should(
            new ArchCondition<>("be named <interface>_<what it does>") {
              @Override
              public void check(JavaMethod method, ConditionEvents events) {
                JavaClass owner = method.getOwner();
                String prefix = owner.getSimpleName().replace("Activities", "") + "_";
                String name = method.getAnnotationOfType(ActivityMethod.class).name();
                events.add(new SimpleConditionEvent(method, name.startsWith(prefix), name));
              }
            })
        .check(CLASSES);
  }
}
