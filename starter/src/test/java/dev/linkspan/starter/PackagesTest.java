package dev.linkspan.starter;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class PackagesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.linkspan.starter");

  @Test
  void packagesAreFreeOfCycles() {
    assertThat(CLASSES).isNotEmpty();
    slices().matching("dev.linkspan.starter.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noPackageDependsOnTheEntryPoint() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.linkspan.starter")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.linkspan.starter"))
        .check(CLASSES);
  }
}
