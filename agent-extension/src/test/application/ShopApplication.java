/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.yaml.snakeyaml.Yaml;

/** A web application that uses other versions of the libraries that an agent or its extensions hold. */
public final class ShopApplication {

  private static final Logger LOGGER = LoggerFactory.getLogger("shop");

  private ShopApplication() {}

  public static void main(String... arguments) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(8, work -> {
      Thread thread = new Thread(work, "request");
      thread.setDaemon(true);
      return thread;
    }));
    String self = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext("/libraries", exchange -> answer(exchange, libraries(self)));
    server.createContext("/price", exchange -> answer(exchange, "7"));
    server.createContext("/order", exchange -> {
      LOGGER.info("order received");
      inSpan("pack", () -> LOGGER.info("order packed"));
      answer(exchange, "ordered");
    });
    server.createContext("/slow", exchange -> {
      LOGGER.info("slow order received");
      pause(800);
      inSpan("late child", () -> pause(100));
      answer(exchange, "ordered slowly");
    });
    server.start();
    LOGGER.info("listening on {}", self);
  }

  private static void inSpan(String name, Runnable work) {
    Span span = GlobalOpenTelemetry.getTracer("shop").spanBuilder(name).startSpan();
    try (Scope scope = span.makeCurrent()) {
      work.run();
    } finally {
      span.end();
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Uses each library, and tells the jar that each comes from. */
  private static String libraries(String self) {
    try {
      Counter counter = Counter.builder().name("orders").register();
      counter.inc();
      ByteArrayOutputStream scrape = new ByteArrayOutputStream();
      new PrometheusTextFormatWriter(true).write(scrape, PrometheusRegistry.defaultRegistry.scrape());
      OkHttpClient client = new OkHttpClient();
      try (Response response = client.newCall(new Request.Builder().url(self + "/price").build()).execute()) {
        return new ObjectMapper().writeValueAsString(Map.of("price", response.body().string()))
            + "\n" + new Load(LoadSettings.builder().build()).loadFromString("{a: 1}")
            + "\n" + new Yaml().load("{b: 2}").toString()
            + "\n" + scrape.toString(StandardCharsets.UTF_8).contains("orders_total 1.0")
            + "\n" + home(ObjectMapper.class)
            + "\n" + home(OkHttpClient.class)
            + "\n" + home(Load.class)
            + "\n" + home(Yaml.class)
            + "\n" + home(Counter.class)
            + "\n" + home(LOGGER.getClass());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String home(Class<?> type) {
    String path = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
