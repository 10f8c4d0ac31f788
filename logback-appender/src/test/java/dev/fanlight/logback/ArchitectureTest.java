/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.logback;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.fanlight.logback", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule the_json_knows_no_logging = noClasses()
      .that()
      .resideInAPackage("..internal.json")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "ch.qos.logback..",
          "net.logstash..",
          "io.opentelemetry..",
          "..internal.event",
          "..internal.field");

  @ArchTest
  static final ArchRule events_know_no_lines = noClasses()
      .that()
      .resideInAPackage("..internal.event")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("..internal.json", "..internal.field");

  @ArchTest
  static final ArchRule lines_need_neither_the_sdk_nor_the_fan_out = noClasses()
      .that()
      .resideInAnyPackage("dev.fanlight.logback", "..internal.json", "..internal.field")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "io.opentelemetry.sdk..", "dev.fanlight.exporters..", "..logback.request");

  @ArchTest
  static final ArchRule only_the_section_and_the_redaction_know_the_fan_out = noClasses()
      .that()
      .resideOutsideOfPackage("..internal.section")
      .and()
      .doNotHaveSimpleName("RequestLineRedaction") // uses the exporters' redaction if it is there
      .should()
      .dependOnClassesThat()
      .resideInAPackage("dev.fanlight.exporters..");

  @ArchTest
  static final ArchRule nothing_here_logs_but_the_request_log = noClasses()
      .that()
      .resideOutsideOfPackage("..logback.request")
      .should()
      .dependOnClassesThat()
      .haveFullyQualifiedName("org.slf4j.Logger");

  @ArchTest
  static final ArchRule classes_are_final = classes()
      .that()
      .areNotInterfaces()
      .and()
      .areNotEnums()
      .and()
      .areNotAnonymousClasses()
      .should()
      .haveModifier(FINAL);
}
