/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters;

import dev.fanlight.exporters.internal.config.ConfigEnvironment;
import dev.fanlight.exporters.internal.config.ConfigLoader;
import dev.fanlight.exporters.internal.config.ConfigSource;
import dev.fanlight.exporters.internal.config.ConfigWatcher;
import dev.fanlight.exporters.internal.config.Configuration;
import dev.fanlight.exporters.internal.config.LoadResult;
import dev.fanlight.exporters.internal.config.yaml.SourceLocation;
import dev.fanlight.exporters.internal.config.yaml.TextDocument;
import dev.fanlight.exporters.internal.pipeline.ExportFilter;
import dev.fanlight.exporters.internal.text.ForeignText;
import dev.fanlight.exporters.internal.text.MessageLogger;
import dev.fanlight.exporters.internal.threads.ExitHook;
import dev.fanlight.exporters.internal.transport.Transports;
import dev.fanlight.exporters.spi.LedgerSnapshot;
import dev.fanlight.exporters.spi.QueueSnapshot;
import dev.fanlight.exporters.spi.SectionContext;
import dev.fanlight.exporters.spi.StatusSnapshot;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * The fan-out of one application: every finished span to every vendor of one YAML file.
 *
 * <pre>{@code
 * Fanlight fanlight = Fanlight.load(Path.of("fanlight.yaml"));
 * SdkTracerProvider.builder().addSpanProcessor(fanlight.spanProcessor()).build();
 * }</pre>
 *
 * <p>Any thread. Closing the tracer provider closes its span processor, and with it this.
 *
 * @since 0.1.0
 */
public final class Fanlight implements AutoCloseable {

  private static final MessageLogger LOGGER = MessageLogger.of("dev.fanlight.exporters");

  /** More is as much as that: a deadline is counted in nanoseconds. */
  private static final Duration MAX_TIMEOUT = Duration.ofDays(36_500);

  private static final String NOTHING_EXPORTED = "\nNo span is exported.";

  private final FanlightSpanProcessor switchboard;

  private Fanlight(
      FanlightSpanProcessor switchboard, @Nullable ConfigWatcher watcher, boolean closesAtExit) {
    this.switchboard = switchboard;
    if (watcher != null) {
      switchboard.beforeClose(watcher::close);
    }
    if (closesAtExit) {
      ExitHook exitHook = ExitHook.register(switchboard::drainAtExit);
      switchboard.afterClose(exitHook::remove); // last, so that the JVM waits for a close under way
    }
  }

  /**
   * Reads the file and starts the fan-out that it describes; touches no network on the calling thread.
   *
   * <p>A vendor that cannot be built is reported in the log and skipped; all other vendors run. If the file cannot be
   * read, or has an error outside of vendors and sections, the error is reported and no span is exported until the
   * file is valid.
   *
   * @param files the first is the base, later ones are laid over it: they win by key, and {@code null} removes
   * @throws RefusedConfigurationException if the file says {@code strict} and has an error; a file that is no YAML
   *     cannot say it
   */
  public static Fanlight load(Path... files) {
    return builder(files).build();
  }

  /** Returns a builder that loads the given files. */
  public static Builder builder(Path... files) {
    return new Builder(ConfigSource.of(files));
  }

  /**
   * Returns a builder that loads the files that {@code -Dfanlight.config} or else {@code FANLIGHT_CONFIG} names (with
   * commas between), and {@code FANLIGHT_CONFIG_YAML} (the document itself, laid over them); empty if none is set.
   */
  public static Optional<Builder> fromEnvironment() {
    return ConfigSource.find(ConfigEnvironment.ofProcess()).map(Builder::new);
  }

  /**
   * The processor to give to the tracer provider; always the same.
   *
   * <p>Ending a span costs the application's thread one bounded offer to a queue, in any state of the vendors. Its
   * flush fails with the names of the vendors that could not be reached; its shutdown is bounded by {@code
   * shutdown_timeout}.
   */
  public SpanProcessor spanProcessor() {
    return switchboard;
  }

  /** Returns the ledger of every vendor: the vendors of the file in its order, then the vendors that left. */
  public List<LedgerSnapshot> ledgerSnapshots() {
    return switchboard.ledgerSnapshots();
  }

  /** Returns the counts of spans offered, queued and refused before any vendor is involved. */
  public QueueSnapshot queueSnapshot() {
    return switchboard.queueSnapshot();
  }

  /**
   * Returns the state of the fan-out for people: whether spans flow to each vendor, and if not, the reason and the cure. The
   * first call starts the sampling of ten minutes of history.
   */
  public StatusSnapshot status() {
    return switchboard.status();
  }

  /** Returns the fan-out as a section of the file sees it: ledgers, states and rates of the vendors, always as they are now. */
  public SectionContext sectionContext() {
    return switchboard;
  }

  /** Returns the endpoint of each vendor, without credentials; vendors whose endpoint is not to be shown are absent. */
  public Map<String, URI> vendorEndpoints() {
    return switchboard.endpoints();
  }

  /** Returns the vendors of the file that do not run, because their keys have an error or they could not be built. */
  public Set<String> vendorsLeftOut() {
    return switchboard.leftOut();
  }

  /** How often the file was read again, and with what success. */
  public SectionContext.Reloads reloads() {
    return switchboard.reloads();
  }

  /**
   * Sends all queued spans and waits for the responses.
   *
   * @param timeout maximum wait, however long; zero and less ask for the state now
   * @return the vendors that have not answered for everything; empty where the flush succeeded
   */
  public List<String> flush(Duration timeout) throws InterruptedException {
    if (timeout.isNegative()) {
      return switchboard.flush(Duration.ZERO);
    }
    return switchboard.flush(timeout.compareTo(MAX_TIMEOUT) < 0 ? timeout : MAX_TIMEOUT);
  }

  /** Sends spans within the shutdown timeout, books the rest as dropped, and stops everything; idempotent. */
  @Override
  public void close() {
    switchboard.close();
  }

  /** Settings that are not in the file. */
  public static final class Builder {

    private ConfigSource source;
    private Clock clock = Clock.getDefault();
    private MeterProvider meterProvider = MeterProvider.noop();
    private @Nullable ExportFilter exportFilter;
    private boolean logsStart = true;
    private boolean watchesFile = true;
    private boolean closesAtExit = true;

    private Builder(ConfigSource source) {
      this.source = source;
    }

    /** Default none: a document that is laid over the files, or stands alone if there are none. It is read once. */
    public Builder text(ConfigText text) {
      List<SourceLocation> places = new ArrayList<>(text.origins().size());
      for (ConfigText.Origin origin : text.origins()) {
        places.add(new SourceLocation(origin.document(), origin.line(), origin.column()));
      }
      source = source.with(new TextDocument(text.name(), text.yaml(), places));
      return this;
    }

    /** Default {@link Clock#getDefault()}. */
    public Builder clock(Clock newClock) {
      clock = Objects.requireNonNull(newClock, "clock");
      return this;
    }

    /**
     * Default: no meter provider. The ledger appears in this one under the SDK's own names, {@code
     * otel.sdk.exporter.span.exported} and similar, with the vendor as {@code otel.component.name}.
     */
    public Builder meterProvider(MeterProvider provider) {
      meterProvider = Objects.requireNonNull(provider, "meterProvider");
      return this;
    }

    /**
     * Default: no filter. The function is called once for each sampled span, before the rules of all vendors, on one thread
     * of Fanlight; while it blocks, no span is sent. The vendors get the span that it returns. If it returns null, no vendor
     * gets the span, and every vendor counts it as filtered; if it throws, as dropped for the reason {@code rule_error}.
     */
    public Builder exportFilter(Function<? super SpanData, ? extends @Nullable SpanData> filter) {
      exportFilter = new ExportFilter(Objects.requireNonNull(filter, "filter"));
      return this;
    }

    /** Default true: one line says what runs. An integration that has said so itself sets false. Problems are logged always. */
    public Builder logsStart(boolean logs) {
      logsStart = logs;
      return this;
    }

    /** Default true: an edit of the file, or of a file it names, takes effect within two seconds. */
    public Builder watchesFile(boolean watches) {
      watchesFile = watches;
      return this;
    }

    /**
     * Default true: when the JVM ends, a shutdown hook waits for open spans and sends all buffered spans, within
     * {@code shutdown_timeout}, because a plain SDK does not close itself. The hook does not close the fan-out either:
     * spans that end after it are delivered until the owner of the tracer provider closes it.
     */
    public Builder closesAtExit(boolean closes) {
      closesAtExit = closes;
      return this;
    }

    /**
     * Starts the fan-out.
     *
     * @throws RefusedConfigurationException as {@link Fanlight#load} says
     */
    public Fanlight build() {
      try {
        SdkVersion.check();
      } catch (IllegalStateException tooOld) {
        LOGGER.log(Level.SEVERE, ForeignText.ownLines(tooOld) + NOTHING_EXPORTED);
        return new Fanlight(new FanlightSpanProcessor(clock, meterProvider), null, false);
      }
      ConfigLoader loader = ConfigLoader.of(source, Transports.CHECK);
      LoadResult loaded = loader.load();
      FanlightSpanProcessor switchboard = loaded instanceof LoadResult.Usable usable
          ? started(usable)
          : refused((LoadResult.Refused) loaded);
      switchboard.fileNamed(loader.names());
      try {
        return new Fanlight(switchboard, watcher(loader, loaded, switchboard), closesAtExit);
      } catch (RuntimeException
          | Error e) { // no thread available: leave no part of Fanlight behind
        switchboard.close();
        throw e;
      }
    }

    private FanlightSpanProcessor started(LoadResult.Usable usable) {
      ProblemLog.write(usable.problems());
      Configuration configuration = usable.configuration();
      FanlightSpanProcessor switchboard = started(configuration);
      switchboard.fileRead(usable.problems());
      if (logsStart) {
        LOGGER.log(
            Level.INFO,
            () -> StartLine.of(
                configuration,
                switchboard.runningSections(),
                switchboard.waitingAtStart(),
                switchboard.isOnDisk()));
      }
      return switchboard;
    }

    /** Nothing runs before the file is right; telemetry does not stop the application, unless the file says strict. */
    private FanlightSpanProcessor refused(LoadResult.Refused loaded) {
      RefusedConfigurationException refused = new RefusedConfigurationException(loaded);
      if (refused.isStrict()) {
        throw refused;
      }
      LOGGER.log(
          Level.SEVERE,
          ForeignText.ownLines(refused)
              + (watchesFile && !source.files().isEmpty()
                  ? "\nThe file is read again when it changes."
                  : "")
              + NOTHING_EXPORTED);
      FanlightSpanProcessor switchboard =
          new FanlightSpanProcessor(clock, meterProvider, exportFilter);
      switchboard.fileRead(loaded.problems());
      return switchboard;
    }

    private FanlightSpanProcessor started(Configuration configuration) {
      FanlightSpanProcessor switchboard =
          new FanlightSpanProcessor(clock, meterProvider, exportFilter);
      try {
        switchboard.apply(configuration);
        return switchboard;
      } catch (RuntimeException | Error e) {
        switchboard.close();
        throw e;
      } catch (InterruptedException stop) {
        switchboard.close();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while Fanlight started", stop);
      }
    }

    private @Nullable ConfigWatcher watcher(
        ConfigLoader loader, LoadResult loaded, FanlightSpanProcessor switchboard) {
      if (!watchesFile || ConfigEnvironment.ofProcess().isSwitchedOff()) {
        return null;
      }
      ConfigWatcher watcher = new ConfigWatcher(
          loader,
          loaded,
          ConfigWatcher.INTERVAL,
          new ReloadHandler(switchboard, loader.names(), loaded.problems()));
      watcher.start();
      return watcher;
    }
  }

  /** A file that cannot be used; the message holds every problem with its line, and no value of the file. */
  public static final class RefusedConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final boolean isStrict;

    RefusedConfigurationException(LoadResult.Refused refused) {
      super("Fanlight cannot start:" + ProblemLog.lines(refused.problems()));
      this.isStrict = refused.isStrict();
    }

    /**
     * Returns true if the file says {@code strict}, as far as it can be read: then the application must not start
     * either.
     */
    public boolean isStrict() {
      return isStrict;
    }
  }
}
