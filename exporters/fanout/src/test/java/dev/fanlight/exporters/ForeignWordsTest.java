/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.fanlight.exporters.internal.transport.ScriptedHttp2;
import dev.fanlight.exporters.internal.transport.ScriptedServer;
import dev.fanlight.exporters.testing.CapturedLog;
import dev.fanlight.exporters.testing.ScriptedVendor;
import dev.fanlight.exporters.testing.ScriptedVendor.Reply;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Words of a vendor, as they stand in the application's log. */
class ForeignWordsTest {

  private static final String KEY = "SECRET-0123456789";

  private static final String WORDS =
      "quota\nNov 30, 2026 10:00:00 AM com.bank.Audit login\r\nINFO: user admin logged in"
          + "\u001b[31m\u009b31m\u0000\u2028\u2029\u202e\u2066 key=" + KEY + " "
          + "A".repeat(40_000);

  @TempDir
  Path folder;

  /** Where a vendor may put its words. */
  enum Way {
    PARTIAL_SUCCESS {
      @Override
      Reply reply() {
        return new Reply(
            200,
            Map.of("content-type", "application/x-protobuf"),
            ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(1)
                    .setErrorMessage(WORDS))
                .build()
                .toByteString(),
            true);
      }
    },
    PLAIN_TEXT {
      @Override
      Reply reply() {
        return refusal("text/plain; charset=utf-8", WORDS);
      }
    },
    JSON {
      @Override
      Reply reply() {
        return refusal("application/json", "{\"message\":\"" + WORDS + "\"}");
      }
    };

    abstract Reply reply();

    private static Reply refusal(String type, String body) {
      return new Reply(400, Map.of("content-type", type), ByteString.copyFromUtf8(body), false);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_vendors_words_come_on_one_line_without_controls_and_without_its_key(Way way)
      throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> way.reply());
        CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        Fanlight fanlight = Fanlight.load(Files.writeString(
            folder.resolve("fanlight.yaml"), """
            vendors:
              words: {type: otlp, endpoint: %s, headers: {x-key: %s}}
            """.formatted(vendor.endpoint(), KEY)))) {
      SdkTracerProvider provider =
          SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
      provider.get("x").spanBuilder("s").startSpan().end();

      fanlight.flush(Duration.ofSeconds(10));

      await().until(() -> log.lines().stream().anyMatch(line -> line.contains("quota")));
      assertThat(log.lines())
          .allSatisfy(line -> assertThat(line)
              .doesNotContain(KEY)
              .doesNotContainPattern("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202e\\u2066]")
              .hasSizeLessThan(600));
      assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("key=****"));
    }
  }

  @Test
  void a_key_in_a_grpc_status_message_is_masked_in_its_encoded_form_too() throws Exception {
    String key = "SECRET/0123+456=";
    String echoed = URLEncoder.encode(key, StandardCharsets.UTF_8);
    try (ScriptedServer vendor = ScriptedServer.start(ScriptedHttp2.answering(
            ":status", "200",
            "grpc-status", "3",
            "grpc-message", "bad%20key%0A" + echoed + "%20or%20" + echoed.replace("%", "%25")));
        CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"));
        Fanlight fanlight = Fanlight.load(Files.writeString(
            folder.resolve("fanlight.yaml"), """
            vendors:
              words: {type: otlp, protocol: grpc, endpoint: %s, headers: {x-key: "%s"}}
            """.formatted(vendor.http(""), key)))) {
      SdkTracerProvider provider =
          SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
      provider.get("x").spanBuilder("s").startSpan().end();

      fanlight.flush(Duration.ofSeconds(10));

      await().until(() -> log.lines().stream().anyMatch(line -> line.contains("bad key")));
      assertThat(String.join("\n", log.lines()))
          .contains("bad key **** or ****")
          .doesNotContain("SECRET");
    }
  }

  @Test
  void a_header_that_cannot_be_sent_is_named_with_the_cure_and_without_its_value()
      throws Exception {
    try (ScriptedVendor vendor = ScriptedVendor.start(request -> Reply.OK);
        CapturedLog log = CapturedLog.of(Logger.getLogger("dev.fanlight.exporters"))) {
      Fanlight fanlight = Fanlight.load(
          Files.writeString(folder.resolve("fanlight.yaml"), """
            vendors:
              words: {type: otlp, endpoint: %s, max_age: 2s, headers: {x-key: "SECRET\\n0123456789"}}
            """.formatted(vendor.endpoint())));
      SdkTracerProvider provider =
          SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
      provider.get("x").spanBuilder("s").startSpan().end();

      await().until(() -> log.lines().stream().anyMatch(line -> line.contains("header")));
      fanlight.close();

      assertThat(String.join("\n", log.lines()))
          .contains("the value of header x-key holds a line break or control character; remove it")
          .doesNotContain("0123456789");
    }
  }

  static {
    assertThat(WORDS.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64 * 1024);
  }
}
