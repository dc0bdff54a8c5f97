package dev.linkspan.activities;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** What holds for every package of this module. */
class ActivityRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.linkspan.activities");

  @Test
  void hasNoCycleBetweenPackages() {
    SlicesRuleDefinition.slices()
        .matching("dev.linkspan.activities.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }
}
