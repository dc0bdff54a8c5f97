package dev.linkspan.worker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The rooms keep to what each may use; Maven's module graph holds the rest. */
class RoomsTest {
  private static final JavaClasses WORKFLOWS = room("workflows");
  private static final JavaClasses ACTIVITIES = room("activities");

  @Test
  void theRoomsAreFound() {
    assertThat(WORKFLOWS).isNotEmpty();
    assertThat(ACTIVITIES).isNotEmpty();
  }

  @Test
  void workflowsTouchNoCloudNoShellAndNoFramework() {
    nothingOf(
            "com.aliyuncs..",
            "net.schmizz..",
            "org.springframework..",
            "java.net.http..",
            "java.nio.file..")
        .check(WORKFLOWS);
  }

  /** Only reading a spec needs a library of Apache's: the distance between two words. */
  @Test
  void workflowsUseNothingOfApacheExceptWordDistanceInTheSpec() {
    nothingOf("org.apache..")
        .check(WORKFLOWS.that(resideOutsideOfPackage("dev.linkspan.workflows.spec..")));
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.apache..")
                .and(resideOutsideOfPackage("org.apache.commons.text.similarity..")))
        .check(WORKFLOWS);
  }

  @Test
  void activitiesKnowNeitherTheWorkerNorItsFramework() {
    nothingOf("dev.linkspan.worker..", "dev.linkspan.starter..", "org.springframework..")
        .check(ACTIVITIES);
  }

  @Test
  void nobodyKnowsTheSandboxOrTheProbe() {
    nothingOf("dev.linkspan.sandbox..", "dev.linkspan.probe..").check(WORKFLOWS);
    nothingOf("dev.linkspan.sandbox..").check(ACTIVITIES);
  }

  @Test
  void activitiesKnowTheProtocolOfTheProbeAndNothingElseOfIt() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.linkspan.probe..")
                .and(resideOutsideOfPackage("dev.linkspan.probe.protocol..")))
        .check(ACTIVITIES);
  }

  @Test
  void packagesAreCapabilitiesNotLayers() {
    ArchRule rule =
        noClasses()
            .should()
            .resideInAnyPackage(
                "..util..", "..utils..", "..helper..", "..manager..", "..impl..", "..common..");
    rule.check(WORKFLOWS);
    rule.check(ACTIVITIES);
  }

  private static ArchRule nothingOf(String... packages) {
    return noClasses().should().dependOnClassesThat(resideInAnyPackage(packages));
  }

  private static JavaClasses room(String module) {
    ImportOption ofModule =
        (Location location) ->
            location.matches(java.util.regex.Pattern.compile(".*/" + module + "[-/].*"));
    return new ClassFileImporter()
        .withImportOption(ofModule)
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages("dev.linkspan");
  }
}
