/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.internal.config.VendorType;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every preset against a receiver that behaves as that vendor documents. */
@Execution(ExecutionMode.CONCURRENT)
class DocumentedVendorsTest {

  private static final int SPANS = 7;

  @TempDir
  private Path folder;

  static List<DocumentedVendor> vendors() {
    return DocumentedVendor.all();
  }

  @Test
  void no_type_of_the_catalogue_is_left_out() {
    List<String> usable = VendorType.all(DocumentedVendorsTest.class.getClassLoader()).stream()
        .filter(type -> !type.status().equals("planned"))
        .map(VendorType::type)
        .toList();

    assertThat(vendors())
        .extracting(DocumentedVendor::type)
        .containsExactlyInAnyOrderElementsOf(usable);
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void it_takes_the_spans_after_its_trouble_has_passed(DocumentedVendor vendor) throws Exception {
    try (DocumentedReceiver receiver = new DocumentedReceiver(vendor, 2);
        Fanlight fanlight = sending(vendor.file(receiver.address(), DocumentedVendor.KEY))) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> assertThat(fanlight.ledgerSnapshots().get(0).delivered()).isEqualTo(SPANS));

      LedgerSnapshot account = fanlight.ledgerSnapshots().get(0);
      assertThat(receiver.complaints()).isEmpty();
      assertThat(account.attempts()).isEqualTo(3);
      assertThat(account.addsUp()).isTrue();
    }
  }

  /** All but the one whose credential is its path: a wrong one is a wrong path. */
  static Stream<DocumentedVendor> withCredentials() {
    return vendors().stream().filter(vendor -> !vendor.type().equals("sumo_logic"));
  }

  @ParameterizedTest
  @MethodSource("withCredentials")
  void it_refuses_a_wrong_credential_and_the_spans_wait(DocumentedVendor vendor) throws Exception {
    try (DocumentedReceiver receiver = new DocumentedReceiver(vendor, 0);
        Fanlight fanlight = sending(vendor.file(receiver.address(), "wrong"))) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(fanlight.ledgerSnapshots().get(0).state())
              .isEqualTo(LedgerSnapshot.State.UNAUTHORISED));

      assertThat(receiver.taken()).isZero();
      assertThat(fanlight.ledgerSnapshots().get(0).buffered()).isEqualTo(SPANS);
    }
  }

  static Stream<DocumentedVendor> limited() {
    return vendors().stream()
        .filter(vendor -> vendor.demands().bytes() < Integer.MAX_VALUE
            || vendor.demands().attribute() < Integer.MAX_VALUE);
  }

  /** One batch of a third more than it takes, in spans of which one has a value that is too long. */
  @ParameterizedTest
  @MethodSource("limited")
  void what_is_over_its_limits_is_cut_to_them_before_it_is_sent(DocumentedVendor vendor)
      throws Exception {
    Demands demands = vendor.demands();
    int characters = Math.min(demands.attribute() - 1, 50_000);
    int bytes = demands.bytes() == Integer.MAX_VALUE ? 0 : demands.bytes();
    int spans = 2 + (int) (1.75 * bytes / characters); // random base64 becomes three quarters
    boolean isCut = demands.attribute() < Integer.MAX_VALUE;
    try (DocumentedReceiver receiver = new DocumentedReceiver(vendor, 0);
        Fanlight fanlight = loaded(
            "{bytes: 64MiB, delay: 1m}", vendor.file(receiver.address(), DocumentedVendor.KEY))) {
      end(fanlight, 1, isCut ? demands.attribute() + 1_000 : characters);
      end(fanlight, spans - 1, characters);

      assertThat(fanlight.flush(Duration.ofSeconds(60)))
          .as("%s", fanlight.ledgerSnapshots())
          .isEmpty();

      LedgerSnapshot account = fanlight.ledgerSnapshots().get(0);
      assertThat(receiver.complaints()).isEmpty();
      assertThat(receiver.spans()).isEqualTo(spans);
      assertThat(receiver.taken()).isGreaterThan(bytes == 0 ? 0 : 1);
      assertThat(account.attempts()).as("nothing is tried in vain").isEqualTo(receiver.taken());
      assertThat(account.delivered()).isEqualTo(spans);
      if (isCut) {
        assertThat(receiver.longest()).isEqualTo(demands.attribute());
      }
    }
  }

  private Fanlight sending(String document) throws IOException {
    Fanlight fanlight = loaded("{spans: " + SPANS + ", delay: 1m}", document); // one batch
    end(fanlight, SPANS, 10);
    return fanlight;
  }

  private Fanlight loaded(String batch, String document) throws IOException {
    Path file = Files.writeString(
        folder.resolve("fanlight.yaml"),
        "batch: " + batch + "\nbuffer: {memory: 200MiB}\nshutdown_timeout: 100ms\n" + document);
    return Fanlight.builder(file).watchesFile(false).closesAtExit(false).build();
  }

  private static void end(Fanlight fanlight, int spans, int characters) {
    Tracer tracer = SdkTracerProvider.builder()
        .addSpanProcessor(fanlight.spanProcessor())
        .build()
        .get("test");
    Random random = new Random(spans);
    byte[] noise = new byte[3 * characters / 4 + 3];
    for (int i = 0; i < spans; i++) {
      random.nextBytes(noise);
      String text = Base64.getEncoder().encodeToString(noise).substring(0, characters);
      tracer.spanBuilder("span").setAttribute("noise", text).startSpan().end();
    }
  }
}
