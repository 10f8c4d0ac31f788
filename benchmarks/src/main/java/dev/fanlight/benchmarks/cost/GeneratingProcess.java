/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.benchmarks.cost;

import dev.fanlight.benchmarks.Pace;
import dev.fanlight.benchmarks.ProcessCpu;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * An application that ends spans, in a process of its own.
 *
 * <p>Arguments: pipeline ({@code none}, {@code stock}, {@code fanlight}, {@code disk}), ports, spans of a batch, spans a second (0:
 * as many as every vendor takes without loss), seconds at full speed before that, seconds to warm up, seconds to measure.
 */
public final class GeneratingProcess {

  private static final int SLOTS_PER_SECOND = 200;

  /** Unpaced: maximum number of spans that have not arrived everywhere; below every queue, so that no span is lost. */
  private static final long MOST_OUTSTANDING = 6_000;

  private final Pipeline pipeline;
  private final SpanSource source;
  private final int spansPerSecond;
  private long ended;

  private GeneratingProcess(Pipeline pipeline, SpanSource source, int spansPerSecond) {
    this.pipeline = pipeline;
    this.source = source;
    this.spansPerSecond = spansPerSecond;
  }

  /** Says one line: wall ns, CPU ns, spans ended, spans delivered, spans lost, then role=CPU ns. */
  public static void main(String[] arguments) throws Exception {
    List<Integer> ports =
        Arrays.stream(arguments[1].split(",", -1)).map(Integer::valueOf).toList();
    try (Pipeline pipeline = pipeline(arguments[0], ports, Integer.parseInt(arguments[2]))) {
      SdkTracerProvider provider = SdkTracerProvider.builder()
          .setResource(Resource.create(Attributes.builder()
              .put("service.name", "shop")
              .put("service.version", "1.4.2")
              .put("deployment.environment.name", "production")
              .put("host.name", "shop-7d9f5c6b8-x2x9k")
              .build()))
          .addSpanProcessor(pipeline.processor())
          .build();
      var process = new GeneratingProcess(
          pipeline, new SpanSource(provider.get("shop")), Integer.parseInt(arguments[3]));
      process.drill(Double.parseDouble(arguments[4]));
      process.generate(Double.parseDouble(arguments[5]));
      System.out.println(process.measure(Double.parseDouble(arguments[6])));
    }
    System.exit(0);
  }

  private static Pipeline pipeline(String name, List<Integer> ports, int batchSpans)
      throws IOException {
    return switch (name) {
      case "none" -> new NoPipeline();
      case "stock" -> new StockPipeline(ports, batchSpans);
      case "fanlight" -> FanlightPipeline.inMemory(ports, batchSpans);
      case "disk" -> FanlightPipeline.onDisk(ports, batchSpans);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private String measure(double seconds) {
    Map<String, Long> rolesBefore = ThreadRoles.cpuNanos();
    long deliveredBefore = pipeline.delivered();
    long lostBefore = pipeline.lost();
    long endedBefore = ended;
    long wallBefore = System.nanoTime();
    long cpuBefore = ProcessCpu.nanos();
    generate(seconds);
    StringJoiner line = new StringJoiner(" ");
    long cpu = ProcessCpu.nanos() - cpuBefore;
    line.add(System.nanoTime() - wallBefore + "").add(cpu + "").add(ended - endedBefore + "");
    line.add(pipeline.delivered() - deliveredBefore + "").add(pipeline.lost() - lostBefore + "");
    long rest = cpu;
    for (Map.Entry<String, Long> role : ThreadRoles.cpuNanos().entrySet()) {
      long nanos = role.getValue() - rolesBefore.getOrDefault(role.getKey(), 0L);
      rest -= nanos;
      line.add(role.getKey().replace(' ', '_') + "=" + nanos);
    }
    return line.add("jvm=" + rest).toString();
  }

  /** At full speed, so that the compiler soon has seen enough. */
  private void drill(double seconds) {
    generateUnpaced(System.nanoTime() + (long) (seconds * 1e9));
  }

  private void generate(double seconds) {
    if (spansPerSecond > 0) {
      generateAtPace((long) (seconds * SLOTS_PER_SECOND));
    } else {
      drill(seconds);
    }
  }

  private void generateAtPace(long slots) {
    Pace pace = new Pace(SLOTS_PER_SECOND);
    for (long slot = 0; slot < slots; slot++) {
      pace.await();
      end(spansPerSecond / SLOTS_PER_SECOND);
    }
  }

  private void generateUnpaced(long untilNanos) {
    while (untilNanos - System.nanoTime() > 0) {
      if (ended - pipeline.delivered() < MOST_OUTSTANDING) {
        end(100);
      } else {
        new Pace(500).await(); // seldom enough that its cost does not show
      }
    }
  }

  private void end(int spans) {
    for (int i = 0; i < spans; i++) {
      source.next();
    }
    ended += spans;
  }
}
