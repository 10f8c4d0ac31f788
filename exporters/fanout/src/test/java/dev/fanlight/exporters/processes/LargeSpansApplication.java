/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.processes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fanlight.exporters.Fanlight;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends 1,500 spans a second with one large value each, beside a thread that works with arrays of 8 MiB, and prints what
 * became of them. Arguments: folder, {@code stock} or {@code fanlight}, {@code shared} or {@code unshared} values,
 * characters, seconds, YAML of the vendor's limits or {@code -}.
 */
public final class LargeSpansApplication {

  private static final int SPANS_PER_SECOND = 1_500;
  private static final int TEXTS = 20;

  private LargeSpansApplication() {}

  public static void main(String[] arguments) throws Exception {
    boolean isShared = arguments[2].equals("shared");
    int length = Integer.parseInt(arguments[3]);
    int seconds = Integer.parseInt(arguments[4]);
    String endpoint = "http://127.0.0.1:" + startReceiver() + "/v1/traces";
    Fanlight fanlight = null;
    SpanProcessor processor;
    if (arguments[1].equals("stock")) {
      processor = BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
              .setEndpoint(endpoint)
              .setCompression("gzip")
              .build())
          .setMaxQueueSize(8_192)
          .build();
    } else {
      String limits = arguments[5].equals("-") ? "" : ", " + arguments[5];
      Path file = Files.writeString(
          Path.of(arguments[0]).resolve("fanlight.yaml"),
          "vendors: {v: {type: otlp, endpoint: '" + endpoint + "'" + limits + "}}");
      fanlight = Fanlight.load(file);
      processor = fanlight.spanProcessor();
    }
    AtomicInteger outOfMemory = startWork();
    int ended = endSpans(processor, texts(length), isShared, seconds);
    print(fanlight, ended, outOfMemory.get());
    System.exit(0);
  }

  private static int startReceiver() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1_000)));
    server.createContext("/", LargeSpansApplication::take);
    server.start();
    return server.getAddress().getPort();
  }

  private static void take(HttpExchange exchange) throws IOException {
    byte[] buffer = new byte[8_192];
    while (exchange.getRequestBody().read(buffer) >= 0) {
      // to the end
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static AtomicInteger startWork() {
    AtomicInteger outOfMemory = new AtomicInteger();
    Thread work = new Thread(
        () -> {
          while (true) {
            try {
              byte[][] arrays = new byte[8][];
              for (int i = 0; i < arrays.length; i++) {
                arrays[i] = new byte[1 << 20];
              }
              LockSupport.parkNanos(arrays, 1_000_000);
            } catch (OutOfMemoryError e) {
              outOfMemory.incrementAndGet();
            }
          }
        },
        "work");
    work.setDaemon(true);
    work.start();
    return outOfMemory;
  }

  private static String[] texts(int length) {
    Random random = new Random(1);
    String[] texts = new String[TEXTS];
    for (int i = 0; i < texts.length; i++) {
      StringBuilder text = new StringBuilder();
      while (text.length() < length) {
        text.append("\tat com.acme.Service")
            .append(random.nextInt(500))
            .append(".call(Service.java:")
            .append(random.nextInt(900))
            .append(")\n");
      }
      texts[i] = text.toString();
    }
    return texts;
  }

  private static int endSpans(
      SpanProcessor processor, String[] texts, boolean isShared, int seconds) {
    Tracer tracer =
        SdkTracerProvider.builder().addSpanProcessor(processor).build().get("test");
    long start = System.nanoTime();
    int ended = 0;
    while (ended < SPANS_PER_SECOND * seconds) {
      String text = texts[ended % texts.length];
      tracer
          .spanBuilder("s")
          .setNoParent()
          .setAttribute("exception.stacktrace", isShared ? text : ended + text)
          .startSpan()
          .end();
      ended++;
      long due = start + TimeUnit.SECONDS.toNanos(1) * ended / SPANS_PER_SECOND;
      while (due - System.nanoTime() > 0) {
        LockSupport.parkNanos(1_000_000);
      }
    }
    return ended;
  }

  private static void print(@Nullable Fanlight fanlight, int ended, int outOfMemory)
      throws InterruptedException {
    String fate = "";
    if (fanlight != null) {
      fanlight.flush(Duration.ofSeconds(20));
      fanlight.close();
      LedgerSnapshot account = fanlight.ledgerSnapshots().get(0);
      fate = " delivered=" + account.delivered() + " rejected=" + account.rejectedByReason()
          + " dropped=" + account.droppedByReason() + " refused="
          + fanlight.queueSnapshot().refusedByReason();
    }
    System.out.println("ENDED " + ended + " outOfMemory=" + outOfMemory + fate);
  }
}
