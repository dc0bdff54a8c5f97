package dev.linkspan.probe;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package can use which. */
class PackagesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.linkspan");

  @Test
  void noPackagesUseEachOther() {
    slices().matching("dev.linkspan.probe.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingUsesTheEntryPoint() {
    noClasses()
        .that()
        .resideInAPackage("dev.linkspan.probe.(*)..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.linkspan.probe")
        .check(CLASSES);
  }

  @Test
  void theProbeUsesNoOtherModuleThanItsProtocol() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.linkspan..").and(not(resideInAPackage("dev.linkspan.probe.."))))
        .check(CLASSES);
  }
}
