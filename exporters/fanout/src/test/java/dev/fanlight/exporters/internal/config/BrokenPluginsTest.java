/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanlight.exporters.internal.settings.LaneSettings;
import dev.fanlight.exporters.spi.ConfigKey;
import dev.fanlight.exporters.spi.ConfigNode;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.SectionProvider;
import dev.fanlight.exporters.spi.Vendor;
import dev.fanlight.exporters.spi.VendorProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plugin of another jar that fails costs itself, whatever it throws and wherever. */
class BrokenPluginsTest {

  private static final String DOCUMENT =
      "vendors: {sound: {type: otlp, endpoint: 'http://127.0.0.1:9'}, bad: {}}\nfaulty: {}";

  static Stream<Throwable> throwables() {
    return Stream.of(
        new NoClassDefFoundError("com/acme/Client"),
        new AbstractMethodError("com.acme.Client.create"),
        new ExceptionInInitializerError("com.acme.Client"),
        new AssertionError("a defect"),
        new IllegalStateException("a defect"),
        new IllegalArgumentException("a defect"),
        new NullPointerException(),
        new IOException("thrown by a language without checked exceptions"),
        new Error("a defect"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("throwables")
  void a_vendor_type_whose_create_fails_is_left_out(Throwable thrown) {
    assertThatOnlyTheVendorIsLeftOut(new BadVendor("create", thrown));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("throwables")
  void a_vendor_type_whose_keys_fail_is_left_out(Throwable thrown) {
    assertThatOnlyTheVendorIsLeftOut(new BadVendor("keys", thrown));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("throwables")
  void a_section_whose_check_fails_is_left_out(Throwable thrown) {
    assertThatOnlyTheSectionIsLeftOut(new BadSection("check", thrown));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("throwables")
  void a_section_whose_keys_fail_is_left_out(Throwable thrown) {
    assertThatOnlyTheSectionIsLeftOut(new BadSection("keys", thrown));
  }

  @Test
  void an_error_of_the_virtual_machine_is_not_taken_for_a_plugins() {
    FakeSurroundings surroundings =
        new FakeSurroundings().vendor(new BadVendor("create", new StackOverflowError()));

    assertThatThrownBy(() -> surroundings.load(DOCUMENT)).isInstanceOf(StackOverflowError.class);
  }

  private static void assertThatOnlyTheVendorIsLeftOut(BadVendor vendor) {
    LoadResult loaded = new FakeSurroundings()
        .vendor(vendor)
        .section(new BadSection("nothing", new AssertionError()))
        .load(DOCUMENT);

    assertThat(loaded).isInstanceOf(LoadResult.Usable.class);
    Configuration configuration = ((LoadResult.Usable) loaded).configuration();
    assertThat(configuration.fanout().lanes())
        .extracting(LaneSettings::name)
        .containsExactly("sound");
    assertThat(configuration.sections()).hasSize(1);
    assertThat(loaded.problems()).singleElement().asString().contains(":1:", "vendors.bad");
  }

  private static void assertThatOnlyTheSectionIsLeftOut(BadSection section) {
    LoadResult loaded =
        new FakeSurroundings().section(section).load(DOCUMENT.replace(", bad: {}", ""));

    assertThat(loaded).isInstanceOf(LoadResult.Usable.class);
    Configuration configuration = ((LoadResult.Usable) loaded).configuration();
    assertThat(configuration.fanout().lanes()).hasSize(1);
    assertThat(configuration.sections()).isEmpty();
    assertThat(loaded.problems()).singleElement().asString().contains(":2:", "faulty");
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> RuntimeException sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** Fails in one method. */
  private record BadVendor(String method, Throwable thrown) implements VendorProvider {

    @Override
    public String type() {
      return "bad";
    }

    @Override
    public String title() {
      return "Bad";
    }

    @Override
    public List<ConfigKey<?>> keys() {
      if (method.equals("keys")) {
        throw sneak(thrown);
      }
      return List.of();
    }

    @Override
    public Vendor create(ConfigNode node, Context context) {
      throw sneak(thrown);
    }

    @Override
    public Map<String, String> resourceAttributes(ConfigNode node) {
      return Map.of();
    }
  }

  /** Fails in one method. */
  private record BadSection(String method, Throwable thrown) implements SectionProvider {

    @Override
    public String key() {
      return "faulty";
    }

    @Override
    public String doc() {
      return "Faulty.";
    }

    @Override
    public List<ConfigKey<?>> keys() {
      if (method.equals("keys")) {
        throw sneak(thrown);
      }
      return List.of();
    }

    @Override
    public void check(ConfigNode node) {
      if (method.equals("check")) {
        throw sneak(thrown);
      }
    }

    @Override
    public SpanProcessor create(ConfigNode node, SectionContext context) {
      return SpanProcessor.composite();
    }
  }
}
