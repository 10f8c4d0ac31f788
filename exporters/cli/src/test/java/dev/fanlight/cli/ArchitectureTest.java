/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.fanlight.cli", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule classes_are_final = classes()
      .that()
      .areNotInterfaces()
      .and()
      .areNotAnonymousClasses()
      .should()
      .haveModifier(JavaModifier.FINAL);

  @ArchTest
  static final ArchRule the_main_class_is_all_that_is_public =
      classes().that().arePublic().should().haveSimpleName("FanlightCommand");

  @ArchTest
  static final ArchRule the_command_checks_and_probes_and_runs_no_fan_out = noClasses()
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("dev.fanlight.exporters", "dev.fanlight.exporters.internal.pipeline");
}
