/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.fanlight.exporters.testing.LongProof;
import java.util.Set;

/** The arrows between the packages, as STYLE draws them. */
@LongProof
@AnalyzeClasses(packages = "dev.fanlight.exporters", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final Set<String> TEXTS =
      Set.of("getMessage", "getLocalizedMessage", "toString", "printStackTrace");

  private static final String INTERNAL = "dev.fanlight.exporters.internal";

  @ArchTest
  static final ArchRule no_package_depends_on_itself_through_others =
      slices().matching("dev.fanlight.exporters.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothing_inside_knows_the_door = noClasses()
      .that()
      .resideInAnyPackage("dev.fanlight.exporters.spi", INTERNAL + "..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("dev.fanlight.exporters");

  @ArchTest
  static final ArchRule what_plugins_see_knows_nothing_inside = noClasses()
      .that()
      .resideInAPackage("dev.fanlight.exporters.spi")
      .should()
      .dependOnClassesThat()
      .resideInAPackage(INTERNAL + "..");

  @ArchTest
  static final ArchRule the_file_knows_no_engine =
      only("config", "config", "config.yaml", "files", "settings", "text", "threads");

  @ArchTest
  static final ArchRule documents_know_no_keys = only("config.yaml", "config.yaml", "text");

  @ArchTest
  static final ArchRule settings_know_neither_the_file_nor_the_engine =
      only("settings", "settings", "text");

  @ArchTest
  static final ArchRule lanes_know_neither_the_file_nor_the_batcher = only(
      "lane",
      "lane",
      "ledger",
      "log",
      "reason",
      "send",
      "settings",
      "text",
      "threads",
      "transport",
      "wire");

  @ArchTest
  static final ArchRule an_attempt_knows_no_lane =
      only("send", "ledger", "reason", "send", "settings", "text", "threads", "transport", "wire");

  @ArchTest
  static final ArchRule ledgers_know_no_lane = only("ledger", "ledger", "log", "reason", "threads");

  @ArchTest
  static final ArchRule the_batcher_does_not_know_the_file = only(
      "pipeline",
      "pipeline",
      "lane",
      "ledger",
      "log",
      "log.disk",
      "reason",
      "rules",
      "send",
      "settings",
      "text",
      "threads",
      "transport",
      "wire");

  @ArchTest
  static final ArchRule the_log_knows_bytes_only = only("log", "log", "reason", "threads");

  @ArchTest
  static final ArchRule the_log_in_files_knows_bytes_only =
      only("log.disk", "files", "log", "log.disk", "reason", "settings", "text", "threads");

  @ArchTest
  static final ArchRule the_log_knows_no_spans = noClasses()
      .that()
      .resideInAPackage(INTERNAL + ".log..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "io.opentelemetry.sdk.trace..", "io.opentelemetry.api..", "dev.fanlight.exporters.spi");

  @ArchTest
  static final ArchRule wires_know_no_lane = only("wire", "wire", "text");

  @ArchTest
  static final ArchRule rules_know_spans_only =
      only("rules", "reason", "redaction", "rules", "settings");

  @ArchTest
  static final ArchRule redaction_knows_texts_only = only("redaction", "redaction");

  @ArchTest
  static final ArchRule redaction_knows_no_spans = noClasses()
      .that()
      .resideInAPackage(INTERNAL + ".redaction")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("io.opentelemetry..");

  @ArchTest
  static final ArchRule foreign_text_is_cleaned_without_knowing_where_it_came_from =
      only("text", "text");

  @ArchTest
  static final ArchRule transports_know_no_lane =
      only("transport", "files", "settings", "transport", "text", "threads");

  @ArchTest
  static final ArchRule the_exporter_of_the_sdk_is_unknown = noClasses()
      .that()
      .resideInAPackage("dev.fanlight.exporters..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("io.opentelemetry.exporter..");

  @ArchTest
  static final ArchRule nobody_touches_what_opentelemetry_calls_internal = noClasses()
      .that()
      .doNotHaveSimpleName("FanlightComponentProvider") // there is no other way
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("io.opentelemetry..internal..");

  @ArchTest
  static final ArchRule messages_of_exceptions_come_through_one_door = noClasses()
      .that()
      .resideOutsideOfPackage(INTERNAL + ".text")
      .should()
      .callMethodWhere(describe(
          "the text of an exception is taken",
          call -> call.getTargetOwner().isAssignableTo(Throwable.class)
              && TEXTS.contains(call.getTarget().getName())));

  @ArchTest
  static final ArchRule classes_are_final = classes()
      .that(not(INTERFACES))
      .and(not(modifier(JavaModifier.ABSTRACT)))
      .and()
      .areNotEnums()
      .and()
      .areNotAnonymousClasses()
      .should()
      .haveModifier(JavaModifier.FINAL)
      .orShould()
      .bePrivate();

  /** A package of ours that depends on no others of ours than these. */
  private static ArchRule only(String inside, String... mayKnow) {
    String[] others = new String[mayKnow.length];
    for (int i = 0; i < mayKnow.length; i++) {
      others[i] = INTERNAL + "." + mayKnow[i];
    }
    return noClasses()
        .that()
        .resideInAPackage(INTERNAL + "." + inside)
        .should()
        .dependOnClassesThat(
            resideInAPackage(INTERNAL + "..").and(not(resideInAnyPackage(others))));
  }
}
