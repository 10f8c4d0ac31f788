/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.fanlight.exporters.testing.LongProof;

@AnalyzeClasses(
    packages = "dev.fanlight.metrics",
    importOptions = ImportOption.DoNotIncludeTests.class)
@LongProof
class ArchitectureTest {
  @ArchTest
  static final ArchRule dependencies_point_one_way = layeredArchitecture()
      .consideringOnlyDependenciesInLayers()
      .layer("section")
      .definedBy("dev.fanlight.metrics.internal.section")
      .layer("autoconfigure")
      .definedBy("dev.fanlight.metrics.internal.autoconfigure")
      .layer("door")
      .definedBy("dev.fanlight.metrics")
      .layer("endpoint")
      .definedBy("dev.fanlight.metrics.internal.endpoint")
      .layer("meters")
      .definedBy("dev.fanlight.metrics.internal.meters")
      .layer("exposition")
      .definedBy("dev.fanlight.metrics.internal.exposition")
      .layer("measure")
      .definedBy("dev.fanlight.metrics.internal.measure")
      .layer("series")
      .definedBy("dev.fanlight.metrics.internal.series")
      .withOptionalLayers(true)
      .whereLayer("section")
      .mayNotBeAccessedByAnyLayer()
      .whereLayer("door")
      .mayOnlyBeAccessedByLayers("section", "autoconfigure")
      .whereLayer("endpoint")
      .mayOnlyBeAccessedByLayers("door", "section")
      .whereLayer("meters")
      .mayOnlyBeAccessedByLayers("door")
      .whereLayer("exposition")
      .mayOnlyBeAccessedByLayers("door", "section")
      .whereLayer("measure")
      .mayOnlyBeAccessedByLayers("door")
      .whereLayer("series")
      .mayOnlyBeAccessedByLayers("door", "exposition", "measure", "meters");

  @ArchTest
  static final ArchRule classes_are_final = classes()
      .that()
      .areNotInterfaces()
      .and()
      .areNotEnums()
      .and()
      .haveNameNotMatching(".*\\$\\d+") // the compiler's own
      .should()
      .haveModifier(JavaModifier.FINAL);
}
